// SPDX-License-Identifier: MIT
#include "support/steward_command.hpp"
#include "paths.hpp"

#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "support/text_file.hpp"

namespace steward::test {
namespace {

// As YAML's single quotes want it.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "''" : std::string(1, c);
  return result + "'";
}

}  // namespace

StewardCommand::StewardCommand(const std::string& connection) {
  configure(connection, "shadow");
}

void StewardCommand::configure(const std::string& connection, const std::string& delivery) const {
  std::ofstream(config()) << "organisation: Skyport\n"
                          << "database: " << quoted(connection) << "\n"
                          << "rules: [" STEWARD_SOURCE_DIR "/rules]\n"
                          << "calendars: " STEWARD_SOURCE_DIR "/config/calendars\n"
                          << "escalations: [" STEWARD_SOURCE_DIR "/config/escalations.yaml]\n"
                          << "templates: " STEWARD_SOURCE_DIR "/config/templates\n"
                          << "model: " STEWARD_SOURCE_DIR "/config/model.yaml\n"
                          << "delivery: " << delivery << "\n"
                          << "email:\n  url: maildir:" << (folder() / "mail").string()
                          << "\n  from: Skyport <steward@skyport.example>\n"
                          << "last_resort:\n  email: last@skyport.example\n";
}

CommandResult StewardCommand::run(const std::string& words) const {
  return run_bare("--config '" + config().string() + "' " + words);
}

CommandResult StewardCommand::run_bare(const std::string& words) const {
  const auto errors = folder() / "errors";
  const std::string line = "cd '" + folder().string() +
                           "' && unset STEWARD_CONFIG STEWARD_DATABASE; '" +
                           STEWARD_BINARY_DIR "/steward' " + words + " 2>'" + errors.string() + "'";
  FILE* const pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run a shell");
  CommandResult result;
  char buffer[4096];
  for (std::size_t got; (got = fread(buffer, 1, sizeof(buffer), pipe)) > 0;) {
    result.output.append(buffer, got);
  }
  const int status = pclose(pipe);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  result.errors = read_file(errors);
  return result;
}

}  // namespace steward::test

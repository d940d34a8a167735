// SPDX-License-Identifier: MIT
#include "steward/app/command_line.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "app/command_parser.hpp"
#include "app/daemon.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"

namespace steward::app {

int run(const RunCommand&, const std::filesystem::path& config) {
  const auto file = find_configuration(config);
  if (!file) return fail(file.error());
  return run_daemon({*file});
}

int run_command_line(int argc, char** argv) {
  const auto parsed = parse_command_line(argc, argv);
  if (const auto* const reply = std::get_if<Reply>(&parsed)) {
    fmt::print(reply->is_error ? stderr : stdout, "{}", reply->text);
    return reply->is_error ? kCannotRun : kDone;
  }
  const auto& line = std::get<CommandLine>(parsed);
  try {
    return std::visit([&](const auto& command) { return run(command, line.config); }, line.command);
  } catch (const std::exception& bug) {
    return fail(Error(ErrorCode::internal, bug.what()));
  }
}

}  // namespace steward::app

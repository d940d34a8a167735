// SPDX-License-Identifier: MIT
#include "support/rule_folder.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "paths.hpp"

namespace steward::test {

RuleFolder::RuleFolder() : files_(WorldFiles::reference()) {
  const std::filesystem::path root = STEWARD_SOURCE_DIR;
  for (const auto* part : {"rules", "config"}) {
    std::filesystem::copy(root / part, folder_.path() / part,
                          std::filesystem::copy_options::recursive);
  }
  files_.rules.rules = {folder_.path() / "rules"};
  files_.rules.calendars = {folder_.path() / "config/calendars"};
  files_.rules.chains = {folder_.path() / "config/escalations.yaml"};
  files_.rules.templates = {folder_.path() / "config/templates"};
  files_.rules.model = folder_.path() / "config/model.yaml";
}

void RuleFolder::edit(const std::string& file, const std::string& from, const std::string& to) {
  std::stringstream read;
  read << std::ifstream(folder_.path() / file).rdbuf();
  auto text = read.str();
  const auto found = text.find(from);
  if (found == std::string::npos) throw std::runtime_error(file + " has no '" + from + "'");
  text.replace(found, from.size(), to);
  write(file, text);
}

void RuleFolder::write(const std::string& file, const std::string& text) {
  std::ofstream(folder_.path() / file) << text;
}

void RuleFolder::remove(const std::string& file) {
  std::filesystem::remove(folder_.path() / file);
}

}  // namespace steward::test

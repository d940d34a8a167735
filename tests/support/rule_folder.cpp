// SPDX-License-Identifier: MIT
#include "support/rule_folder.hpp"

#include <stdlib.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "paths.hpp"

namespace steward::test {

RuleFolder::RuleFolder() : files_(WorldFiles::reference()) {
  std::string name = (std::filesystem::temp_directory_path() / "steward-rules-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  const std::filesystem::path root = STEWARD_SOURCE_DIR;
  for (const auto* part : {"rules", "config"}) {
    std::filesystem::copy(root / part, folder_ / part, std::filesystem::copy_options::recursive);
  }
  files_.rules.rules = {folder_ / "rules"};
  files_.rules.calendars = {folder_ / "config/calendars"};
  files_.rules.chains = {folder_ / "config/escalations.yaml"};
  files_.rules.templates = {folder_ / "config/templates"};
  files_.rules.model = folder_ / "config/model.yaml";
}

RuleFolder::~RuleFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void RuleFolder::edit(const std::string& file, const std::string& from, const std::string& to) {
  std::stringstream read;
  read << std::ifstream(folder_ / file).rdbuf();
  auto text = read.str();
  const auto found = text.find(from);
  if (found == std::string::npos) throw std::runtime_error(file + " has no '" + from + "'");
  text.replace(found, from.size(), to);
  write(file, text);
}

void RuleFolder::write(const std::string& file, const std::string& text) {
  std::ofstream(folder_ / file) << text;
}

void RuleFolder::remove(const std::string& file) {
  std::filesystem::remove(folder_ / file);
}

}  // namespace steward::test

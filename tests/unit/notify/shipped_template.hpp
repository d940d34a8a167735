// SPDX-License-Identifier: MIT
// Reads the templates of config/templates for tests of this layer, which has no YAML. It knows just
// the form that those files have; `rules` reads them properly.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "paths.hpp"
#include "steward/model/rule.hpp"

namespace steward::notify {

inline std::filesystem::path template_folder() {
  return std::filesystem::path(STEWARD_SOURCE_DIR) / "config" / "templates";
}

inline model::Template shipped_template(const std::string& name) {
  std::ifstream file(template_folder() / (name + ".yaml"));
  model::Template text;
  std::string* block = nullptr;
  for (std::string line; std::getline(file, line);) {
    const std::string subject = "subject: \"";
    if (line.compare(0, subject.size(), subject) == 0) {
      text.subject = line.substr(subject.size(), line.size() - subject.size() - 1);
    } else if (line == "template: " + name) {
      text.name = name;
    } else if (line == "email: |") {
      block = &text.email;
    } else if (line == "sms: >") {
      block = &text.sms;
    } else if (block != nullptr) {
      *block += line.empty() ? "\n" : line.substr(2) + "\n";
    }
  }
  return text;
}

inline std::vector<std::string> shipped_template_names() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(template_folder())) {
    names.push_back(file.path().stem().string());
  }
  return names;
}

}  // namespace steward::notify

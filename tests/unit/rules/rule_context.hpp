// SPDX-License-Identifier: MIT
// What rule files of tests refer to (tests/data/rule-context), and folders of such files.
#pragma once

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "paths.hpp"
#include "steward/rules/loader.hpp"

namespace steward::rules {

inline const std::filesystem::path kData = STEWARD_SOURCE_DIR "/tests/data";

inline RulePaths paths_with(const std::filesystem::path& rules) {
  const auto context = kData / "rule-context";
  return {{rules},
          {context / "calendars"},
          {context / "chains.yaml"},
          {context / "templates"},
          context / "model.yaml"};
}

/// The text with the checkout's folder taken out of it.
inline std::string without_folder(std::string text) {
  const auto folder = kData.string() + "/";
  for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
    text.erase(at, folder.size());
  }
  return text;
}

/// A folder of rule files that a test writes.
class RuleFolder {
 public:
  RuleFolder() : path_(testing::TempDir() + "steward-rules-" + std::to_string(getpid())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~RuleFolder() { std::filesystem::remove_all(path_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string announcement(const std::string& title) {
  return "rules:\n  - {rule: a, title: '" + title +
         "', source: s, owner: o, subject: enquiries,\n"
         "     clock: {starts: received_at}, steps: [{at: start, escalate: front-office}]}\n";
}

}  // namespace steward::rules

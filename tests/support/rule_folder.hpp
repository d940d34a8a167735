// SPDX-License-Identifier: MIT
// The shipped rules and configuration in a folder of the test's own, to be edited.
#pragma once

#include <filesystem>
#include <string>

#include "support/world.hpp"

namespace steward::test {

/// Removed at its end. What cannot be done throws `std::runtime_error`.
class RuleFolder {
 public:
  RuleFolder();
  ~RuleFolder();
  RuleFolder(const RuleFolder&) = delete;
  RuleFolder& operator=(const RuleFolder&) = delete;

  /// The reference world with the files of this folder.
  [[nodiscard]] const WorldFiles& files() const { return files_; }

  /// Replaces the first `from` of a file, "rules/follow-up.yaml" or "config/model.yaml".
  void edit(const std::string& file, const std::string& from, const std::string& to);
  void write(const std::string& file, const std::string& text);
  void remove(const std::string& file);

 private:
  std::filesystem::path folder_;
  WorldFiles files_;
};

}  // namespace steward::test

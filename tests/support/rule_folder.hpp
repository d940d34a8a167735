// SPDX-License-Identifier: MIT
// The shipped rules and configuration in a folder of the test's own, to be edited.
#pragma once

#include <string>

#include "support/temporary_folder.hpp"
#include "support/world.hpp"

namespace steward::test {

/// Removed at its end. What cannot be done throws `std::runtime_error`.
class RuleFolder {
 public:
  RuleFolder();

  /// The reference world with the files of this folder.
  [[nodiscard]] const WorldFiles& files() const { return files_; }

  /// Replaces the first `from` of a file, "rules/follow-up.yaml" or "config/model.yaml".
  void edit(const std::string& file, const std::string& from, const std::string& to);
  void write(const std::string& file, const std::string& text);
  void remove(const std::string& file);

 private:
  TemporaryFolder folder_;
  WorldFiles files_;
};

}  // namespace steward::test

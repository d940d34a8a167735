// SPDX-License-Identifier: MIT
// The program `steward` as a shell runs it.
#pragma once

#include <filesystem>
#include <string>

#include "support/temporary_folder.hpp"

namespace steward::test {

/// How a command ended, and what it wrote.
struct CommandResult {
  int exit_code = -1;
  std::string output;
  std::string errors;
};

/// A folder of its own with a configuration of the shipped rules, which delivers into files below
/// it. Removed at its end.
class StewardCommand {
 public:
  /// `connection` is libpq's.
  explicit StewardCommand(const std::string& connection);

  /// Runs `steward --config … words`; the words are the shell's.
  [[nodiscard]] CommandResult run(const std::string& words) const;
  /// Runs it without a configuration.
  [[nodiscard]] CommandResult run_bare(const std::string& words) const;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path config() const { return folder() / "steward.yaml"; }
  /// Rewrites the configuration.
  void configure(const std::string& connection, const std::string& delivery) const;

 private:
  TemporaryFolder folder_;
};

}  // namespace steward::test

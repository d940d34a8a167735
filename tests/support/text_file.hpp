// SPDX-License-Identifier: MIT
// Files that tests read whole.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace steward::test {

/// The text of a file, empty when there is none.
[[nodiscard]] inline std::string read_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace steward::test

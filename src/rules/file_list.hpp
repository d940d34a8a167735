// SPDX-License-Identifier: MIT
// Which files a path of the configuration means.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "steward/base/problem.hpp"

namespace steward::rules {

/// A file as it is; of a folder every *.yaml in it (not deeper), by name. Reports what does not
/// exist, and a file whose name nearly ends in .yaml.
[[nodiscard]] std::vector<std::string> list_files(const std::vector<std::filesystem::path>& paths,
                                                  Problems& problems);

}  // namespace steward::rules

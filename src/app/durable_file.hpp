// SPDX-License-Identifier: MIT
// A file that is on the disk, whole, before what it replaces is given up.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "steward/base/error.hpp"

namespace steward::app {

/// Writes a file of the folder, readable by its owner alone, in one step: who looks sees all of it,
/// or what was there before. It outlasts a power failure once this returns. Makes the folder where
/// there is none. Errors: `unavailable` with the system's reason.
[[nodiscard]] Result<> write_durably(const std::filesystem::path& folder, const std::string& name,
                                     std::string_view text);

}  // namespace steward::app

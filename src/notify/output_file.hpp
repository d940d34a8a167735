// SPDX-License-Identifier: MIT
// A file that is written as a whole.
#pragma once

#include <filesystem>
#include <string_view>

#include "steward/base/error.hpp"

namespace steward::notify {

/// Makes a new file, readable by its owner and group, and has it on disk on return.
/// Errors: `unavailable` with the system's reason.
[[nodiscard]] Result<> write_new_file(const std::filesystem::path& path, std::string_view text);

/// Adds `text` at the end by one write, so that several writers never mix; makes the file where
/// there is none. Errors: `unavailable` with the system's reason.
[[nodiscard]] Result<> append_to_file(const std::filesystem::path& path, std::string_view text);

/// Puts `text` in the place of whatever the file says, in one step: who reads it sees the one or
/// the other. Errors: `unavailable` with the system's reason.
[[nodiscard]] Result<> replace_file(const std::filesystem::path& path, std::string_view text);

}  // namespace steward::notify

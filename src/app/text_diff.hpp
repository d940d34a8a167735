// SPDX-License-Identifier: MIT
// The difference of two texts, as diff -u shows it.
#pragma once

#include <string>
#include <string_view>

namespace steward::app {

/// Headed by "--- old_name" and "+++ new_name", with three lines around each change; "" when the
/// texts are equal. Found by Myers' algorithm ("An O(ND) Difference Algorithm", 1986); texts that
/// differ in too much to be compared line by line are shown as one replaced by the other.
[[nodiscard]] std::string unified_diff(std::string_view old_name, std::string_view new_name,
                                       std::string_view old_text, std::string_view new_text);

}  // namespace steward::app

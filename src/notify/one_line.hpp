// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace steward::notify {

/// The words of a text with single spaces between them: runs of white space and control characters
/// become one space, none stay at the ends.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace steward::notify

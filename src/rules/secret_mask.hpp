// SPDX-License-Identifier: MIT
// Keeps secrets that somebody wrote into a file out of the lines that problems show.
#pragma once

#include <string>
#include <string_view>

namespace steward::rules {

/// The text, of which each line ends in `***` where the value of something called a password,
/// secret or token begins, or the password of a URI. Lines and columns before that stay.
[[nodiscard]] std::string without_secrets(std::string_view text);

}  // namespace steward::rules

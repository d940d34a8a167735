// SPDX-License-Identifier: MIT
// UTF-8, one code point at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace steward::notify {

/// Takes the first code point off `text`; nothing when it does not start with a valid one (overlong
/// forms, surrogates and values above U+10FFFF are not), and `text` is left as it was.
[[nodiscard]] std::optional<char32_t> take_code_point(std::string_view& text);

[[nodiscard]] bool is_utf8(std::string_view text);

/// For error texts: control characters and bytes that are not UTF-8 become '?', and what is longer
/// than 200 bytes is cut, marked by "...".
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace steward::notify

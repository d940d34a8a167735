// SPDX-License-Identifier: MIT
// Where the characters of a YAML scalar stand in the file, after folding, dedenting, unescaping.
#pragma once

#include <string_view>
#include <vector>

namespace steward::rules {

/// The offset in `source` of each byte of `value`, and of its end, for the scalar whose first
/// character (of the text, the opening quote, or `|` and `>`) stands at `start`. YAML parsers tell
/// only that start, so the scalar is read again beside its value. A line break that became a space
/// stands where the line ended; an escape where its backslash is.
[[nodiscard]] std::vector<std::size_t> scalar_offsets(std::string_view source, std::size_t start,
                                                      std::string_view value);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// PostgreSQL's text form of a one-dimensional text array, written and read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steward::store {

/// `{"a","b \"c\""}`: every element quoted, so that an empty one and the word NULL stay themselves.
[[nodiscard]] std::string to_text_array(const std::vector<std::string>& elements);

/// Reads what PostgreSQL prints for a `text[]`. Nothing when it is no such array, has more than one
/// dimension, or holds a null.
[[nodiscard]] std::optional<std::vector<std::string>> parse_text_array(std::string_view text);

}  // namespace steward::store

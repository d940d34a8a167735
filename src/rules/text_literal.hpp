// SPDX-License-Identifier: MIT
// Reads a string literal of CEL: its quotes and its escapes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rules/expression.hpp"

namespace steward::rules {

struct TextLiteral {
  std::string value;
  std::size_t end = 0;  ///< the offset behind the closing quote
  std::string mistake;  ///< empty when there is none
  TextSpan place;       ///< of the mistake
};

/// `quote` is the offset of the opening quote in `text`. A raw literal has no escapes.
[[nodiscard]] TextLiteral read_text_literal(std::string_view text, std::size_t quote, bool raw);

}  // namespace steward::rules

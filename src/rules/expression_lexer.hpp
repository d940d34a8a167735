// SPDX-License-Identifier: MIT
// Splits the text of an expression into tokens, by the lexical rules of CEL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/expression.hpp"
#include "rules/placed_text.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

enum class TokenKind { end, name, integer, number, text, symbol };

struct Token {
  TokenKind kind = TokenKind::end;
  TextSpan span;
  /// Of a text: its value. Of anything else: as it is written.
  std::string text;
};

/// The tokens, the last of which is `end`. Nothing when a mistake was reported.
[[nodiscard]] std::optional<std::vector<Token>> split_expression(const PlacedText& source,
                                                                 Problems& problems);

/// The place of a part of `source`, its length counted in characters.
[[nodiscard]] SourceMark mark_of(const PlacedText& source, TextSpan span);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// An expression as it is written: the syntax tree, before its names and types are known.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace steward::rules {

/// Bounds of one expression: neither parsing nor compiling it can exhaust the stack.
inline constexpr std::size_t kMostExpressionBytes = 16384;
inline constexpr int kMostExpressionDepth = 100;

/// A part of an expression's text, in bytes.
struct TextSpan {
  std::size_t offset = 0;
  std::size_t length = 1;
  bool operator==(const TextSpan&) const = default;
};

/// The value of a literal; nullptr for `null`.
using Literal = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string>;

enum class ExpressionKind {
  literal,      ///< `literal`
  name,         ///< `text`
  member,       ///< operands[0].text
  call,         ///< text(operands…)
  method,       ///< operands[0].text(operands[1…])
  unary,        ///< text is "!" or "-"
  binary,       ///< text is the operator; `&&` and `||` may have more than two operands
  conditional,  ///< operands[0] ? operands[1] : operands[2]
  list,         ///< [operands…]
};

struct Expression {
  ExpressionKind kind = ExpressionKind::literal;
  TextSpan span;   ///< the whole
  TextSpan place;  ///< of the name or operator
  std::string text;
  Literal literal;
  std::vector<Expression> operands;
  int depth = 1;  ///< levels of this tree, itself included
};

}  // namespace steward::rules

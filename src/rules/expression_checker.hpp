// SPDX-License-Identifier: MIT
// Gives an expression its meaning: names become rows and fields, types are checked, and what this
// version does not know is refused by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/expression.hpp"
#include "rules/frame.hpp"
#include "rules/placed_text.hpp"
#include "rules/value.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

/// What an expression may do beyond comparing and selecting.
enum class Roles { refused, allowed };

/// Checks one expression against the frame's subject. Every mistake goes to `problems`; a value
/// with a mistake in it is `Shape::wrong` and causes no further complaint.
class ExpressionChecker {
 public:
  ExpressionChecker(Frame& frame, const PlacedText& source, Roles roles, Problems& problems);

  [[nodiscard]] Value check(const Expression& expression);

  /// A relation whose name is also a field's, taken as the field; anything else as it is.
  [[nodiscard]] Value as_scalar(Value value);
  /// A date as the start of its day where a timestamp is wanted; anything else as it is.
  [[nodiscard]] static Value as_type(Value value, model::Type type);

 private:
  struct LoopVariable {
    std::string name;
    Row* row;
  };

  // expression_checker.cpp: literals and names
  Value literal(const Expression& expression);
  Value name(const Expression& expression);
  Value member(const Expression& expression);
  Value select(Row& row, const Expression& expression);

  // expression_operators.cpp
  Value unary(const Expression& expression);
  Value binary(const Expression& expression);
  Value logical(const Expression& expression);
  Value comparison(const Expression& expression);
  Value null_test(const Expression& expression, Value value);
  Value row_comparison(const Expression& expression, Value left, Value right);
  Value membership(const Expression& expression);
  Value membership_in_list(const Expression& expression, Value left);
  Value sum(const Expression& expression);
  Value choice(const Expression& expression);

  // expression_calls.cpp: functions, methods and macros
  Value call(const Expression& expression);
  Value method(const Expression& expression);
  Value rows_method(const Expression& expression, Value receiver);
  Value list_method(const Expression& expression, Value receiver);
  Value text_method(const Expression& expression, Value receiver);
  Value macro(const Expression& expression, const Value& receiver);
  Value size(const Expression& expression, Value measured);
  Value has(const Expression& expression);
  Value timestamp(const Expression& expression);
  Value role(const Expression& expression);

  [[nodiscard]] bool has_arguments(const Expression& expression, std::size_t wanted);
  [[nodiscard]] bool want_boolean(const Value& value, std::string_view who);
  [[nodiscard]] bool comparable(const Value& left, const Value& right);
  [[nodiscard]] bool has_key(const Value& row);
  [[nodiscard]] bool possible(const Value& value, const Value& constant);
  [[nodiscard]] std::string written(TextSpan span) const;
  Value wrong(TextSpan place, std::string message, std::string hint = {});
  Value unknown_name(const Row& row, const Expression& expression, bool root);

  Frame& frame_;
  const PlacedText& source_;
  Roles roles_;
  Problems& problems_;
  std::vector<LoopVariable> variables_;
};

/// A value of `operation` over `operands`.
[[nodiscard]] Value made_of(Operation operation, model::Type type, TextSpan span,
                            std::vector<Value> operands);

}  // namespace steward::rules

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
    Value value;  ///< a row, or an element of a list
  };

  // expression_checker.cpp: literals and names
  Value literal(const Expression& expression);
  Value list(const Expression& expression);
  Value pairs(const Expression& expression, std::vector<Value> elements);
  Value name(const Expression& expression);
  Value member(const Expression& expression);
  Value select(Row& row, const Expression& expression);
  Value column(Row& row, const model::Field& field, TextSpan span);

  // expression_operators.cpp: logic, comparisons, `in`, `? :`
  Value unary(const Expression& expression);
  Value binary(const Expression& expression);
  Value logical(const Expression& expression);
  Value comparison(const Expression& expression);
  Value null_test(const Expression& expression, Value value);
  Value row_comparison(const Expression& expression, Value left, Value right);
  Value membership(const Expression& expression);
  Value starts_of_days(Value dates);
  Value membership_in_list(const Expression& expression, Value left);
  Value choice(const Expression& expression);

  // expression_arithmetic.cpp
  Value minus(const Expression& expression, Value operand);
  Value arithmetic(const Expression& expression);
  Value joined_text(const Expression& expression, Value left, Value right);
  Value time_arithmetic(const Expression& expression, Value left, Value right);
  Value refuse_arithmetic(const Expression& expression, const Value& left, const Value& right);

  // expression_calls.cpp: functions, and methods of texts
  Value call(const Expression& expression);
  Value method(const Expression& expression);
  Value text_method(const Expression& expression, Value receiver);
  Value pattern(const Expression& expression, Value receiver);
  Value size(const Expression& expression, Value measured);
  Value has(const Expression& expression);
  /// Facts that are given by hand need not have what `has` asks for.
  [[nodiscard]] bool lacks(const Expression& path);
  [[nodiscard]] bool is_variable(std::string_view name) const;
  Value bound(const Expression& expression);
  Value role(const Expression& expression);

  // expression_macros.cpp: macros and methods of records and lists
  Value rows_method(const Expression& expression, Value receiver);
  Value list_method(const Expression& expression, Value receiver);
  Value macro(const Expression& expression, Value receiver);
  Value filtered(const Expression& expression, Value receiver, Value condition,
                 const Value& element);
  Value mapped(const Expression& expression, Value receiver, Value body, const Value& element);
  Value macro_of_nothing(const Expression& expression);
  Value end_of_list(const Expression& expression, Value receiver);

  // expression_conversions.cpp
  Value conversion(const Expression& expression);
  Value to_timestamp(const Expression& expression, Value operand);
  Value to_duration(const Expression& expression, Value operand);

  // expression_accessors.cpp: parts of times and durations
  Value accessor(const Expression& expression, Value receiver);
  [[nodiscard]] bool read_zone(const Expression& expression, std::string& zone);

  [[nodiscard]] bool has_arguments(const Expression& expression, std::size_t wanted);
  [[nodiscard]] bool want_boolean(const Value& value, std::string_view who);
  [[nodiscard]] bool comparable(const Value& left, const Value& right);
  [[nodiscard]] bool has_key(const Value& row);
  [[nodiscard]] bool possible(const Value& value, const Value& constant);
  /// The literal text that an argument is; null when it is anything else.
  [[nodiscard]] static const std::string* literal_text(const Expression& argument);
  /// Where in a literal text a part of its value stands, if that can be told; else the literal.
  [[nodiscard]] TextSpan place_in_literal(const Expression& literal, const std::string& value,
                                          TextSpan place) const;
  [[nodiscard]] std::string written(TextSpan span) const;
  Value wrong(TextSpan place, std::string message, std::string hint = {});
  void warn(TextSpan place, std::string message, std::string hint = {});
  void warn_of_zone(const Row& row, const model::Field& field, TextSpan place);
  void warn_of_scan(const Row& row, const model::Relation& relation, TextSpan place);
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

// SPDX-License-Identifier: MIT
// The arithmetic of ExpressionChecker, typed as CEL types it: integers and numbers do not mix.
#include <fmt/format.h>

#include "rules/duration_literal.hpp"
#include "rules/expression_checker.hpp"
#include "rules/expression_types.hpp"

namespace steward::rules {
namespace {

using model::Type;

Operation operation_of(char symbol) {
  switch (symbol) {
    case '+':
      return Operation::plus;
    case '-':
      return Operation::less_by;
    case '*':
      return Operation::times;
    case '/':
      return Operation::divided_by;
    default:
      return Operation::remainder;
  }
}

bool is_zero(const Value& value) {
  if (value.operation != Operation::constant) return false;
  const auto* integer = std::get_if<std::int64_t>(&value.constant);
  const auto* number = std::get_if<double>(&value.constant);
  return (integer != nullptr && *integer == 0) || (number != nullptr && *number == 0);
}

/// Whether `+` and `-` make sense of one of these types and the other.
bool is_of_time(Type type) {
  return type == Type::interval || is_temporal(type);
}

}  // namespace

Value ExpressionChecker::minus(const Expression& expression, Value operand) {
  adopt(operand, Type::integer);
  if (operand.shape == Shape::wrong) return {};
  if (operand.shape != Shape::scalar || !is_numeric(operand.type)) {
    return wrong(operand.span, fmt::format("'-' needs a number, not {}", describe(operand)));
  }
  const auto type = operand.type;
  return made_of(Operation::minus, type, expression.span, one(std::move(operand)));
}

Value ExpressionChecker::arithmetic(const Expression& expression) {
  auto left = as_scalar(check(expression.operands[0]));
  auto right = as_scalar(check(expression.operands[1]));
  if (left.shape == Shape::wrong || right.shape == Shape::wrong) return {};
  const char symbol = expression.text.front();
  // A null fact is taken for what goes with the other side.
  if (is_untyped(left) && right.type == Type::interval) left.type = Type::timestamp;
  settle(left, right);
  if (left.shape != Shape::scalar || right.shape != Shape::scalar) {
    return refuse_arithmetic(expression, left, right);
  }
  if (symbol == '+' && left.type == Type::text && right.type == Type::text) {
    return joined_text(expression, std::move(left), std::move(right));
  }
  if (is_of_time(left.type) || is_of_time(right.type)) {
    return time_arithmetic(expression, std::move(left), std::move(right));
  }
  const bool whole = left.type == Type::integer && right.type == Type::integer;
  const bool numbers = left.type == Type::number && right.type == Type::number;
  if (!whole && !(numbers && symbol != '%')) return refuse_arithmetic(expression, left, right);
  if ((symbol == '/' || symbol == '%') && is_zero(right)) {
    return wrong(right.span, fmt::format("'{}' by zero has no value", symbol));
  }
  const auto type = left.type;
  return made_of(operation_of(symbol), type, expression.span,
                 two(std::move(left), std::move(right)));
}

Value ExpressionChecker::joined_text(const Expression& expression, Value left, Value right) {
  // One operation for a + b + c: each is looked at once.
  auto operands =
      left.operation == Operation::joined_text ? std::move(left.operands) : one(std::move(left));
  operands.push_back(std::move(right));
  return made_of(Operation::joined_text, Type::text, expression.span, std::move(operands));
}

Value ExpressionChecker::time_arithmetic(const Expression& expression, Value left, Value right) {
  const char symbol = expression.text.front();
  left = as_type(std::move(left), Type::timestamp);
  right = as_type(std::move(right), Type::timestamp);
  const bool from_instant = left.type == Type::timestamp;
  const bool to_instant = right.type == Type::timestamp;
  const bool sum = symbol == '+' && !(from_instant && to_instant);
  const bool difference = symbol == '-' && (from_instant || !to_instant);
  const bool timely = is_of_time(left.type) && is_of_time(right.type);
  if (!timely || !(sum || difference)) return refuse_arithmetic(expression, left, right);
  const bool instant = from_instant != to_instant;
  // duration + timestamp is timestamp + duration.
  if (to_instant && !from_instant) std::swap(left, right);
  return made_of(operation_of(symbol), instant ? Type::timestamp : Type::interval, expression.span,
                 two(std::move(left), std::move(right)));
}

Value ExpressionChecker::refuse_arithmetic(const Expression& expression, const Value& left,
                                           const Value& right) {
  std::string hint;
  if (left.shape == Shape::list || right.shape == Shape::list) {
    hint = "lists cannot be joined in this version";
  } else if (is_numeric(left.type) && is_numeric(right.type) && left.type != right.type) {
    hint = "convert one side: double(…) or int(…)";
  } else if (is_temporal(left.type) && is_numeric(right.type)) {
    hint = "add a duration: duration(\"36h\")";
  } else if (expression.text == "+" && (left.type == Type::text || right.type == Type::text)) {
    hint = "make both sides text: string(…)";
  }
  return wrong(expression.place,
               fmt::format("there is no '{}' of {} and {}", expression.text, describe(left),
                           describe(right)),
               hint);
}

}  // namespace steward::rules

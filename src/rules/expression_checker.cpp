// SPDX-License-Identifier: MIT
#include "rules/expression_checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/expression_lexer.hpp"

namespace steward::rules {
using model::Type;

Value made_of(Operation operation, Type type, TextSpan span, std::vector<Value> operands) {
  Value value;
  value.shape = Shape::scalar;
  value.type = type;
  value.operation = operation;
  value.span = span;
  value.operands = std::move(operands);
  return value;
}

ExpressionChecker::ExpressionChecker(Frame& frame, const PlacedText& source, Roles roles,
                                     Problems& problems)
    : frame_(frame), source_(source), roles_(roles), problems_(problems) {}

Value ExpressionChecker::check(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::literal:
      return literal(expression);
    case ExpressionKind::name:
      return name(expression);
    case ExpressionKind::member:
      return member(expression);
    case ExpressionKind::call:
      return call(expression);
    case ExpressionKind::method:
      return method(expression);
    case ExpressionKind::unary:
      return unary(expression);
    case ExpressionKind::binary:
      return binary(expression);
    case ExpressionKind::conditional:
      return choice(expression);
    case ExpressionKind::list:
      break;
  }
  return wrong(expression.span, "a list is only supported on the right of 'in' by this version");
}

Value ExpressionChecker::wrong(TextSpan place, std::string message, std::string hint) {
  problems_.error(mark_of(source_, place), std::move(message), std::move(hint));
  return {};
}

std::string ExpressionChecker::written(TextSpan span) const {
  return source_.text().substr(span.offset, span.length);
}

Value ExpressionChecker::literal(const Expression& expression) {
  static constexpr std::array kTypes = {Type::other, Type::boolean, Type::integer, Type::number,
                                        Type::text};
  auto value =
      made_of(Operation::constant, kTypes.at(expression.literal.index()), expression.span, {});
  value.constant = expression.literal;
  if (std::holds_alternative<std::nullptr_t>(expression.literal)) value.shape = Shape::null;
  return value;
}

Value ExpressionChecker::name(const Expression& expression) {
  const auto variable =
      std::find_if(variables_.rbegin(), variables_.rend(),
                   [&](const LoopVariable& known) { return known.name == expression.text; });
  if (variable == variables_.rend()) return select(frame_.subject(), expression);
  Value value;
  value.shape = Shape::row;
  value.operation = Operation::row;
  value.span = expression.span;
  value.row = variable->row;
  return value;
}

Value ExpressionChecker::member(const Expression& expression) {
  const auto receiver = check(expression.operands[0]);
  if (receiver.shape == Shape::wrong) return {};
  if (receiver.shape == Shape::row) return select(*receiver.row, expression);
  if (receiver.shape == Shape::rows) {
    const auto& entity = receiver.source->first().entity->name;
    return wrong(expression.place,
                 fmt::format("'{}' stands for many records of '{}'",
                             written(expression.operands[0].span), entity),
                 fmt::format("take the field of each: .map(i, i.{})", expression.text));
  }
  return wrong(expression.place,
               fmt::format("{} has no field '{}'", describe(receiver), expression.text));
}

Value ExpressionChecker::select(Row& row, const Expression& expression) {
  const auto* field = row.entity->field(expression.text);
  const auto* relation = row.entity->relation(expression.text);
  // A column may bear the name of its own relation ("account_manager"); never of a to-many one.
  if (relation != nullptr && relation->to_many && field != nullptr) relation = nullptr;
  if (field == nullptr && relation == nullptr) {
    return unknown_name(row, expression, expression.kind == ExpressionKind::name);
  }
  Value value;
  value.span = expression.span;
  value.field = field;
  if (relation == nullptr) {
    frame_.read(row, field->sql_name());
    value.shape = Shape::scalar;
    value.type = field->type;
    value.operation = Operation::field;
    value.row = &row;
    return value;
  }
  if (frame_.catalog().find(relation->target) == nullptr) {
    return wrong(expression.place, fmt::format("'{}' leads to '{}', which is not in the model",
                                               expression.text, relation->target));
  }
  if (relation->to_many) {
    value.shape = Shape::rows;
    value.operation = Operation::source;
    value.source = &frame_.open(row, *relation);
  } else {
    value.shape = Shape::row;
    value.operation = Operation::row;
    value.row = &frame_.follow(row, *relation);
  }
  return value;
}

Value ExpressionChecker::unknown_name(const Row& row, const Expression& expression, bool root) {
  if (root && expression.text == "now") {
    return wrong(expression.place, "a condition never reads the current time",
                 "say when with the clock's keys: starts, within or due, stops");
  }
  std::vector<std::string> candidates;
  for (const auto& field : row.entity->fields) candidates.push_back(field.name);
  for (const auto& relation : row.entity->relations) candidates.push_back(relation.name);
  if (root) {
    for (const auto& variable : variables_) candidates.push_back(variable.name);
  }
  return wrong(expression.place,
               fmt::format("'{}' has no field or relation '{}'", row.entity->name, expression.text),
               spelling_hint(expression.text, candidates));
}

Value ExpressionChecker::as_scalar(Value value) {
  if (value.shape != Shape::row || value.field == nullptr) return value;
  value.row = value.row->parent;
  frame_.read(*value.row, value.field->sql_name());
  value.shape = Shape::scalar;
  value.type = value.field->type;
  value.operation = Operation::field;
  return value;
}

Value ExpressionChecker::as_type(Value value, Type type) {
  if (type != Type::timestamp || value.type != Type::date) return value;
  const auto span = value.span;
  std::vector<Value> operands;
  operands.push_back(std::move(value));
  return made_of(Operation::start_of_day, Type::timestamp, span, std::move(operands));
}

}  // namespace steward::rules

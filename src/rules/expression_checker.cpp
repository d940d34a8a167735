// SPDX-License-Identifier: MIT
#include "rules/expression_checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/expression_lexer.hpp"
#include "rules/expression_types.hpp"
#include "rules/sql_types.hpp"
#include "steward/model/query.hpp"

namespace steward::rules {
using model::Type;

namespace {

/// Two instants, of which each may be null.
bool may_be_pair(const Value& list) {
  return list.operands.size() == 2 &&
         std::all_of(list.operands.begin(), list.operands.end(), [](const Value& end) {
           return end.shape == Shape::null || is_untyped(end) || is_temporal(end.type);
         });
}

}  // namespace

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
      return list(expression);
  }
  return {};
}

Value ExpressionChecker::wrong(TextSpan place, std::string message, std::string hint) {
  problems_.error(mark_of(source_, place), std::move(message), std::move(hint));
  return {};
}

void ExpressionChecker::warn(TextSpan place, std::string message, std::string hint) {
  problems_.warning(mark_of(source_, place), std::move(message), std::move(hint));
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

Value ExpressionChecker::list(const Expression& expression) {
  std::vector<Value> elements;
  auto type = Type::other;
  bool right = true;
  const Value* first = nullptr;
  for (const auto& part : expression.operands) {
    auto element = as_scalar(check(part));
    right = right && element.shape != Shape::wrong;
    elements.push_back(std::move(element));
  }
  if (!right) return {};
  const bool nested = std::any_of(elements.begin(), elements.end(), [](const Value& element) {
    return element.shape == Shape::list;
  });
  if (nested) return pairs(expression, std::move(elements));
  for (const auto& element : elements) {
    if (element.shape == Shape::null || is_untyped(element)) continue;
    if (element.shape != Shape::scalar || !is_readable(element.type)) {
      return wrong(element.span, fmt::format("a list cannot hold {}", describe(element)));
    }
    type = first == nullptr ? element.type : common_type(type, element.type);
    if (type == Type::other) {
      return wrong(element.span, fmt::format("a list cannot hold both {} and {}", describe(*first),
                                             describe(element)));
    }
    if (first == nullptr) first = &element;
  }
  for (auto& element : elements) {
    adopt(element, type);
    element = as_type(std::move(element), type);
  }
  auto made = made_of(Operation::list, type, expression.span, std::move(elements));
  made.shape = Shape::list;
  made.allowed = allowed_of_any(made.operands);
  return made;
}

Value ExpressionChecker::pairs(const Expression& expression, std::vector<Value> elements) {
  for (auto& element : elements) {
    if (element.operation != Operation::list || !may_be_pair(element)) {
      return wrong(element.span,
                   "a list of lists is only supported as a list of [from, to], two instants each");
    }
    for (auto& end : element.operands) {
      adopt(end, Type::timestamp);
      end = as_type(std::move(end), Type::timestamp);
    }
  }
  auto made = made_of(Operation::list, Type::timestamp, expression.span, std::move(elements));
  made.shape = Shape::pairs;
  return made;
}

Value ExpressionChecker::name(const Expression& expression) {
  const auto variable =
      std::find_if(variables_.rbegin(), variables_.rend(),
                   [&](const LoopVariable& known) { return known.name == expression.text; });
  if (variable == variables_.rend()) return select(frame_.subject(), expression);
  auto value = variable->value;
  value.span = expression.span;
  return value;
}

bool ExpressionChecker::is_variable(std::string_view name) const {
  return std::any_of(variables_.begin(), variables_.end(),
                     [&](const LoopVariable& known) { return known.name == name; });
}

Value ExpressionChecker::member(const Expression& expression) {
  const auto receiver = check(expression.operands[0]);
  if (receiver.shape == Shape::wrong) return {};
  if (receiver.shape == Shape::row) return select(*receiver.row, expression);
  if (is_untyped(receiver)) {
    return made_of(Operation::unknown, Type::other, expression.span, {});
  }
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
  if (relation == nullptr) return column(row, *field, expression.span);
  Value value;
  value.span = expression.span;
  value.field = field;
  if (frame_.catalog().find(relation->target) == nullptr) {
    return wrong(expression.place, fmt::format("'{}' leads to '{}', which is not in the model",
                                               expression.text, relation->target));
  }
  if (relation->to_many) {
    value.shape = Shape::rows;
    value.operation = Operation::source;
    value.source = &frame_.open(row, *relation);
    warn_of_scan(row, *relation, expression.place);
  } else {
    value.shape = Shape::row;
    value.operation = Operation::row;
    value.row = &frame_.follow(row, *relation);
  }
  return value;
}

Value ExpressionChecker::column(Row& row, const model::Field& field, TextSpan span) {
  if (field.sql_type == kNullFact) return made_of(Operation::unknown, Type::other, span, {});
  if (field.sql_type == kEmptyFact) {
    auto empty = made_of(Operation::list, Type::other, span, {});
    empty.shape = Shape::list;
    return empty;
  }
  frame_.read(row, field.sql_name());
  warn_of_zone(row, field, span);
  const auto element = element_of(field).type;
  const bool is_array = element != Type::other;
  auto value = made_of(Operation::field, is_array ? element : field.type, span, {});
  if (is_array) value.shape = Shape::list;
  if (field.sql_type == "interval") {
    warn(span, fmt::format("'{}' is null here where it has months or years", written(span)),
         "a duration has a fixed length: days count as 24 hours, months as nothing");
  }
  value.row = &row;
  value.field = &field;
  if (!field.values.empty()) {
    value.allowed = std::make_shared<const std::vector<std::string>>(field.values);
  }
  return value;
}

void ExpressionChecker::warn_of_zone(const Row& row, const model::Field& field, TextSpan place) {
  if (field.zoned || !field.zone.empty() || !frame_.is_new(&field)) return;
  problems_.warning(mark_of(source_, place),
                    fmt::format("'{}.{}' is a {}, and the model does not say of which zone: UTC is "
                                "assumed",
                                row.entity->name, field.name, field.sql_type),
                    "set 'zone' in model.yaml, or 'zone' of the entity or field under 'entities'");
}

void ExpressionChecker::warn_of_scan(const Row& row, const model::Relation& relation,
                                     TextSpan place) {
  const auto& target = *frame_.catalog().find(relation.target);
  const auto columns = relation.target_columns();
  // Facts that are given by hand lie in no table.
  if (target.schema.empty() || columns.empty()) return;
  if (target.is_indexed(columns) || !frame_.is_new(&relation)) return;
  std::vector<std::string> quoted;
  for (const auto& column : columns) quoted.push_back(model::quoted(column));
  const auto list = fmt::format("{}", fmt::join(quoted, ", "));
  problems_.warning(
      mark_of(source_, place),
      fmt::format("'{}' of '{}' reads the whole table {}.{} for each record: no index of it begins "
                  "with {}",
                  relation.name, row.entity->name, target.schema, target.table, list),
      fmt::format("create index on {} ({})", model::quoted(target.schema, target.table), list));
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
  return column(*value.row->parent, *value.field, value.span);
}

Value ExpressionChecker::as_type(Value value, Type type) {
  if (type != Type::timestamp || !is_scalar(value, Type::date)) return value;
  const auto span = value.span;
  std::vector<Value> operands;
  operands.push_back(std::move(value));
  return made_of(Operation::start_of_day, Type::timestamp, span, std::move(operands));
}

}  // namespace steward::rules

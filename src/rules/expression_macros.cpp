// SPDX-License-Identifier: MIT
// The macros of ExpressionChecker, and what else records and lists can do.
#include <fmt/format.h>

#include "rules/expression_checker.hpp"
#include "rules/expression_types.hpp"

namespace steward::rules {
namespace {

using model::Type;

bool is_macro(std::string_view name) {
  return name == "filter" || name == "map" || name == "exists" || name == "exists_one" ||
         name == "all";
}

Operation quantifier(std::string_view macro) {
  if (macro == "all") return Operation::every;
  return macro == "exists" ? Operation::some : Operation::only_one;
}

/// Of two instants; what is null in both may be such.
bool makes_pair(const Value& body) {
  if (body.operation != Operation::list || body.operands.size() != 2) return false;
  return body.type == Type::timestamp || body.type == Type::date || body.type == Type::other;
}

}  // namespace

Value ExpressionChecker::rows_method(const Expression& expression, Value receiver) {
  const auto& name = expression.text;
  if (name == "size") {
    if (!has_arguments(expression, 0)) return {};
    return size(expression, std::move(receiver));
  }
  if (is_macro(name)) return macro(expression, std::move(receiver));
  if (name == "min" || name == "max" || name == "sum") {
    return wrong(expression.place, fmt::format("'{}' needs a list of values", name),
                 fmt::format("take a field of each: .map(i, i.field).{}()", name));
  }
  return wrong(expression.place, fmt::format("there is no method '{}' of records", name),
               spelling_hint(name, {"filter", "map", "exists", "exists_one", "all", "size"}));
}

Value ExpressionChecker::list_method(const Expression& expression, Value receiver) {
  const auto& name = expression.text;
  if (name == "size") {
    if (!has_arguments(expression, 0)) return {};
    return size(expression, std::move(receiver));
  }
  if (is_macro(name)) return macro(expression, std::move(receiver));
  if (name == "min" || name == "max" || name == "sum") {
    return end_of_list(expression, std::move(receiver));
  }
  return wrong(expression.place, fmt::format("there is no method '{}' of a list", name),
               spelling_hint(name, {"filter", "map", "exists", "exists_one", "all", "min", "max",
                                    "sum", "size"}));
}

Value ExpressionChecker::macro(const Expression& expression, Value receiver) {
  const auto& macro = expression.text;
  // map(i, condition, value) is filter and map in one.
  const bool three = macro == "map" && expression.operands.size() == 4;
  if (!three && !has_arguments(expression, 2)) return {};
  const auto& variable = expression.operands[1];
  if (variable.kind != ExpressionKind::name) {
    return wrong(variable.span, fmt::format("the first argument of '{}' names its variable", macro),
                 fmt::format("write {}(i, …)", macro));
  }
  Value element;
  if (receiver.shape == Shape::rows) {
    element.shape = Shape::row;
    element.operation = Operation::row;
    element.row = &receiver.source->first();
  } else {
    element = made_of(receiver.type == Type::other ? Operation::unknown : Operation::element,
                      receiver.type, variable.span, {});
    element.alias = frame_.name_elements();
    element.allowed = receiver.allowed;
  }
  variables_.push_back({variable.text, element});
  std::vector<Value> bodies;
  for (std::size_t i = 2; i < expression.operands.size(); ++i) {
    bodies.push_back(as_scalar(check(expression.operands[i])));
  }
  variables_.pop_back();
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const bool condition = macro != "map" || (three && i == 0);
    if (condition) adopt(bodies[i], Type::boolean);
    if (bodies[i].shape == Shape::wrong || (condition && !want_boolean(bodies[i], macro))) {
      return {};
    }
  }
  if (macro == "map") {
    if (three) receiver = filtered(expression, std::move(receiver), std::move(bodies[0]), element);
    return mapped(expression, std::move(receiver), std::move(bodies.back()), element);
  }
  if (macro == "filter") {
    return filtered(expression, std::move(receiver), std::move(bodies[0]), element);
  }
  auto value = made_of(quantifier(macro), Type::boolean, expression.span, std::move(bodies));
  if (receiver.shape == Shape::rows) {
    value.source = receiver.source;
  } else {
    value.alias = element.alias;
    value.operands.push_back(std::move(receiver));
  }
  return value;
}

Value ExpressionChecker::filtered(const Expression& expression, Value receiver, Value condition,
                                  const Value& element) {
  if (receiver.shape == Shape::rows) {
    receiver.source->filters.push_back(std::move(condition));
    receiver.span = expression.span;
    return receiver;
  }
  const auto type = receiver.type;
  auto allowed = receiver.allowed;
  auto value = made_of(Operation::kept, type, expression.span,
                       two(std::move(receiver), std::move(condition)));
  value.shape = Shape::list;
  value.alias = element.alias;
  value.allowed = std::move(allowed);
  return value;
}

Value ExpressionChecker::mapped(const Expression& expression, Value receiver, Value body,
                                const Value& element) {
  const bool pair = body.shape == Shape::list && makes_pair(body);
  const bool scalar = body.shape == Shape::scalar && (is_readable(body.type) || is_untyped(body));
  if (!pair && !scalar) {
    return wrong(body.span, fmt::format("'map' cannot list {} in this version", describe(body)),
                 body.shape == Shape::row    ? "name one of its fields"
                 : body.shape == Shape::list ? "the one list it takes is [from, to], two instants"
                                             : "");
  }
  if (pair) {
    for (auto& end : body.operands) {
      adopt(end, Type::timestamp);
      end = as_type(std::move(end), Type::timestamp);
    }
  }
  const auto type = pair ? Type::timestamp : body.type;
  auto allowed = allowed_of(body);
  Value value;
  if (receiver.shape == Shape::rows) {
    value = made_of(Operation::mapped, type, expression.span, one(std::move(body)));
    value.source = receiver.source;
  } else {
    value = made_of(Operation::converted, type, expression.span,
                    two(std::move(receiver), std::move(body)));
    value.alias = element.alias;
  }
  value.allowed = std::move(allowed);
  value.shape = pair ? Shape::pairs : Shape::list;
  return value;
}

Value ExpressionChecker::macro_of_nothing(const Expression& expression) {
  const auto& macro = expression.text;
  auto nothing = made_of(Operation::list, Type::other, expression.operands[0].span, {});
  nothing.shape = Shape::list;
  // Checked like any other, for the mistakes in it.
  auto value = this->macro(expression, std::move(nothing));
  if (value.shape == Shape::wrong) return value;
  const bool list = macro == "filter" || macro == "map";
  return made_of(Operation::unknown, list ? Type::other : Type::boolean, expression.span, {});
}

Value ExpressionChecker::end_of_list(const Expression& expression, Value receiver) {
  const auto& name = expression.text;
  if (!has_arguments(expression, 0)) return {};
  const auto type = receiver.type;
  const bool sum = name == "sum";
  const bool able = sum ? is_numeric(type) || type == Type::interval : has_order(type);
  if (!able && type != Type::other) {
    return wrong(expression.place,
                 fmt::format("'{}' cannot {} {}", name, sum ? "add" : "order", name_of(type)));
  }
  if (type == Type::other) {
    // Of facts that happen to hold nothing.
    return made_of(Operation::unknown, Type::other, expression.span, {});
  }
  auto allowed = receiver.allowed;
  auto end = made_of(sum             ? Operation::total
                     : name == "min" ? Operation::least
                                     : Operation::greatest,
                     type, expression.span, one(std::move(receiver)));
  end.allowed = std::move(allowed);
  return end;
}

}  // namespace steward::rules

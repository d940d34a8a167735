// SPDX-License-Identifier: MIT
// The functions, methods and macros of ExpressionChecker.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/expression_checker.hpp"
#include "rules/expression_lexer.hpp"
#include "steward/base/instant.hpp"

namespace steward::rules {
namespace {

using model::Type;

/// What CEL and its usual extensions have and this version does not.
constexpr std::array<std::string_view, 41> kUnsupported = {
    "abs",           "average",      "bool",
    "bytes",         "ceil",         "charAt",
    "double",        "duration",     "dyn",
    "exists_one",    "existsOne",    "first",
    "floor",         "format",       "getDate",
    "getDayOfMonth", "getDayOfWeek", "getDayOfYear",
    "getFullYear",   "getHours",     "getMilliseconds",
    "getMinutes",    "getMonth",     "getSeconds",
    "indexOf",       "int",          "join",
    "last",          "lastIndexOf",  "lowerAscii",
    "matches",       "replace",      "round",
    "split",         "string",       "substring",
    "sum",           "trim",         "type",
    "uint",          "upperAscii",
};

bool is_unsupported(std::string_view name) {
  return std::find(kUnsupported.begin(), kUnsupported.end(), name) != kUnsupported.end();
}

bool has_order(Type type) {
  return type == Type::integer || type == Type::number || type == Type::text ||
         type == Type::timestamp || type == Type::date;
}

std::vector<Value> one(Value value) {
  std::vector<Value> values;
  values.push_back(std::move(value));
  return values;
}

}  // namespace

bool ExpressionChecker::has_arguments(const Expression& expression, std::size_t wanted) {
  const auto given =
      expression.operands.size() - (expression.kind == ExpressionKind::method ? 1 : 0);
  if (given == wanted) return true;
  wrong(expression.place, fmt::format("'{}' takes {} argument{}, not {}", expression.text, wanted,
                                      wanted == 1 ? "" : "s", given));
  return false;
}

Value ExpressionChecker::call(const Expression& expression) {
  const auto& function = expression.text;
  if (function == "has") return has(expression);
  if (function == "timestamp") return timestamp(expression);
  if (function == "role") return role(expression);
  if (function == "size") {
    if (!has_arguments(expression, 1)) return {};
    return size(expression, check(expression.operands[0]));
  }
  if (function == "now") {
    return wrong(expression.place, "a condition never reads the current time",
                 "say when with the clock's keys: starts, within or due, stops");
  }
  if (is_unsupported(function)) {
    return wrong(expression.place, fmt::format("'{}' is not supported by this version", function));
  }
  return wrong(expression.place, fmt::format("there is no function '{}'", function),
               spelling_hint(function, {"has", "size", "timestamp", "role"}));
}

Value ExpressionChecker::method(const Expression& expression) {
  if (is_unsupported(expression.text)) {
    return wrong(expression.place,
                 fmt::format("'{}' is not supported by this version", expression.text));
  }
  auto receiver = check(expression.operands[0]);
  if (receiver.shape == Shape::rows) return rows_method(expression, std::move(receiver));
  if (receiver.shape == Shape::list) return list_method(expression, std::move(receiver));
  receiver = as_scalar(std::move(receiver));
  if (receiver.shape == Shape::wrong) return {};
  if (receiver.shape == Shape::scalar && receiver.type == Type::text) {
    return text_method(expression, std::move(receiver));
  }
  return wrong(expression.place,
               fmt::format("{} has no method '{}'", describe(receiver), expression.text));
}

Value ExpressionChecker::rows_method(const Expression& expression, Value receiver) {
  const auto& name = expression.text;
  if (name == "size") {
    if (!has_arguments(expression, 0)) return {};
    return size(expression, std::move(receiver));
  }
  if (name == "filter" || name == "map" || name == "exists" || name == "all") {
    return macro(expression, receiver);
  }
  if (name == "min" || name == "max") {
    return wrong(expression.place, fmt::format("'{}' needs a list of values", name),
                 fmt::format("take a field of each: .map(i, i.field).{}()", name));
  }
  return wrong(expression.place, fmt::format("there is no method '{}' of records", name),
               spelling_hint(name, {"filter", "map", "exists", "all", "size"}));
}

Value ExpressionChecker::macro(const Expression& expression, const Value& receiver) {
  const auto& macro = expression.text;
  if (!has_arguments(expression, 2)) return {};
  const auto& variable = expression.operands[1];
  if (variable.kind != ExpressionKind::name) {
    return wrong(variable.span, fmt::format("the first argument of '{}' names its variable", macro),
                 fmt::format("write {}(i, …)", macro));
  }
  auto& source = *receiver.source;
  variables_.push_back({variable.text, &source.first()});
  auto body = as_scalar(check(expression.operands[2]));
  variables_.pop_back();
  if (body.shape == Shape::wrong) return {};
  if (macro != "map" && !want_boolean(body, macro)) return {};
  if (macro == "filter") {
    source.filters.push_back(std::move(body));
    auto value = receiver;
    value.span = expression.span;
    return value;
  }
  if (macro == "map" && (body.shape != Shape::scalar || body.type == Type::other ||
                         body.type == Type::json || body.type == Type::interval)) {
    return wrong(body.span, fmt::format("'map' cannot list {} in this version", describe(body)),
                 body.shape == Shape::row ? "name one of its fields" : "");
  }
  const auto type = body.type;
  auto value = made_of(macro == "map"   ? Operation::mapped
                       : macro == "all" ? Operation::every
                                        : Operation::some,
                       type, expression.span, one(std::move(body)));
  value.source = &source;
  if (macro == "map") value.shape = Shape::list;
  return value;
}

Value ExpressionChecker::list_method(const Expression& expression, Value receiver) {
  const auto& name = expression.text;
  if (name == "size") {
    if (!has_arguments(expression, 0)) return {};
    return size(expression, std::move(receiver));
  }
  if (name == "min" || name == "max") {
    if (!has_arguments(expression, 0)) return {};
    const auto type = receiver.type;
    if (!has_order(type)) {
      return wrong(expression.place, fmt::format("'{}' cannot order {}", name, to_string(type)));
    }
    return made_of(name == "min" ? Operation::least : Operation::greatest, type, expression.span,
                   one(std::move(receiver)));
  }
  if (name == "filter" || name == "map" || name == "exists" || name == "all") {
    return wrong(expression.place,
                 fmt::format("'{}' after 'map' is not supported by this version", name),
                 name == "filter" ? "filter before map"
                 : name == "map"  ? "map once"
                                  : fmt::format("write '{}' in place of 'map'", name));
  }
  return wrong(expression.place, fmt::format("there is no method '{}' of a list", name),
               spelling_hint(name, {"min", "max", "size"}));
}

Value ExpressionChecker::text_method(const Expression& expression, Value receiver) {
  const auto& name = expression.text;
  if (name == "size") {
    if (!has_arguments(expression, 0)) return {};
    return size(expression, std::move(receiver));
  }
  if (name != "startsWith" && name != "endsWith" && name != "contains") {
    return wrong(expression.place, fmt::format("there is no method '{}' of text", name),
                 spelling_hint(name, {"startsWith", "endsWith", "contains", "size"}));
  }
  if (!has_arguments(expression, 1)) return {};
  auto part = as_scalar(check(expression.operands[1]));
  if (part.shape == Shape::wrong) return {};
  if (part.shape != Shape::scalar || part.type != Type::text) {
    return wrong(part.span, fmt::format("'{}' needs text, not {}", name, describe(part)));
  }
  std::vector<Value> operands;
  operands.push_back(std::move(receiver));
  operands.push_back(std::move(part));
  return made_of(name == "startsWith" ? Operation::starts_with
                 : name == "endsWith" ? Operation::ends_with
                                      : Operation::contains,
                 Type::boolean, expression.span, std::move(operands));
}

Value ExpressionChecker::size(const Expression& expression, Value measured) {
  measured = as_scalar(std::move(measured));
  if (measured.shape == Shape::wrong) return {};
  if (measured.shape == Shape::rows || measured.shape == Shape::list) {
    return made_of(Operation::count, Type::integer, expression.span, one(std::move(measured)));
  }
  if (measured.shape == Shape::scalar && measured.type == Type::text) {
    return made_of(Operation::length, Type::integer, expression.span, one(std::move(measured)));
  }
  return wrong(measured.span,
               fmt::format("'size' needs records, a list or text, not {}", describe(measured)));
}

Value ExpressionChecker::has(const Expression& expression) {
  if (!has_arguments(expression, 1)) return {};
  const auto& path = expression.operands[0];
  if (path.kind != ExpressionKind::name && path.kind != ExpressionKind::member) {
    return wrong(path.span, "'has' takes a field or relation, as in has(client.tier)");
  }
  auto value = check(path);
  if (value.shape == Shape::wrong) return {};
  // has(x) is x != null, and null_test reads "!=" from anything that is not "==".
  return null_test(expression, std::move(value));
}

Value ExpressionChecker::timestamp(const Expression& expression) {
  if (!has_arguments(expression, 1)) return {};
  const auto& argument = expression.operands[0];
  const auto* text = argument.kind == ExpressionKind::literal
                         ? std::get_if<std::string>(&argument.literal)
                         : nullptr;
  if (text == nullptr) {
    return wrong(argument.span, "'timestamp' takes a literal text in this version");
  }
  const auto instant = parse_instant(*text);
  if (!instant || text->find('T') == std::string::npos) {
    return wrong(argument.span, fmt::format("'{}' is not an instant", *text),
                 "write it as timestamp(\"2026-01-31T00:00:00Z\")");
  }
  auto value = made_of(Operation::moment, Type::timestamp, expression.span, {});
  value.constant = to_rfc3339(*instant);
  return value;
}

Value ExpressionChecker::role(const Expression& expression) {
  if (roles_ == Roles::refused) {
    return wrong(expression.place, "'role' is known only in 'assign'");
  }
  if (!has_arguments(expression, 1)) return {};
  const auto& argument = expression.operands[0];
  const auto* text = argument.kind == ExpressionKind::literal
                         ? std::get_if<std::string>(&argument.literal)
                         : nullptr;
  if (text == nullptr || text->empty()) {
    return wrong(argument.span, "'role' takes the role's name as a literal text");
  }
  Value value;
  value.shape = Shape::assignee;
  value.operation = Operation::role;
  value.span = expression.span;
  value.constant = *text;
  return value;
}

}  // namespace steward::rules

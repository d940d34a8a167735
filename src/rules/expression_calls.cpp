// SPDX-License-Identifier: MIT
// The functions of ExpressionChecker, and the methods of texts.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "rules/expression_checker.hpp"
#include "rules/expression_types.hpp"
#include "rules/pattern.hpp"
#include "rules/sql_types.hpp"

namespace steward::rules {
namespace {

using model::Type;

/// What CEL and its usual extensions have and this version does not.
constexpr std::array kUnsupported = std::to_array<std::string_view>({
    "abs",           "average",      "base64",   "bitAnd",      "bytes",    "ceil",    "charAt",
    "contains_any",  "distinct",     "dyn",      "existsOne",   "first",    "flatten", "floor",
    "format",        "getOffset",    "greatest", "indexOf",     "isFinite", "isInf",   "isNaN",
    "isSorted",      "join",         "last",     "lastIndexOf", "least",    "lists",   "math",
    "optional",      "quote",        "replace",  "reverse",     "round",    "sets",    "sign",
    "slice",         "sort",         "sortBy",   "split",       "sqrt",     "strings", "substring",
    "transformList", "transformMap", "trunc",    "type",        "uint",
});

constexpr std::array kConversions =
    std::to_array<std::string_view>({"int", "double", "string", "bool", "timestamp", "duration"});

constexpr std::array kParts = std::to_array<std::string_view>(
    {"getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear",
     "getHours", "getMinutes", "getSeconds", "getMilliseconds"});

constexpr std::array kMacros =
    std::to_array<std::string_view>({"all", "exists", "exists_one", "filter", "map"});

template <std::size_t kCount>
bool is_one_of(const std::array<std::string_view, kCount>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> methods_of_text() {
  return {"startsWith", "endsWith",   "contains", "matches",
          "lowerAscii", "upperAscii", "trim",     "size"};
}

bool is_unsupported(std::string_view name) {
  return is_one_of(kUnsupported, name);
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
  if (function == "role") return role(expression);
  if (function == "lower" || function == "upper") return bound(expression);
  if (is_one_of(kConversions, function)) return conversion(expression);
  if (function == "size") {
    if (!has_arguments(expression, 1)) return {};
    return size(expression, check(expression.operands[0]));
  }
  if (function == "matches") {
    if (!has_arguments(expression, 2)) return {};
    return pattern(expression, as_scalar(check(expression.operands[0])));
  }
  if (function == "now") {
    return wrong(expression.place, "a condition never reads the current time",
                 "say when with the clock's keys: starts, within or due, stops");
  }
  if (is_unsupported(function)) {
    return wrong(expression.place, fmt::format("'{}' is not supported by this version", function));
  }
  return wrong(
      expression.place, fmt::format("there is no function '{}'", function),
      spelling_hint(function, {"bool", "double", "duration", "has", "int", "lower", "matches",
                               "role", "size", "string", "timestamp", "upper"}));
}

Value ExpressionChecker::method(const Expression& expression) {
  const auto& name = expression.text;
  if (is_unsupported(name)) {
    return wrong(expression.place, fmt::format("'{}' is not supported by this version", name));
  }
  auto receiver = check(expression.operands[0]);
  if (receiver.shape == Shape::rows) return rows_method(expression, std::move(receiver));
  if (receiver.shape == Shape::list) return list_method(expression, std::move(receiver));
  receiver = as_scalar(std::move(receiver));
  if (receiver.shape == Shape::list) return list_method(expression, std::move(receiver));
  if (receiver.shape == Shape::wrong) return {};
  if (is_one_of(kParts, name)) return accessor(expression, std::move(receiver));
  if (is_untyped(receiver) && is_one_of(kMacros, name)) return macro_of_nothing(expression);
  if (is_untyped(receiver) && (name == "min" || name == "max" || name == "sum")) return receiver;
  adopt(receiver, Type::text);
  if (is_scalar(receiver, Type::text)) return text_method(expression, std::move(receiver));
  return wrong(expression.place, fmt::format("{} has no method '{}'", describe(receiver), name));
}

Value ExpressionChecker::text_method(const Expression& expression, Value receiver) {
  static const std::map<std::string, Operation, std::less<>> kChanging = {
      {"lowerAscii", Operation::lower_ascii},
      {"upperAscii", Operation::upper_ascii},
      {"trim", Operation::trimmed},
  };
  const auto& name = expression.text;
  if (name == "size") {
    if (!has_arguments(expression, 0)) return {};
    return size(expression, std::move(receiver));
  }
  if (const auto change = kChanging.find(name); change != kChanging.end()) {
    if (!has_arguments(expression, 0)) return {};
    return made_of(change->second, Type::text, expression.span, one(std::move(receiver)));
  }
  if (name == "matches") {
    if (!has_arguments(expression, 1)) return {};
    return pattern(expression, std::move(receiver));
  }
  if (name != "startsWith" && name != "endsWith" && name != "contains") {
    return wrong(expression.place, fmt::format("there is no method '{}' of text", name),
                 spelling_hint(name, methods_of_text()));
  }
  if (!has_arguments(expression, 1)) return {};
  auto part = as_scalar(check(expression.operands[1]));
  if (part.shape == Shape::wrong) return {};
  adopt(part, Type::text);
  if (!is_scalar(part, Type::text)) {
    return wrong(part.span, fmt::format("'{}' needs text, not {}", name, describe(part)));
  }
  return made_of(name == "startsWith" ? Operation::starts_with
                 : name == "endsWith" ? Operation::ends_with
                                      : Operation::contains,
                 Type::boolean, expression.span, two(std::move(receiver), std::move(part)));
}

Value ExpressionChecker::pattern(const Expression& expression, Value receiver) {
  if (receiver.shape == Shape::wrong) return {};
  adopt(receiver, Type::text);
  if (!is_scalar(receiver, Type::text)) {
    return wrong(receiver.span, fmt::format("'matches' needs text, not {}", describe(receiver)));
  }
  const auto& argument = expression.operands[1];
  const auto* text = literal_text(argument);
  if (text == nullptr) {
    return wrong(argument.span, "'matches' takes its pattern as a literal text",
                 "a pattern from a record could be wrong, or slow; use contains, startsWith or "
                 "endsWith");
  }
  auto translated = translate_pattern(*text);
  if (!translated.mistake.empty()) {
    return wrong(place_in_literal(argument, *text, translated.place), std::move(translated.mistake),
                 std::move(translated.hint));
  }
  auto value =
      made_of(Operation::matches, Type::boolean, expression.span, one(std::move(receiver)));
  value.constant = std::move(translated.postgres);
  return value;
}

TextSpan ExpressionChecker::place_in_literal(const Expression& literal, const std::string& value,
                                             TextSpan place) const {
  const auto quoted = written(literal.span);
  const auto start = quoted.find(value);
  // With an escape in it the value does not stand there as it is.
  if (value.empty() || start == std::string::npos) return literal.span;
  return {literal.span.offset + start + place.offset, place.length};
}

Value ExpressionChecker::size(const Expression& expression, Value measured) {
  measured = as_scalar(std::move(measured));
  if (measured.shape == Shape::wrong) return {};
  if (measured.shape == Shape::rows || measured.shape == Shape::list) {
    return made_of(Operation::count, Type::integer, expression.span, one(std::move(measured)));
  }
  adopt(measured, Type::text);
  if (is_scalar(measured, Type::text)) {
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
  if (lacks(path)) {
    auto absent = made_of(Operation::constant, Type::boolean, expression.span, {});
    absent.constant = false;
    return absent;
  }
  auto value = check(path);
  if (value.shape == Shape::wrong) return {};
  // has(x) is x != null, and null_test reads "!=" from anything that is not "==".
  return null_test(expression, std::move(value));
}

bool ExpressionChecker::lacks(const Expression& path) {
  if (!frame_.subject().entity->schema.empty()) return false;
  const auto* start = &path;
  while (start->kind == ExpressionKind::member) start = &start->operands[0];
  if (start->kind != ExpressionKind::name) return false;
  const Row* row = &frame_.subject();
  if (path.kind == ExpressionKind::member) {
    const auto receiver = check(path.operands[0]);
    if (receiver.shape != Shape::row) return false;
    row = receiver.row;
  } else if (is_variable(path.text)) {
    return false;
  }
  return row->entity->field(path.text) == nullptr && row->entity->relation(path.text) == nullptr;
}

Value ExpressionChecker::bound(const Expression& expression) {
  if (!has_arguments(expression, 1)) return {};
  auto range = as_scalar(check(expression.operands[0]));
  if (range.shape == Shape::wrong) return {};
  if (is_untyped(range)) return range;
  const auto type = range.operation == Operation::field ? bound_of(*range.field).type : Type::other;
  if (type == Type::other) {
    return wrong(
        range.span, fmt::format("'{}' needs a range, not {}", expression.text, describe(range)),
        range.type == Type::text ? fmt::format("letters are made so by .{}Ascii()", expression.text)
                                 : "");
  }
  return made_of(expression.text == "lower" ? Operation::lower_bound : Operation::upper_bound, type,
                 expression.span, one(std::move(range)));
}

Value ExpressionChecker::role(const Expression& expression) {
  if (roles_ == Roles::refused) {
    return wrong(expression.place, "'role' is known only in 'assign'");
  }
  if (!has_arguments(expression, 1)) return {};
  const auto& argument = expression.operands[0];
  const auto* text = literal_text(argument);
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

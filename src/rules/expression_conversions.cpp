// SPDX-License-Identifier: MIT
// The conversions of ExpressionChecker. A literal is checked here and now; what a record holds and
// cannot be converted is null.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>

#include "rules/duration_literal.hpp"
#include "rules/expression_checker.hpp"
#include "rules/expression_types.hpp"
#include "steward/base/instant.hpp"

namespace steward::rules {
namespace {

using model::Type;

/// The years 1 to 9999 in UTC, as microseconds.
const Instant kFirstInstant = from_micros(-62'135'596'800'000'000);
const Instant kLastInstant = from_micros(253'402'300'799'999'999);

struct Conversion {
  Operation operation;
  Type type;
  std::vector<Type> from;
};

const std::map<std::string, Conversion, std::less<>>& conversions() {
  static const std::map<std::string, Conversion, std::less<>> kConverters = {
      {"int",
       {Operation::to_integer,
        Type::integer,
        {Type::integer, Type::number, Type::text, Type::timestamp}}},
      {"double", {Operation::to_number, Type::number, {Type::integer, Type::number, Type::text}}},
      {"string",
       {Operation::to_text,
        Type::text,
        {Type::text, Type::boolean, Type::integer, Type::number, Type::timestamp, Type::date,
         Type::interval}}},
      {"bool", {Operation::to_boolean, Type::boolean, {Type::boolean, Type::text}}},
      {"timestamp",
       {Operation::to_timestamp, Type::timestamp, {Type::timestamp, Type::text, Type::integer}}},
      {"duration", {Operation::to_duration, Type::interval, {Type::interval, Type::text}}},
  };
  return kConverters;
}

bool is_integer(std::string_view text) {
  std::int64_t value = 0;
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (!text.empty() && text.front() == '+') return false;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end;
}

/// What is too small for a double is zero; what is too large is none.
bool is_number(std::string_view text) {
  long double value = 0;
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return false;
  if (text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+') text.remove_prefix(1);
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end &&
         std::fabs(value) <= std::numeric_limits<double>::max();
}

bool is_truth(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kWords = {
      "1", "t", "T", "true", "True", "TRUE", "0", "f", "F", "false", "False", "FALSE"};
  return std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

/// Whether the literal text can be converted; of times it is looked at elsewhere.
bool converts(Operation operation, std::string_view text) {
  if (operation == Operation::to_integer) return is_integer(text);
  if (operation == Operation::to_number) return is_number(text);
  if (operation == Operation::to_boolean) return is_truth(text);
  return true;
}

}  // namespace

const std::string* ExpressionChecker::literal_text(const Expression& argument) {
  return argument.kind == ExpressionKind::literal ? std::get_if<std::string>(&argument.literal)
                                                  : nullptr;
}

Value ExpressionChecker::conversion(const Expression& expression) {
  if (!has_arguments(expression, 1)) return {};
  const auto& wanted = conversions().find(expression.text)->second;
  auto operand = as_scalar(check(expression.operands[0]));
  if (operand.shape == Shape::wrong) return {};
  adopt(operand, Type::text);
  const auto span = operand.span;
  if (wanted.operation == Operation::to_timestamp) {
    operand = as_type(std::move(operand), Type::timestamp);
  }
  if (wanted.operation == Operation::to_integer) {
    operand = as_type(std::move(operand), Type::timestamp);
  }
  const auto& from = wanted.from;
  if (operand.shape != Shape::scalar ||
      std::find(from.begin(), from.end(), operand.type) == from.end()) {
    const bool length = wanted.operation == Operation::to_integer && operand.type == Type::interval;
    return wrong(span, fmt::format("'{}' cannot convert {}", expression.text, describe(operand)),
                 length ? "its length in seconds is .getSeconds()" : "");
  }
  if (operand.type == wanted.type) {
    operand.span = expression.span;
    return operand;
  }
  const auto* text = literal_text(expression.operands[0]);
  if (text != nullptr && wanted.operation == Operation::to_timestamp) {
    return to_timestamp(expression, std::move(operand));
  }
  if (text != nullptr && wanted.operation == Operation::to_duration) {
    return to_duration(expression, std::move(operand));
  }
  if (text != nullptr && !converts(wanted.operation, *text)) {
    return wrong(span, fmt::format("'{}' is no {}", *text, name_of(wanted.type)));
  }
  return made_of(wanted.operation, wanted.type, expression.span, one(std::move(operand)));
}

Value ExpressionChecker::to_timestamp(const Expression& expression, Value operand) {
  const auto& text = std::get<std::string>(operand.constant);
  const auto instant = parse_instant(text);
  if (!instant || text.find('T') == std::string::npos) {
    return wrong(operand.span, fmt::format("'{}' is not an instant", text),
                 "write it as timestamp(\"2026-01-31T00:00:00Z\")");
  }
  if (*instant < kFirstInstant || *instant > kLastInstant) {
    return wrong(operand.span, fmt::format("'{}' is outside the years 1 to 9999, in UTC", text));
  }
  auto value = made_of(Operation::moment, Type::timestamp, expression.span, {});
  value.constant = to_rfc3339(*instant);
  return value;
}

Value ExpressionChecker::to_duration(const Expression& expression, Value operand) {
  const auto& text = std::get<std::string>(operand.constant);
  const auto length = parse_duration(text);
  if (!length) {
    return wrong(operand.span, fmt::format("'{}' is not a duration", text),
                 "write it as duration(\"36h\"), with h, m, s, ms, us or ns");
  }
  if (!length->exact) {
    warn(operand.span, "durations are exact to the microsecond: what is below is dropped");
  }
  auto value = made_of(Operation::span, Type::interval, expression.span, {});
  value.constant = std::int64_t{length->length.count()};
  return value;
}

}  // namespace steward::rules

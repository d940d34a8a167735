// SPDX-License-Identifier: MIT
// The parts of times and durations that ExpressionChecker knows: getFullYear() and its like.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "rules/expression_checker.hpp"
#include "rules/expression_types.hpp"
#include "steward/calendar/zone.hpp"

namespace steward::rules {
namespace {

using model::Type;

constexpr std::array<std::string_view, 4> kPartsOfDuration = {"getHours", "getMinutes",
                                                              "getSeconds", "getMilliseconds"};

bool is_part_of_duration(std::string_view name) {
  return std::find(kPartsOfDuration.begin(), kPartsOfDuration.end(), name) !=
         kPartsOfDuration.end();
}

/// "+05:30", "-08:00" or "02:00", as CEL writes offsets from UTC; at most 14 hours.
bool is_offset(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  if (text.size() != 5 || text[2] != ':') return false;
  const auto number = [&](std::size_t at) {
    int value = -1;
    const auto* begin = text.data() + at;
    return std::from_chars(begin, begin + 2, value).ptr == begin + 2 ? value : -1;
  };
  const int hours = number(0);
  const int minutes = number(3);
  return hours >= 0 && minutes >= 0 && minutes < 60 && hours * 60 + minutes <= 14 * 60;
}

}  // namespace

bool ExpressionChecker::read_zone(const Expression& expression, std::string& zone) {
  const auto& argument = expression.operands[1];
  const auto* text = literal_text(argument);
  if (text == nullptr) {
    wrong(argument.span, fmt::format("'{}' takes its time zone as a literal text", expression.text),
          "\"America/New_York\" or \"+05:30\"");
    return false;
  }
  if (!is_offset(*text) && !calendar::Zone::find(*text)) {
    wrong(argument.span, fmt::format("'{}' is not a time zone", *text),
          "expected an IANA name, \"America/New_York\", or an offset, \"+05:30\"");
    return false;
  }
  zone = *text;
  return true;
}

Value ExpressionChecker::accessor(const Expression& expression, Value receiver) {
  const auto& name = expression.text;
  adopt(receiver, Type::timestamp);
  if (receiver.shape == Shape::wrong) return {};
  const bool length = is_scalar(receiver, Type::interval);
  if (receiver.shape != Shape::scalar || !(length || is_temporal(receiver.type)) ||
      (length && !is_part_of_duration(name))) {
    return wrong(expression.place, fmt::format("{} has no method '{}'", describe(receiver), name));
  }
  const bool zoned = expression.operands.size() == 2;
  if (!zoned && !has_arguments(expression, 0)) return {};
  std::string zone = "UTC";
  if (zoned && receiver.type != Type::timestamp) {
    return wrong(expression.operands[1].span,
                 fmt::format("a {} has no time zone", name_of(receiver.type)));
  }
  if (zoned && !read_zone(expression, zone)) return {};
  if (!zoned && receiver.type == Type::timestamp) {
    warn(expression.place, fmt::format("'{}' without a time zone answers in UTC", name),
         fmt::format("name one: {}(\"America/New_York\"), or {}(\"UTC\") if that is meant", name,
                     name));
  }
  auto value =
      made_of(Operation::part_of_time, Type::integer, expression.span, one(std::move(receiver)));
  value.constant = name;
  value.alias = zone;
  return value;
}

}  // namespace steward::rules

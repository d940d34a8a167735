// SPDX-License-Identifier: MIT
// Calendars and instants as the tests of this layer write them.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "steward/calendar/calendar.hpp"

namespace steward::calendar {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline Zone zone_of(std::string_view name) {
  return Zone::find(name).value();
}

/// "2026-11-27" or "2026-11-27T15:00:00-05:00".
inline Instant at(std::string_view text) {
  return parse_instant(text).value();
}

inline std::chrono::sys_days date(std::string_view text) {
  return std::chrono::floor<std::chrono::days>(at(text));
}

/// The same openings from Monday to Friday.
inline Definition weekdays(Zone zone, std::vector<Opening> openings) {
  Definition definition{"office", zone, {}, {}};
  for (std::size_t day = 1; day <= 5; ++day) definition.hours[day] = openings;
  return definition;
}

/// The same openings on all seven days.
inline Definition every_day(Zone zone, std::vector<Opening> openings) {
  Definition definition{"daily", zone, {}, {}};
  definition.hours.fill(openings);
  return definition;
}

/// Monday to Friday 09:00-17:00 in New York; Thanksgiving and Christmas of 2026 off.
inline Calendar new_york_office() {
  auto definition = weekdays(zone_of("America/New_York"), {{hours(9), hours(17)}});
  definition.holidays = {{date("2026-11-26"), "Thanksgiving"}, {date("2026-12-25"), ""}};
  return Calendar::from(definition).value();
}

/// The value in UTC, or the error's text.
inline std::string show(const Result<Instant>& result) {
  return result ? to_rfc3339(*result) : result.error().message();
}

/// An instant in a zone: "2026-11-27 15:00 EST".
inline std::string show_in(const Zone& zone, const Result<Instant>& result) {
  if (!result) return result.error().message();
  return format_table(*result, zone) + " " + zone.abbreviation(*result);
}

}  // namespace steward::calendar

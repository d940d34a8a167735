// SPDX-License-Identifier: MIT
// What a calendar has of its own or from others, and hands on to those that extend it.
#pragma once

#include <array>
#include <set>

#include "rules/placed_calendar.hpp"

namespace steward::rules {

struct CalendarParts {
  std::optional<calendar::Zone> zone;
  std::array<std::optional<std::vector<calendar::Opening>>, 7> hours;  ///< of the days named
  Holidays holidays;
  std::set<std::chrono::sys_days> own_holidays;  ///< those of its own file
  std::optional<std::vector<calendar::Change>> changes;
  std::map<std::chrono::sys_days, std::vector<calendar::Opening>> exceptions;
  std::map<std::chrono::sys_days, std::vector<calendar::Opening>> breaks;

  /// Whether any day of the week is named.
  [[nodiscard]] bool has_hours() const;
};

[[nodiscard]] CalendarParts own_parts(const PlacedCalendar& calendar);

/// Takes over from `parent` what `parts` has not: zone, days of the week, changes (all or none) and
/// exceptions (by date, but none on a holiday of its own). Holidays and breaks of both add up.
void inherit(CalendarParts& parts, const CalendarParts& parent);

/// A calendar's definition, in `zone` where it has none.
[[nodiscard]] calendar::Definition definition_of(CalendarParts parts, const std::string& name,
                                                 const calendar::Zone& zone);

}  // namespace steward::rules

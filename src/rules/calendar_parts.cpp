// SPDX-License-Identifier: MIT
#include "rules/calendar_parts.hpp"

#include <algorithm>

#include "rules/holiday_reader.hpp"

namespace steward::rules {
namespace {

using calendar::Opening;
using std::chrono::sys_days;

std::vector<Opening> plain(const std::vector<PlacedOpening>& placed) {
  std::vector<Opening> openings;
  openings.reserve(placed.size());
  for (const auto& one : placed) openings.push_back(one.opening);
  return openings;
}

calendar::Week week_of(const PlacedWeek& placed) {
  calendar::Week week;
  for (const auto& entry : placed.entries) {
    for (const auto day : entry.days) week[day] = plain(entry.openings);
  }
  return week;
}

std::map<sys_days, std::vector<Opening>> by_date(const std::vector<PlacedDate>& placed) {
  std::map<sys_days, std::vector<Opening>> dates;
  for (const auto& one : placed) dates.emplace(one.date, plain(one.openings));
  return dates;
}

/// Two calendars may take the same hour, or a part of it, out of a date.
void join(std::vector<Opening>& breaks, const std::vector<Opening>& others) {
  breaks.insert(breaks.end(), others.begin(), others.end());
  std::sort(breaks.begin(), breaks.end(),
            [](const Opening& a, const Opening& b) { return a.from < b.from; });
  std::vector<Opening> joined;
  for (const auto& next : breaks) {
    if (!joined.empty() && next.from <= joined.back().to) {
      joined.back().to = std::max(joined.back().to, next.to);
    } else {
      joined.push_back(next);
    }
  }
  breaks = std::move(joined);
}

}  // namespace

bool CalendarParts::has_hours() const {
  return std::any_of(hours.begin(), hours.end(), [](const auto& day) { return day.has_value(); });
}

CalendarParts own_parts(const PlacedCalendar& calendar) {
  CalendarParts parts;
  parts.zone = calendar.zone;
  if (calendar.hours) {
    for (const auto& entry : calendar.hours->entries) {
      for (const auto day : entry.days) parts.hours[day] = plain(entry.openings);
    }
  }
  parts.holidays = calendar.holidays;
  for (const auto& [date, name] : calendar.holidays) parts.own_holidays.insert(date);
  if (calendar.changes) {
    auto& changes = parts.changes.emplace();
    for (const auto& change : *calendar.changes) {
      changes.push_back({change.from, change.to, week_of(change.hours)});
    }
  }
  parts.exceptions = by_date(calendar.exceptions);
  parts.breaks = by_date(calendar.breaks);
  return parts;
}

void inherit(CalendarParts& parts, const CalendarParts& parent) {
  if (!parts.zone) parts.zone = parent.zone;
  for (std::size_t day = 0; day < parts.hours.size(); ++day) {
    if (!parts.hours[day]) parts.hours[day] = parent.hours[day];
  }
  for (const auto& [date, name] : parent.holidays)
    calendar::add_holiday(parts.holidays, date, name);
  if (!parts.changes) parts.changes = parent.changes;
  for (const auto& exception : parent.exceptions) {
    // Who declares a holiday does not want it opened from afar.
    if (!parts.own_holidays.contains(exception.first)) parts.exceptions.insert(exception);
  }
  for (const auto& [date, breaks] : parent.breaks) {
    const auto [own, is_new] = parts.breaks.emplace(date, breaks);
    if (!is_new) join(own->second, breaks);
  }
}

calendar::Definition definition_of(CalendarParts parts, const std::string& name,
                                   const calendar::Zone& zone) {
  calendar::Definition definition;
  definition.name = name;
  definition.zone = parts.zone.value_or(zone);
  for (std::size_t day = 0; day < parts.hours.size(); ++day) {
    if (parts.hours[day]) definition.hours[day] = std::move(*parts.hours[day]);
  }
  definition.holidays = std::move(parts.holidays);
  if (parts.changes) definition.changes = std::move(*parts.changes);
  definition.exceptions = std::move(parts.exceptions);
  definition.breaks = std::move(parts.breaks);
  return definition;
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "calendar/date_openings.hpp"

#include <algorithm>

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;

/// A closed day.
const std::vector<Opening> kNone;

const Week& week_on(const Definition& definition, sys_days date) {
  const auto& changes = definition.changes;
  const auto latest = std::find_if(changes.rbegin(), changes.rend(), [&](const Change& change) {
    return change.from <= date && (!change.to || date <= *change.to);
  });
  return latest == changes.rend() ? definition.hours : latest->hours;
}

const std::vector<Opening>& hours_on(const Definition& definition, sys_days date) {
  const auto exception = definition.exceptions.find(date);
  if (exception != definition.exceptions.end()) return exception->second;
  if (definition.holidays.contains(date)) return kNone;
  return week_on(definition, date)[std::chrono::weekday(date).c_encoding()];
}

void append(std::vector<Interval>& intervals, Interval interval) {
  // Both ends in one DST gap are the same instant.
  if (interval.from >= interval.to) return;
  if (!intervals.empty() && intervals.back().to >= interval.from) {
    intervals.back().to = std::max(intervals.back().to, interval.to);
  } else {
    intervals.push_back(interval);
  }
}

std::vector<Interval> without(const std::vector<Interval>& openings, const Interval& taken) {
  std::vector<Interval> left;
  for (const auto& opening : openings) {
    append(left, {opening.from, std::min(opening.to, taken.from)});
    append(left, {std::max(opening.from, taken.to), opening.to});
  }
  return left;
}

}  // namespace

Instant at_local(const Zone& zone, sys_days date, std::chrono::seconds time) {
  const auto whole_days = floor<days>(time);
  return zone.to_instant({date + whole_days, time - whole_days});
}

std::vector<Interval> openings_on(const Definition& definition, sys_days date) {
  std::vector<Interval> openings;
  for (const auto& [from, to] : hours_on(definition, date)) {
    append(openings, {at_local(definition.zone, date, from), at_local(definition.zone, date, to)});
  }
  if (openings.empty() || definition.breaks.empty()) return openings;
  // Yesterday's break may run into this date, and an opening of this date into tomorrow's break.
  const auto first = definition.breaks.lower_bound(date - days(1));
  const auto last = definition.breaks.upper_bound(date + days(1));
  for (auto on_date = first; on_date != last; ++on_date) {
    for (const auto& [from, to] : on_date->second) {
      const Interval taken{at_local(definition.zone, on_date->first, from),
                           at_local(definition.zone, on_date->first, to)};
      if (taken.from < taken.to) openings = without(openings, taken);
    }
  }
  return openings;
}

}  // namespace steward::calendar

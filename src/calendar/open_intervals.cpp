// SPDX-License-Identifier: MIT
#include "calendar/open_intervals.hpp"

#include <algorithm>

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr sys_days kFirstDate{std::chrono::year(1970) / std::chrono::January / 1};
constexpr sys_days kLastDate{std::chrono::year(2037) / std::chrono::December / 31};

Instant at_local(const Zone& zone, sys_days date, Microseconds time_of_day) {
  // A closing time of 24:00 is the midnight of the next date.
  if (time_of_day == days(1)) return zone.to_instant({date + days(1), Microseconds(0)});
  return zone.to_instant({date, time_of_day});
}

}  // namespace

OpenIntervals::OpenIntervals(const Definition& definition)
    : from_(at_local(definition.zone, kFirstDate, Microseconds(0))),
      to_(at_local(definition.zone, kLastDate, days(1))) {
  for (auto date = kFirstDate; date <= kLastDate; date += days(1)) {
    if (definition.holidays.count(date) == 0) append_date(definition, date);
  }
}

void OpenIntervals::append_date(const Definition& definition, sys_days date) {
  const auto before = entries_.size();
  for (const auto& opening : definition.hours[std::chrono::weekday(date).c_encoding()]) {
    const auto from = at_local(definition.zone, date, opening.from);
    const auto to = at_local(definition.zone, date, opening.to);
    // Both ends in one DST gap are the same instant.
    if (from == to) continue;
    const auto total = entries_.empty() ? Microseconds(0) : entries_.back().total_after();
    entries_.push_back({from, to, total});
  }
  if (entries_.size() > before) working_dates_.push_back({date, entries_.back().to});
}

OpenIntervals::Place OpenIntervals::ending_after(Instant instant) const {
  return std::upper_bound(entries_.begin(), entries_.end(), instant,
                          [](Instant at, const Entry& entry) { return at < entry.to; });
}

bool OpenIntervals::is_open(Instant instant) const {
  const auto entry = ending_after(instant);
  return entry != entries_.end() && entry->from <= instant;
}

bool OpenIntervals::closes_at(Instant instant) const {
  const auto entry = ending_after(instant);
  return entry != entries_.begin() && std::prev(entry)->to == instant;
}

std::optional<Instant> OpenIntervals::next_open(Instant instant) const {
  const auto entry = ending_after(instant);
  if (entry == entries_.end()) return std::nullopt;
  return std::max(entry->from, instant);
}

Microseconds OpenIntervals::total_before(Instant instant) const {
  const auto entry = ending_after(instant);
  if (entry == entries_.end()) {
    return entries_.empty() ? Microseconds(0) : entries_.back().total_after();
  }
  if (instant <= entry->from) return entry->total_before;
  return entry->total_before + (instant - entry->from);
}

std::optional<Instant> OpenIntervals::first_with(Microseconds total) const {
  const auto entry = std::lower_bound(
      entries_.begin(), entries_.end(), total,
      [](const Entry& candidate, Microseconds sought) { return candidate.total_after() < sought; });
  if (entry == entries_.end()) return std::nullopt;
  return entry->from + (total - entry->total_before);
}

std::optional<Instant> OpenIntervals::last_with(Microseconds total) const {
  const auto entry = std::upper_bound(
      entries_.begin(), entries_.end(), total,
      [](Microseconds sought, const Entry& candidate) { return sought < candidate.total_after(); });
  if (total < Microseconds(0) || entry == entries_.end()) return std::nullopt;
  return entry->from + (total - entry->total_before);
}

std::optional<OpenIntervals::WorkingDate> OpenIntervals::working_date_after(sys_days date,
                                                                            int nth) const {
  const auto next = std::upper_bound(
      working_dates_.begin(), working_dates_.end(), date,
      [](sys_days sought, const WorkingDate& candidate) { return sought < candidate.date; });
  if (nth < 1 || nth > working_dates_.end() - next) return std::nullopt;
  return *(next + (nth - 1));
}

}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
#include "steward/calendar/reckoning.hpp"

#include <algorithm>

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Open intervals from one instant to a later one, cut at both.
std::vector<Interval> open_between(const PausedCalendar& calendar, Instant from, Instant to) {
  std::vector<Interval> found;
  while (from < to) {
    const auto opens = calendar.next_open(from);
    if (!opens || *opens >= to) break;
    const auto closes = calendar.next_close(*opens);
    found.push_back({*opens, closes ? std::min(*closes, to) : to});
    from = found.back().to;
  }
  return found;
}

/// The local time minus UTC.
Microseconds offset(const Zone& zone, Instant instant) {
  const auto local = zone.to_local(instant);
  return sys_days(local.date) + local.time_of_day - instant;
}

class Reckoner {
 public:
  Reckoner(const Calendar& calendar, const Pauses& pauses)
      : calendar_(calendar), pauses_(pauses), paused_(calendar, pauses) {}

  Result<Reckoning> reckon(Instant start, const Span& span) {
    const auto without = calendar_.due(start, span);
    if (!without) return without.error();
    const auto due = paused_.due(start, span);
    if (!due) return due.error();
    if (*without < start) {
      return Error(ErrorCode::invalid_input, "a due does not lie before its start");
    }
    reckoning_ = {start, span, *without, *due, {}, {}, {}, {}, {}, {}};
    const bool by_time = span.kind == SpanKind::open_time;
    reckoning_.counted = open_between(paused_, by_time ? start : *without, *due);
    for (const auto& pause : pauses_.intervals()) {
      const Interval part{std::max(pause.from, start), std::min(pause.to, *due)};
      if (part.from < part.to) reckoning_.paused.push_back(part);
    }
    look_at_dates();
    return std::move(reckoning_);
  }

 private:
  sys_days date_of(Instant instant) const {
    return sys_days(calendar_.zone().to_local(instant).date);
  }

  void look_at_dates() {
    const auto last = date_of(reckoning_.due);
    for (auto date = date_of(reckoning_.start); date <= last; date += days(1)) {
      look_at_clocks(date);
      // `always` also knows years without dates of their own.
      const auto day = calendar_.day(date);
      if (!day) continue;
      if (day->openings.empty()) {
        reckoning_.closed.push_back({date, day->is_holiday, day->holiday, day->is_exception});
      } else if (day->is_exception) {
        reckoning_.special.push_back(*day);
      }
      if (counts(*day)) reckoning_.working_dates.push_back(date);
    }
  }

  bool counts(const Day& day) const {
    const auto kind = reckoning_.span.kind;
    if (kind != SpanKind::working_days && kind != SpanKind::end_of_next_working_day) return false;
    const auto wanted = kind == SpanKind::working_days ? reckoning_.span.count : 1;
    return day.date > date_of(reckoning_.start) && !day.openings.empty() &&
           reckoning_.working_dates.size() < static_cast<std::size_t>(wanted);
  }

  void look_at_clocks(sys_days date) {
    const auto& zone = calendar_.zone();
    const auto begins = zone.to_instant({date, Microseconds(0)});
    const auto ends = zone.to_instant({date + days(1), Microseconds(0)});
    const auto first = std::max(begins, reckoning_.start);
    const auto last = std::min(ends, reckoning_.due);
    if (first < last && ends - begins != days(1) && offset(zone, first) != offset(zone, last)) {
      reckoning_.clock_changes.push_back({date, ends - begins});
    }
  }

  const Calendar& calendar_;
  const Pauses& pauses_;
  PausedCalendar paused_;
  Reckoning reckoning_;
};

}  // namespace

Result<Reckoning> reckon(const Calendar& calendar, const Pauses& pauses, Instant start,
                         const Span& span) {
  return Reckoner(calendar, pauses).reckon(start, span);
}

}  // namespace steward::calendar

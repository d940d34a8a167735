// SPDX-License-Identifier: MIT
#include "steward/calendar/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "calendar/date_openings.hpp"
#include "calendar/definition_check.hpp"
#include "calendar/spelling.hpp"
#include "calendar/timeline.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::years;

constexpr years kSearch{10};
/// Surely within `kSearch`.
constexpr days kNear = days(365) * kSearch.count();
constexpr int kMostCount = 100'000;
constexpr Instant kFirst = sys_days(std::chrono::year(1) / std::chrono::January / 1);
constexpr Instant kEnd = sys_days(std::chrono::year(10'000) / std::chrono::January / 1);

/// The same day of another month, or that month's last.
sys_days add_months(year_month_day date, months count) {
  const auto moved = date + count;
  return moved.ok() ? sys_days(moved) : sys_days(moved.year() / moved.month() / std::chrono::last);
}

Error refused(std::string message) {
  return {ErrorCode::invalid_input, std::move(message)};
}

}  // namespace

struct Calendar::Compiled {
  Compiled(std::string calendar_name, Zone its_zone)
      : name(std::move(calendar_name)), zone(its_zone) {}
  explicit Compiled(Definition definition)
      : name(definition.name), zone(definition.zone), hours(std::in_place, std::move(definition)) {}

  std::string name;
  Zone zone;
  std::optional<Timeline> hours;  ///< none: open at every instant

  [[nodiscard]] sys_days date_of(Instant instant) const {
    return sys_days(zone.to_local(instant).date);
  }
  [[nodiscard]] Instant midnight(sys_days date) const {
    return zone.to_instant({date, Microseconds(0)});
  }
  [[nodiscard]] Instant same_time_on(sys_days date, Instant start) const {
    return zone.to_instant({date, zone.to_local(start).time_of_day});
  }

  [[nodiscard]] bool knows(Instant instant) const;
  [[nodiscard]] bool knows_date(Instant instant) const;
  [[nodiscard]] Error unknown(Instant instant) const;
  [[nodiscard]] Error cannot_place(const Span& span, std::string_view from_or_before,
                                   Instant instant) const;
  [[nodiscard]] Error nothing_opens(Instant from, sys_days ended) const;

  /// The first interval of open time that is not over at an instant; of calendars with hours.
  [[nodiscard]] Result<Interval> opening_after(Instant start) const;
  [[nodiscard]] Result<Instant> advance(Instant start, Microseconds open_time) const;
  [[nodiscard]] Result<Instant> go_back(Instant end, Microseconds open_time) const;
  [[nodiscard]] std::optional<sys_days> working_date(Instant start, int nth) const;
  [[nodiscard]] bool closes_at(Instant instant) const;
  [[nodiscard]] Result<Instant> other_date(Instant start, const Span& span) const;
  [[nodiscard]] Result<Instant> other_working_date(Instant start, const Span& span) const;
  [[nodiscard]] Result<Instant> end_of_next_working_day(Instant start) const;
};

bool Calendar::Compiled::knows(Instant instant) const {
  if (hours) return hours->knows(instant);
  return kFirst <= instant && instant < kEnd;
}

/// As `knows`, where the date matters and so the zone's rules do.
bool Calendar::Compiled::knows_date(Instant instant) const {
  return knows(instant) && (hours || date_of(instant) <= kLastDate || !zone.has_dst());
}

Error Calendar::Compiled::unknown(Instant instant) const {
  const bool in_four_digits = kFirst <= instant && instant < kEnd;
  if (!hours && in_four_digits) {
    return refused(fmt::format("{} is past 2037, where the known rules of DST in {} end",
                               spell_date(date_of(instant)), zone.name()));
  }
  return refused(fmt::format("{} is outside the years {} that calendar '{}' knows",
                             in_four_digits     ? spell_date(date_of(instant))
                             : instant < kFirst ? "an instant before year 1"
                                                : "an instant past year 9999",
                             hours ? "1970 to 2037" : "1 to 9999", name));
}

Error Calendar::Compiled::cannot_place(const Span& span, std::string_view from_or_before,
                                       Instant instant) const {
  return refused(fmt::format("calendar '{}' cannot place {} {} {}: the search ended at {}", name,
                             to_string(span), from_or_before, spell_date(date_of(instant)),
                             spell_date(from_or_before == "from" ? kLastDate : kFirstDate)));
}

Error Calendar::Compiled::nothing_opens(Instant from, sys_days ended) const {
  return refused(fmt::format("calendar '{}' has no opening from {} on: the search ended at {}",
                             name, spell_date(date_of(from)), spell_date(ended)));
}

Result<Interval> Calendar::Compiled::opening_after(Instant start) const {
  if (!hours->knows(start)) return unknown(start);
  const auto* intervals = &hours->over(start, start);
  auto opening = intervals->at_or_after(start);
  // Most openings are near: dates are worth their conversion only where the limit is.
  if (opening && opening->from - start < kNear) return *opening;
  const auto ended = std::min(add_months(year_month_day(date_of(start)), kSearch), kLastDate);
  while (!opening && intervals->range().last < ended) {
    intervals = hours->after(*intervals);
    opening = intervals->at_or_after(start);
  }
  if (opening && date_of(opening->from) <= ended) return *opening;
  return nothing_opens(start, ended);
}

/// By more than nothing, from an instant that it knows.
Result<Instant> Calendar::Compiled::advance(Instant start, Microseconds open_time) const {
  const auto* intervals = &hours->over(start, start);
  auto end = intervals->first_with(intervals->total_before(start) + open_time);
  while (!end && (intervals = hours->after(*intervals)) != nullptr) {
    end = intervals->first_with(intervals->total_before(start) + open_time);
  }
  if (end && *end - start < kNear) return *end;
  if (const auto opening = opening_after(start); !opening) return opening.error();
  if (!end) return cannot_place({SpanKind::open_time, open_time, 0}, "from", start);
  return *end;
}

/// As `advance`.
Result<Instant> Calendar::Compiled::go_back(Instant end, Microseconds open_time) const {
  for (const auto* intervals = &hours->over(end, end); intervals != nullptr;
       intervals = hours->before(*intervals)) {
    if (const auto start = intervals->last_with(intervals->total_before(end) - open_time)) {
      return *start;
    }
  }
  return cannot_place({SpanKind::open_time, open_time, 0}, "before", end);
}

std::optional<sys_days> Calendar::Compiled::working_date(Instant start, int nth) const {
  const auto today = date_of(start);
  const auto* intervals = &hours->over(start, start);
  while (intervals != nullptr) {
    if (const auto found = intervals->working_date(today, nth)) return found;
    intervals = nth > 0 ? hours->after(*intervals) : hours->before(*intervals);
  }
  return std::nullopt;
}

bool Calendar::Compiled::closes_at(Instant instant) const {
  if (!hours->knows(instant) || instant == hours->from()) return false;
  const auto before = instant - Microseconds(1);
  const auto& intervals = hours->over(before, instant);
  return intervals.is_open(before) && !intervals.is_open(instant);
}

Result<Instant> Calendar::Compiled::other_date(Instant start, const Span& span) const {
  const auto date = date_of(start);
  const auto end = same_time_on(span.kind == SpanKind::months
                                    ? add_months(year_month_day(date), months(span.count))
                                    : date + days(span.count),
                                start);
  if (!knows_date(end)) return unknown(end);
  return end;
}

Result<Instant> Calendar::Compiled::other_working_date(Instant start, const Span& span) const {
  if (!hours) return other_date(start, span);
  if (span.count > 0) {
    const auto tomorrow = midnight(date_of(start) + days(1));
    if (const auto opening = opening_after(tomorrow); !opening) return opening.error();
  }
  const auto date = working_date(start, span.count);
  if (!date) return cannot_place(span, span.count > 0 ? "from" : "before", start);
  const auto end = same_time_on(*date, start);
  if (closes_at(end)) return end;
  const auto opening = opening_after(end);
  if (!opening) return opening.error();
  return std::max(opening->from, end);
}

Result<Instant> Calendar::Compiled::end_of_next_working_day(Instant start) const {
  const auto tomorrow = date_of(start) + days(1);
  if (!hours) {
    const auto end = midnight(tomorrow + days(1));
    if (!knows_date(end)) return unknown(end);
    return end;
  }
  if (const auto opening = opening_after(midnight(tomorrow)); !opening) return opening.error();
  const auto date = working_date(start, 1);
  if (!date) return cannot_place({SpanKind::end_of_next_working_day, {}, 0}, "from", start);
  return openings_on(hours->definition(), *date).back().to;
}

Calendar Calendar::always(Zone zone) {
  return Calendar(std::make_shared<const Compiled>("always", zone));
}

Result<Calendar> Calendar::from(Definition definition) {
  if (const auto checked = put_in_order(definition); !checked) return checked.error();
  return Calendar(std::make_shared<const Compiled>(std::move(definition)));
}

const std::string& Calendar::name() const {
  return compiled_->name;
}

const Zone& Calendar::zone() const {
  return compiled_->zone;
}

Result<> Calendar::knows(Instant instant) const {
  if (!compiled_->knows(instant)) return compiled_->unknown(instant);
  return {};
}

bool Calendar::is_open(Instant instant) const {
  if (!compiled_->knows(instant)) return false;
  return !compiled_->hours || compiled_->hours->over(instant, instant).is_open(instant);
}

Result<Instant> Calendar::next_open(Instant instant) const {
  if (!compiled_->knows(instant)) return compiled_->unknown(instant);
  if (!compiled_->hours) return instant;
  const auto opening = compiled_->opening_after(instant);
  if (!opening) return opening.error();
  return std::max(opening->from, instant);
}

Result<Instant> Calendar::next_close(Instant instant) const {
  if (!compiled_->knows(instant)) return compiled_->unknown(instant);
  const auto& hours = compiled_->hours;
  if (!hours) return refused("calendar 'always' never closes");
  const auto open = next_open(instant);
  if (!open) return open.error();
  for (const auto* intervals = &hours->over(*open, *open); intervals != nullptr;
       intervals = hours->after(*intervals)) {
    // One that is cut at the end of its range may go on.
    const auto closes = intervals->at_or_after(*open)->to;
    if (closes < intervals->to()) return closes;
  }
  return refused(fmt::format("calendar '{}' does not close from {} on: the search ended at {}",
                             name(), spell_date(compiled_->date_of(instant)),
                             spell_date(kLastDate)));
}

Result<Instant> Calendar::previous_opening(Instant instant) const {
  if (!compiled_->knows(instant)) return compiled_->unknown(instant);
  const auto& hours = compiled_->hours;
  if (!hours) return refused("calendar 'always' never opens: it is open at every instant");
  for (const auto* intervals = &hours->over(instant, instant); intervals != nullptr;
       intervals = hours->before(*intervals)) {
    const auto opening = intervals->at_or_before(instant);
    // One that is cut at the beginning of its range may have opened before it.
    if (opening && opening->from > intervals->from()) return opening->from;
  }
  return refused(fmt::format("calendar '{}' has no opening before {}: the search ended at {}",
                             name(), spell_date(compiled_->date_of(instant)),
                             spell_date(kFirstDate)));
}

Result<Instant> Calendar::add(Instant start, Microseconds open_time) const {
  if (open_time == Microseconds(0)) return next_open(start);
  if (!compiled_->knows(start)) return compiled_->unknown(start);
  if (open_time >= kEnd - start) return compiled_->unknown(kEnd);
  if (open_time < kFirst - start) return compiled_->unknown(kFirst - Microseconds(1));
  if (!compiled_->hours) return start + open_time;
  if (open_time < Microseconds(0)) return compiled_->go_back(start, -open_time);
  return compiled_->advance(start, open_time);
}

Result<Microseconds> Calendar::between(Instant from, Instant to) const {
  if (!compiled_->knows(from)) return compiled_->unknown(from);
  if (!compiled_->knows(to)) return compiled_->unknown(to);
  if (!compiled_->hours) return to - from;
  const auto& intervals = compiled_->hours->over(from, to);
  return intervals.total_before(to) - intervals.total_before(from);
}

Result<Instant> Calendar::share(Instant from, Instant to, int percent) const {
  const auto open = between(from, to);
  if (!open) return open.error();
  const auto part = share_of(*open, percent);
  if (!part) return part.error();
  return add(from, *part);
}

Result<Instant> Calendar::due(Instant start, const Span& span) const {
  if (span.kind == SpanKind::open_time) return add(start, span.time);
  if (!compiled_->knows_date(start)) return compiled_->unknown(start);
  if (span.kind == SpanKind::end_of_next_working_day) {
    return compiled_->end_of_next_working_day(start);
  }
  if (span.count == 0 || span.count > kMostCount || span.count < -kMostCount) {
    return refused(
        fmt::format("a count of days or months is from 1 to {}, not {}", kMostCount, span.count));
  }
  if (span.kind == SpanKind::working_days) return compiled_->other_working_date(start, span);
  return compiled_->other_date(start, span);
}

Result<Day> Calendar::day(sys_days date) const {
  if (date < kFirstDate || date > kLastDate) {
    return refused(fmt::format("{} is outside the years 1970 to 2037 that calendar '{}' knows",
                               spell_date(date), name()));
  }
  if (!compiled_->hours) {
    return Day{date, {{compiled_->midnight(date), compiled_->midnight(date + days(1))}}};
  }
  const auto& definition = compiled_->hours->definition();
  Day day{date, openings_on(definition, date)};
  if (const auto holiday = definition.holidays.find(date); holiday != definition.holidays.end()) {
    day.is_holiday = true;
    day.holiday = holiday->second;
  }
  day.is_exception = definition.exceptions.contains(date);
  return day;
}

bool Calendar::operator==(const Calendar& other) const {
  if (compiled_ == other.compiled_) return true;
  const auto& hours = compiled_->hours;
  const auto& others = other.compiled_->hours;
  if (hours.has_value() != others.has_value()) return false;
  if (hours) return hours->definition() == others->definition();
  return compiled_->name == other.compiled_->name && compiled_->zone == other.compiled_->zone;
}

std::size_t Calendar::memory() const {
  return compiled_->hours ? compiled_->hours->memory() : 0;
}

}  // namespace steward::calendar

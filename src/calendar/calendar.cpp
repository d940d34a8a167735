// SPDX-License-Identifier: MIT
#include "steward/calendar/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "calendar/definition_check.hpp"
#include "calendar/open_intervals.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::years;

constexpr years kSearch{10};
constexpr int kMostCount = 100'000;
constexpr sys_days kLastDate{std::chrono::year(2037) / std::chrono::December / 31};
constexpr Instant kFirst = sys_days(std::chrono::year(1) / std::chrono::January / 1);
constexpr Instant kEnd = sys_days(std::chrono::year(10'000) / std::chrono::January / 1);

/// The same day of another month, or that month's last.
sys_days add_months(year_month_day date, months count) {
  const auto moved = date + count;
  return moved.ok() ? sys_days(moved) : sys_days(moved.year() / moved.month() / std::chrono::last);
}

std::string spell(year_month_day date) {
  return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()));
}

std::string spell(sys_days date) {
  return spell(year_month_day(date));
}

Error refused(std::string message) {
  return {ErrorCode::invalid_input, std::move(message)};
}

}  // namespace

struct Calendar::Compiled {
  std::string name;
  Zone zone;
  std::optional<OpenIntervals> hours;  ///< none: open at every instant

  [[nodiscard]] sys_days date_of(Instant instant) const {
    return sys_days(zone.to_local(instant).date);
  }
  [[nodiscard]] Instant same_time_on(sys_days date, Instant start) const {
    return zone.to_instant({date, zone.to_local(start).time_of_day});
  }

  [[nodiscard]] bool knows(Instant instant) const;
  [[nodiscard]] bool knows_date(Instant instant) const;
  [[nodiscard]] Error unknown(Instant instant) const;
  [[nodiscard]] Error cannot_place(const Span& span, std::string_view from_or_before,
                                   Instant instant) const;

  [[nodiscard]] Result<Instant> next_open(Instant start) const;
  [[nodiscard]] Result<Instant> later_date(Instant start, const Span& span) const;
  [[nodiscard]] Result<Instant> later_working_date(Instant start, const Span& span) const;
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
                               spell(date_of(instant)), zone.name()));
  }
  return refused(fmt::format("{} is outside the years {} that calendar '{}' knows",
                             in_four_digits     ? spell(date_of(instant))
                             : instant < kFirst ? "an instant before year 1"
                                                : "an instant past year 9999",
                             hours ? "1970 to 2037" : "1 to 9999", name));
}

Error Calendar::Compiled::cannot_place(const Span& span, std::string_view from_or_before,
                                       Instant instant) const {
  return refused(fmt::format("calendar '{}' cannot place {} {} {}: the search ended at {}", name,
                             to_string(span), from_or_before, spell(date_of(instant)),
                             from_or_before == "from" ? spell(kLastDate) : "1970-01-01"));
}

/// Of a calendar with hours.
Result<Instant> Calendar::Compiled::next_open(Instant start) const {
  if (!hours->knows(start)) return unknown(start);
  const auto opening = hours->next_open(start);
  // Most openings are near: dates are worth their conversion only where the limit is.
  if (opening && *opening - start < days(365) * kSearch.count()) return *opening;
  const auto ended = std::min(add_months(year_month_day(date_of(start)), kSearch), kLastDate);
  if (opening && date_of(*opening) <= ended) return *opening;
  return refused(fmt::format("calendar '{}' has no opening from {} on: the search ended at {}",
                             name, spell(date_of(start)), spell(ended)));
}

Result<Instant> Calendar::Compiled::later_date(Instant start, const Span& span) const {
  const auto date = date_of(start);
  const auto end = same_time_on(span.kind == SpanKind::months
                                    ? add_months(year_month_day(date), months(span.count))
                                    : date + days(span.count),
                                start);
  if (!knows_date(end)) return unknown(end);
  return end;
}

Result<Instant> Calendar::Compiled::later_working_date(Instant start, const Span& span) const {
  if (!hours) return later_date(start, span);
  const auto tomorrow = zone.to_instant({date_of(start) + days(1), Microseconds(0)});
  if (const auto opening = next_open(tomorrow); !opening) return opening;
  const auto found = hours->working_date_after(date_of(start), span.count);
  if (!found) return cannot_place(span, "from", start);
  const auto end = same_time_on(found->date, start);
  if (hours->closes_at(end)) return end;
  return next_open(end);
}

Result<Instant> Calendar::Compiled::end_of_next_working_day(Instant start) const {
  const auto tomorrow = date_of(start) + days(1);
  if (!hours) {
    const auto midnight = zone.to_instant({tomorrow + days(1), Microseconds(0)});
    if (!knows_date(midnight)) return unknown(midnight);
    return midnight;
  }
  const auto opening = next_open(zone.to_instant({tomorrow, Microseconds(0)}));
  if (!opening) return opening;
  return hours->working_date_after(date_of(start), 1)->closes;
}

Calendar Calendar::always(Zone zone) {
  return Calendar(std::make_shared<const Compiled>(Compiled{"always", zone, std::nullopt}));
}

Result<Calendar> Calendar::from(Definition definition) {
  if (const auto checked = check_hours(definition); !checked) return checked.error();
  OpenIntervals hours(definition);
  return Calendar(std::make_shared<const Compiled>(
      Compiled{std::move(definition.name), definition.zone, std::move(hours)}));
}

const std::string& Calendar::name() const {
  return compiled_->name;
}

const Zone& Calendar::zone() const {
  return compiled_->zone;
}

bool Calendar::is_open(Instant instant) const {
  return compiled_->hours ? compiled_->hours->is_open(instant) : compiled_->knows(instant);
}

Result<Instant> Calendar::next_open(Instant instant) const {
  if (compiled_->hours) return compiled_->next_open(instant);
  if (!compiled_->knows(instant)) return compiled_->unknown(instant);
  return instant;
}

Result<Instant> Calendar::add(Instant start, Microseconds open_time) const {
  if (open_time < Microseconds(0)) return refused("a time to add cannot be negative");
  const auto opening = next_open(start);
  if (!opening || open_time == Microseconds(0)) return opening;
  if (open_time >= kEnd - start) return compiled_->unknown(kEnd);
  const auto& hours = compiled_->hours;
  if (!hours) return start + open_time;
  const auto end = hours->first_with(hours->total_before(start) + open_time);
  if (!end) {
    return compiled_->cannot_place({SpanKind::open_time, open_time, 0}, "from", start);
  }
  return *end;
}

Result<Instant> Calendar::subtract(Instant end, Microseconds open_time) const {
  if (open_time < Microseconds(0)) return refused("a time to subtract cannot be negative");
  if (!compiled_->knows(end)) return compiled_->unknown(end);
  if (open_time == Microseconds(0)) return end;
  if (open_time > end - kFirst) return compiled_->unknown(kFirst - Microseconds(1));
  const auto& hours = compiled_->hours;
  if (!hours) return end - open_time;
  const auto start = hours->last_with(hours->total_before(end) - open_time);
  if (!start) {
    return compiled_->cannot_place({SpanKind::open_time, open_time, 0}, "before", end);
  }
  return *start;
}

Microseconds Calendar::between(Instant from, Instant to) const {
  const auto& hours = compiled_->hours;
  if (hours) return hours->total_before(to) - hours->total_before(from);
  return std::clamp(to, kFirst, kEnd) - std::clamp(from, kFirst, kEnd);
}

Result<Instant> Calendar::due(Instant start, const Span& span) const {
  if (span.kind == SpanKind::open_time) return add(start, span.time);
  if (!compiled_->knows_date(start)) return compiled_->unknown(start);
  if (span.kind == SpanKind::end_of_next_working_day) {
    return compiled_->end_of_next_working_day(start);
  }
  if (span.count < 1 || span.count > kMostCount) {
    return refused(
        fmt::format("a count of days or months is from 1 to {}, not {}", kMostCount, span.count));
  }
  if (span.kind == SpanKind::working_days) return compiled_->later_working_date(start, span);
  return compiled_->later_date(start, span);
}

}  // namespace steward::calendar

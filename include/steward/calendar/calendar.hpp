// SPDX-License-Identifier: MIT
// Business time: the open intervals of a week in a time zone, without its holidays.
#pragma once

#include <array>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/calendar/span.hpp"
#include "steward/calendar/zone.hpp"

namespace steward::calendar {

/// One opening of a day, in time since local midnight; `to` is after `from` and at most 24 h.
struct Opening {
  std::chrono::minutes from;
  std::chrono::minutes to;
  bool operator==(const Opening&) const = default;
};

/// What a calendar file says.
struct Definition {
  std::string name;
  Zone zone;
  /// Sunday first, as `std::chrono::weekday::c_encoding`; each day's in order, not overlapping.
  std::array<std::vector<Opening>, 7> hours;
  std::set<std::chrono::sys_days> holidays;  ///< local dates on which nothing opens
  bool operator==(const Definition&) const = default;
};

/// An immutable calendar, cheap to copy and safe to share between threads.
///
/// An interval includes its opening instant and not its closing instant. Instants outside opening
/// hours count from the next opening. A deadline that falls on closing time is that closing
/// instant. DST is counted in elapsed seconds; an opening that a DST gap swallows is dropped, and
/// an opening or closing time that comes twice is the first of the two.
///
/// A calendar with hours knows the years 1970 to 2037 of its zone. `always` knows the years 1 to
/// 9999, and in a zone with DST its dates end with 2037, where the time zone library's rules end.
/// Operations that leave those years, and searches in which nothing opens within ten years of
/// where they began, give up with `invalid_input` and the date at which they ended.
class Calendar {
 public:
  /// Open at every instant; days and midnights are the zone's. Its name is "always".
  [[nodiscard]] static Calendar always(Zone zone);
  /// Errors: `invalid_input` when an opening is inverted, overlaps another or leaves its day.
  [[nodiscard]] static Result<Calendar> from(Definition definition);

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const Zone& zone() const;

  /// False in years that the calendar does not know.
  [[nodiscard]] bool is_open(Instant instant) const;
  /// The first open instant at or after this one.
  [[nodiscard]] Result<Instant> next_open(Instant instant) const;
  /// The instant at which `open_time` (0 or more) has passed since `start`; zero from a closed
  /// instant is the next opening.
  [[nodiscard]] Result<Instant> add(Instant start, Microseconds open_time) const;
  /// The latest instant from which `open_time` (0 or more) passes until `end`.
  [[nodiscard]] Result<Instant> subtract(Instant end, Microseconds open_time) const;
  /// The open time from one instant to another; negative when `to` is before `from`. Years that
  /// the calendar does not know count nothing.
  [[nodiscard]] Microseconds between(Instant from, Instant to) const;
  /// The instant at which a span that begins at `start` ends. `days` and `months` keep the local
  /// time, open or not; a missing 29th, 30th or 31st is the month's last day. `working_days` keep
  /// the local time on the nth later date with an opening, or move on to the next opening when
  /// that is closed. `end_of_next_working_day` is the last closing of the first such date after
  /// the date of `start`. To `always` every date is a working date that ends at midnight.
  [[nodiscard]] Result<Instant> due(Instant start, const Span& span) const;

 private:
  struct Compiled;
  explicit Calendar(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace steward::calendar

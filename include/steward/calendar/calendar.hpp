// SPDX-License-Identifier: MIT
// Business time: when an organisation is open, and arithmetic in its open time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/calendar/definition.hpp"
#include "steward/calendar/span.hpp"
#include "steward/calendar/zone.hpp"

namespace steward::calendar {

/// One local date of a calendar, for people to look at.
struct Day {
  std::chrono::sys_days date;
  std::vector<Interval> openings;  ///< what opens on this date, breaks taken out, in order
  bool is_holiday = false;
  std::string holiday{};      ///< its name, if it has one
  bool is_exception = false;  ///< its hours are its own
  bool operator==(const Day&) const = default;
};

/// An immutable calendar, cheap to copy and safe to share between threads.
///
/// An interval includes its opening instant and not its closing instant. Instants outside opening
/// hours count from the next opening. A deadline that falls on closing time is that closing
/// instant. An opening belongs to the date it opens on, also where it runs over midnight, so that a
/// holiday closes what opens on it. Openings that touch or overlap are one. DST is counted in
/// elapsed seconds; an opening that a DST gap swallows is dropped, and an opening or closing time
/// that comes twice is the first of the two. docs/calendars.md has these rules in one table.
///
/// A calendar with hours knows the years 1970 to 2037 of its zone. `always` knows the years 1 to
/// 9999, and in a zone with DST its dates end with 2037, where the time zone library's rules end.
/// Operations that leave those years, and searches in which nothing opens within ten years of
/// where they began, give up with `invalid_input` and the date at which they ended.
class Calendar {
 public:
  /// Open at every instant; days and midnights are the zone's. Its name is "always".
  [[nodiscard]] static Calendar always(Zone zone);
  /// Errors: `invalid_input` when an opening, break or change is inverted, overlaps another or is
  /// out of its range.
  [[nodiscard]] static Result<Calendar> from(Definition definition);

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const Zone& zone() const;

  /// Errors: `invalid_input` for an instant in years that the calendar does not know.
  [[nodiscard]] Result<> knows(Instant instant) const;
  /// False in years that the calendar does not know.
  [[nodiscard]] bool is_open(Instant instant) const;
  /// The first open instant at or after this one.
  [[nodiscard]] Result<Instant> next_open(Instant instant) const;
  /// The first closing instant after this one.
  [[nodiscard]] Result<Instant> next_close(Instant instant) const;
  /// The last opening instant at or before this one.
  [[nodiscard]] Result<Instant> previous_opening(Instant instant) const;

  /// The instant at which `open_time` has passed since `start`. Zero from a closed instant is the
  /// next opening; less than zero is the latest instant from which so much passes until `start`.
  [[nodiscard]] Result<Instant> add(Instant start, Microseconds open_time) const;
  /// The open time from one instant to another; negative when `to` is before `from`.
  [[nodiscard]] Result<Microseconds> between(Instant from, Instant to) const;
  /// The instant at which `percent` of the open time from one instant to another has passed.
  [[nodiscard]] Result<Instant> share(Instant from, Instant to, int percent) const;
  /// The instant at which a span that begins at `start` ends. `days` and `months` keep the local
  /// time, open or not; a missing 29th, 30th or 31st is the month's last day. `working_days` keep
  /// the local time on the nth later date on which something opens (or earlier, of a negative
  /// count), or move on to the next opening when that is closed. `end_of_next_working_day` is the
  /// last closing of the first such date after the date of `start`. To `always` every date is a
  /// working date that ends at midnight.
  [[nodiscard]] Result<Instant> due(Instant start, const Span& span) const;

  /// What one date looks like. Errors: `invalid_input` outside the years that it knows.
  [[nodiscard]] Result<Day> day(std::chrono::sys_days date) const;

  /// The same name, zone and definition: open at the same instants for the same reasons.
  [[nodiscard]] bool operator==(const Calendar& other) const;

  /// The bytes that the compiled intervals take, which grow with the years asked about.
  [[nodiscard]] std::size_t memory() const;

 private:
  struct Compiled;
  explicit Calendar(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace steward::calendar

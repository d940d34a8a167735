// SPDX-License-Identifier: MIT
// How a due is reached, step by step: which time counted, and which did not and why.
#pragma once

#include <string>
#include <vector>

#include "steward/calendar/calendar.hpp"
#include "steward/calendar/pauses.hpp"

namespace steward::calendar {

/// A date on which nothing opens.
struct ClosedDate {
  std::chrono::sys_days date;
  bool is_holiday = false;
  std::string holiday{};      ///< its name, if it has one
  bool is_exception = false;  ///< closed by an exception; neither: closed on this day of the week
  bool operator==(const ClosedDate&) const = default;
};

/// A date on which the zone's clocks change, and how long it therefore is: 23 or 25 hours.
struct ClockChange {
  std::chrono::sys_days date;
  Microseconds length{0};
  bool operator==(const ClockChange&) const = default;
};

/// From a start to its due. Dates are local, in the calendar's zone.
struct Reckoning {
  Instant start;
  Span span;
  /// Where the span would end without pauses.
  Instant without_pauses;
  Instant due;
  /// The open time that counted, in order, none touching another. Of open time it adds up to the
  /// span and ends at `due`. Days, months and working days are counted by dates: of them it is what
  /// comes after `without_pauses`, as much open time as pauses took.
  std::vector<Interval> counted;
  /// Of working days and the end of the next: the dates that counted; the last is the end's.
  std::vector<std::chrono::sys_days> working_dates;
  std::vector<ClosedDate> closed;  ///< from the start's date to the due's
  std::vector<Day> special;        ///< dates with hours of their own
  std::vector<Interval> paused;    ///< the parts of pauses between start and due
  std::vector<ClockChange> clock_changes;
  bool operator==(const Reckoning&) const = default;
};

/// How `PausedCalendar::due` gets there. Errors: as it has, and `invalid_input` for a span that
/// goes back in time.
[[nodiscard]] Result<Reckoning> reckon(const Calendar& calendar, const Pauses& pauses,
                                       Instant start, const Span& span);

}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// Holidays that somebody publishes as an iCalendar file (RFC 5545).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "steward/base/error.hpp"
#include "steward/calendar/holidays.hpp"

namespace steward::calendar {

struct HolidayFeed {
  /// With their names, the events' SUMMARY; two on one date are joined, "Christmas / Sunday".
  Holidays holidays;
  /// The last date of the events that end; absent where all are repeated for good.
  std::optional<std::chrono::sys_days> last;
  bool operator==(const HolidayFeed&) const = default;
};

/// The largest feed that is read, and the most dates that its events may have together.
inline constexpr std::size_t kLargestFeed = 1 << 20;
inline constexpr std::size_t kMostFeedDates = 20000;

/// Reads the whole-day events of a feed: each date of one that lasts several days, RRULE, RDATE and
/// EXDATE, instances that RECURRENCE-ID moves or takes away; cancelled ones are left out. An event
/// that lasts from midnight to midnight of its own zone is one too. DTSTART is a holiday, and the
/// first that COUNT counts, even where the rule leaves it out; beside a date, UNTIL is its own
/// date. What is repeated for good is followed to the end of 2037. Errors: `invalid_input` with the
/// line, for a text that is not iCalendar, has no event, or has one that does not last whole days.
[[nodiscard]] Result<HolidayFeed> read_holiday_feed(std::string_view text);

}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// A date and a time of day as a clock on the wall shows them.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "steward/base/instant.hpp"

namespace steward::calendar {

/// A date and a time of day with no zone.
struct LocalTime {
  std::chrono::year_month_day date;
  Microseconds time_of_day{0};  ///< since midnight, 0 up to but not including 24 h
  bool operator==(const LocalTime&) const = default;
};

/// "1997-09-02T09:00:00"; a fraction is written only where there is one.
[[nodiscard]] std::string to_iso8601(const LocalTime& local);

/// Reads "1997-09-02T09:00:00", with or without a fraction of a second, or, as its midnight, a date
/// "1997-09-02". Errors: `invalid_input`, also for 24:00 and for a text with an offset.
[[nodiscard]] Result<LocalTime> parse_local_time(std::string_view text);

}  // namespace steward::calendar

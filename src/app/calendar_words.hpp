// SPDX-License-Identifier: MIT
// Lengths of time, calendars and how a due is counted, in words.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "steward/calendar/reckoning.hpp"

namespace steward::app {

/// By the number that chrono gives them: 0 is Sunday.
inline constexpr std::array<std::string_view, 7> kWeekdays{"Sun", "Mon", "Tue", "Wed",
                                                           "Thu", "Fri", "Sat"};

/// "48 hours", "1 hour 30 minutes", "30 days": of three days or more that are whole, days.
[[nodiscard]] std::string length_in_words(Microseconds length);

/// "Mon-Fri 09:00-17:00 New York, closed on 11 holidays in a year, next on Thu 26 Nov,
/// Thanksgiving"; "day and night".
[[nodiscard]] std::string hours_in_words(const calendar::Calendar& calendar, Instant now);

/// "Thu 26 Nov", with the year when it is another than `now`'s.
[[nodiscard]] std::string date_in_words(std::chrono::sys_days date, const calendar::Zone& zone,
                                        Instant now);

/// A step of a reckoning, "Mon 23 Nov" and "15:00-17:00: 2 h".
struct ReckoningStep {
  std::string date;
  std::string what;
  bool operator==(const ReckoningStep&) const = default;
};

/// Every date with what it adds, and why it adds nothing, in order.
[[nodiscard]] std::vector<ReckoningStep> steps_in_words(const calendar::Reckoning& reckoning,
                                                        const calendar::Calendar& calendar,
                                                        Instant now);

}  // namespace steward::app

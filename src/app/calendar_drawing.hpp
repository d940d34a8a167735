// SPDX-License-Identifier: MIT
// The days of a calendar, drawn a line each.
#pragma once

#include <string>

#include "app/table.hpp"
#include "steward/calendar/calendar.hpp"

namespace steward::app {

/// A title, the hours of a day, a line for each date with a bar of its 24 hours, its openings in
/// local time and its holiday's name, and the sum. Errors: of `Calendar::day`.
[[nodiscard]] Result<std::string> draw_days(const calendar::Calendar& calendar,
                                            std::chrono::sys_days first, std::chrono::sys_days last,
                                            bool coloured);

}  // namespace steward::app

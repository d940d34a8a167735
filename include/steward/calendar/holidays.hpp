// SPDX-License-Identifier: MIT
// The dates on which nothing opens, and their names.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace steward::calendar {

/// The dates that a calendar with hours knows: after them the tables of DST end.
inline constexpr std::chrono::sys_days kFirstDate =
    std::chrono::year(1970) / std::chrono::January / 1;
inline constexpr std::chrono::sys_days kLastDate =
    std::chrono::year(2037) / std::chrono::December / 31;

/// Local dates with their names, which may be "".
using Holidays = std::map<std::chrono::sys_days, std::string>;

/// Gives a date a name, or several joined by " / ", or none; it keeps those that it has, each once.
void add_holiday(Holidays& holidays, std::chrono::sys_days date, std::string_view name);

}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// Dates and times of day as error texts write them.
#pragma once

#include <chrono>
#include <string>

namespace steward::calendar {

/// "2026-11-22".
[[nodiscard]] std::string spell_date(std::chrono::year_month_day date);
/// "09:00", "09:00:30", "-00:30".
[[nodiscard]] std::string spell_time(std::chrono::seconds time_of_day);

}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// Whether the weekly hours of a definition make sense.
#pragma once

#include "steward/calendar/calendar.hpp"

namespace steward::calendar {

/// Errors: `invalid_input`, naming the calendar, the day and the openings.
[[nodiscard]] Result<> check_hours(const Definition& definition);

}  // namespace steward::calendar

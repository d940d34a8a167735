// SPDX-License-Identifier: MIT
// Whether a definition makes sense.
#pragma once

#include "steward/base/error.hpp"
#include "steward/calendar/definition.hpp"

namespace steward::calendar {

/// Puts the openings and breaks of each day in order. Errors: `invalid_input`, naming the calendar,
/// the day and the openings.
[[nodiscard]] Result<> put_in_order(Definition& definition);

}  // namespace steward::calendar

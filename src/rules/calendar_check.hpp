// SPDX-License-Identifier: MIT
// Compiles a calendar, and finds the places of what does not fit together in it.
#pragma once

#include <optional>

#include "rules/placed_calendar.hpp"
#include "steward/calendar/calendar.hpp"

namespace steward::rules {

/// The calendar of a definition that is made of what `own` says and of what it takes over. What
/// makes no sense is reported at the opening or change of `own` that does not fit to those before
/// it.
[[nodiscard]] std::optional<calendar::Calendar> compile_calendar(
    const calendar::Definition& definition, const PlacedCalendar& own, Problems& problems);

}  // namespace steward::rules

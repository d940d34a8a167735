// SPDX-License-Identifier: MIT
// What holds for every calendar that a file can make.
#pragma once

#include "steward/calendar/calendar.hpp"

namespace steward::fuzz {

/// Asks a calendar everything around an instant that its years hold.
void check_calendar(const calendar::Calendar& calendar, Instant start);

}  // namespace steward::fuzz

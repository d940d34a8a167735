// SPDX-License-Identifier: MIT
// The holidays of a calendar file: dates, yearly recurrences, days from Easter, files.
#pragma once

#include "rules/placed_calendar.hpp"
#include "rules/yaml_node.hpp"

namespace steward::rules {

/// Which of the two a calendar is read from.
enum class CalendarForm {
  file,  ///< written by hand: what says nothing is a mistake
  json,  ///< made by a program, with nothing beside it
};

/// Reads a list of holidays into `calendar`.
void read_holidays(const YamlNode& list, CalendarForm form, PlacedCalendar& calendar,
                   Problems& problems);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// The holidays of a calendar file: dates, yearly recurrences, days from Easter, files.
#pragma once

#include <string>
#include <vector>

#include "rules/placed_calendar.hpp"
#include "rules/yaml_node.hpp"
#include "steward/rules/file_set.hpp"

namespace steward::rules {

/// Which of the two a calendar is read from.
enum class CalendarForm {
  file,  ///< written by hand: what says nothing is a mistake
  json,  ///< made by a program, with nothing beside it
};

/// Reads a list of holidays into `calendar`.
void read_holidays(const YamlNode& list, CalendarForm form, const FeedTexts& feeds,
                   PlacedCalendar& calendar, Problems& problems);

/// The paths of the files of holidays that a calendar file names: the keys of `FeedTexts`.
[[nodiscard]] std::vector<std::string> named_feeds(const YamlNode& file);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// A calendar as its file says it, before it is known what it takes over from others.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/placed_text.hpp"
#include "steward/calendar/definition.hpp"
#include "steward/calendar/holidays.hpp"

namespace steward::rules {

struct PlacedOpening {
  calendar::Opening opening;
  SourceMark mark;
};

/// The same openings on one day of the week or on several, Sunday being 0.
struct PlacedDays {
  std::vector<std::size_t> days;
  std::vector<PlacedOpening> openings;
};

struct PlacedWeek {
  SourceMark mark;
  std::vector<PlacedDays> entries;  ///< each day of the week in at most one of them
};

struct PlacedDate {
  std::chrono::sys_days date;
  std::vector<PlacedOpening> openings;
};

struct PlacedChange {
  SourceMark mark;
  std::chrono::sys_days from;
  std::optional<std::chrono::sys_days> to;
  PlacedWeek hours;
};

/// A file of holidays that the calendar reads.
struct PlacedFeed {
  SourceMark mark;
  std::string file;                           ///< as it is written
  std::optional<std::chrono::sys_days> last;  ///< its last holiday; none: they go on for good
};

using calendar::Holidays;

struct PlacedCalendar {
  std::string name;      ///< "" when it has none, or a wrong one
  SourceMark mark;       ///< of the name
  bool complete = true;  ///< nothing was reported about it while it was read
  std::vector<PlacedText> extends;
  std::optional<calendar::Zone> zone;
  std::optional<PlacedWeek> hours;
  Holidays holidays;
  std::optional<std::vector<PlacedChange>> changes;
  std::vector<PlacedDate> exceptions;
  std::vector<PlacedDate> breaks;
  std::vector<PlacedFeed> feeds;
  bool keeps_dues = false;  ///< `on_change: keep`
};

}  // namespace steward::rules

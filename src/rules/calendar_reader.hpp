// SPDX-License-Identifier: MIT
// Which keys a calendar file may have, and what each must look like.
#pragma once

#include <optional>

#include "rules/yaml_node.hpp"
#include "steward/calendar/calendar.hpp"

namespace steward::rules {

struct PlacedCalendar {
  std::string name;                            ///< "" when it has none, or a wrong one
  SourceMark mark;                             ///< of the name
  std::optional<calendar::Calendar> calendar;  ///< nothing when a mistake was reported
};

/// The calendar of one file; its zone is `zone` where it names none.
[[nodiscard]] PlacedCalendar read_calendar(const YamlNode& file, const calendar::Zone& zone,
                                           Problems& problems);

/// An IANA name. Nothing when a mistake was reported.
[[nodiscard]] std::optional<calendar::Zone> read_zone(const PlacedText& text, Problems& problems);

}  // namespace steward::rules

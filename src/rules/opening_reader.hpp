// SPDX-License-Identifier: MIT
// The hours of a calendar file: openings of a day, of the days of a week, of dates.
#pragma once

#include "rules/placed_calendar.hpp"
#include "rules/yaml_node.hpp"

namespace steward::rules {

/// A list of openings, "09:00-17:00" or ["09:00", "17:00"]. One that ends at or before its start
/// runs over midnight.
[[nodiscard]] std::vector<PlacedOpening> read_openings(const YamlEntry& entry, Problems& problems);

/// A mapping of days or ranges of days, "mon", "mon-fri", to lists of openings.
[[nodiscard]] PlacedWeek read_week(const YamlNode& node, Problems& problems);

/// A mapping of dates to lists of openings.
[[nodiscard]] std::vector<PlacedDate> read_dates(const YamlNode& node, Problems& problems);

}  // namespace steward::rules

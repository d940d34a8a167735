// SPDX-License-Identifier: MIT
// Which keys a calendar file may have, and what each must look like.
#pragma once

#include <optional>

#include "rules/holiday_reader.hpp"
#include "rules/placed_calendar.hpp"
#include "rules/yaml_node.hpp"
#include "steward/rules/file_set.hpp"

namespace steward::rules {

/// What one file says. A mistake makes it incomplete. `feeds` are the files of holidays that it
/// may name.
[[nodiscard]] PlacedCalendar read_calendar(const YamlNode& file, CalendarForm form,
                                           Problems& problems, const FeedTexts& feeds = {});

/// An IANA name. Nothing when a mistake was reported.
[[nodiscard]] std::optional<calendar::Zone> read_zone(const PlacedText& text, Problems& problems);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// Loads the calendars alone, without a database.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "steward/base/problem.hpp"
#include "steward/calendar/calendar.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// Calendars by their names.
using Calendars = std::map<std::string, calendar::Calendar, std::less<>>;

/// The calendars of files (folders are searched for *.yaml, not deeper) and "always". `zone` is
/// that of calendars which name none: `read_model_zone`. Mistakes go to `problems`, and what they
/// are in is left out. A file of holidays that ends within a year of `now` is a warning.
[[nodiscard]] Calendars load_calendars(const std::vector<std::filesystem::path>& paths,
                                       const calendar::Zone& zone, Instant now, Problems& problems);

/// "the holidays of 'us.ics' end on 2026-12-25: dates after it count as working days"; "" while
/// they go on for more than a year from `now`.
[[nodiscard]] std::string warning_of_end(const model::HolidayFile& file, Instant now);
/// Reports it for each file, at the line that names it.
void warn_of_ends(const std::vector<model::HolidayFile>& files, Instant now, Problems& problems);

/// model.yaml's `zone:`; UTC where it names none, where it is wrong, and for an empty path.
/// Mistakes of YAML and of the zone go to `problems`.
[[nodiscard]] calendar::Zone read_model_zone(const std::filesystem::path& model,
                                             Problems& problems);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "steward/rules/calendar_files.hpp"

#include <fmt/format.h>

#include "rules/calendar_family.hpp"
#include "rules/model_reader.hpp"
#include "rules/yaml_parser.hpp"

namespace steward::rules {

Calendars load_calendars(const std::vector<std::filesystem::path>& paths,
                         const calendar::Zone& zone, Instant now, Problems& problems) {
  RulePaths calendars;
  calendars.calendars = paths;
  const auto family = read_calendars(read_files(calendars, problems), zone, problems);
  warn_of_ends(family.holiday_files(), now, problems);
  return family.calendars();
}

std::string warning_of_end(const model::HolidayFile& file, Instant now) {
  constexpr std::chrono::days kAhead{365};
  if (file.last >= std::chrono::floor<std::chrono::days>(now) + kAhead) return {};
  const std::chrono::year_month_day last(file.last);
  return fmt::format(
      "the holidays of '{}' end on {:04}-{:02}-{:02}: dates after it count as working days",
      file.name, int(last.year()), unsigned(last.month()), unsigned(last.day()));
}

void warn_of_ends(const std::vector<model::HolidayFile>& files, Instant now, Problems& problems) {
  for (const auto& file : files) {
    auto warning = warning_of_end(file, now);
    if (warning.empty()) continue;
    problems.warning(file.mark, std::move(warning), "put a newer file in its place");
  }
}

calendar::Zone read_model_zone(const std::filesystem::path& model, Problems& problems) {
  if (model.empty()) return {};
  const auto file = parse_yaml_file(model.string(), problems);
  return file ? read_model_zone(*file, problems) : calendar::Zone();
}

}  // namespace steward::rules

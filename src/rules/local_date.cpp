// SPDX-License-Identifier: MIT
#include "rules/local_date.hpp"

#include <fmt/format.h>

#include <string_view>

#include "rules/yaml_node.hpp"
#include "steward/base/instant.hpp"
#include "steward/calendar/holidays.hpp"

namespace steward::rules {

std::optional<std::chrono::sys_days> read_date(const PlacedText& text, Problems& problems) {
  constexpr std::string_view kForm = "2026-12-25";
  const auto written = trimmed(text.text());
  // An instant's date would be one in UTC.
  if (written.size() == kForm.size()) {
    if (const auto midnight = parse_instant(written)) {
      return std::chrono::floor<std::chrono::days>(*midnight);
    }
  }
  problems.error(text.mark(), fmt::format("'{}' is not a date", written),
                 fmt::format("expected {}", kForm));
  return std::nullopt;
}

std::optional<std::chrono::sys_days> read_known_date(const PlacedText& text, Problems& problems) {
  const auto date = read_date(text, problems);
  if (date && (*date < calendar::kFirstDate || *date > calendar::kLastDate)) {
    problems.warning(text.mark(), fmt::format("'{}' has no effect", trimmed(text.text())),
                     "a calendar knows the years 1970 to 2037");
  }
  return date;
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "app/holiday_watch.hpp"

#include <spdlog/spdlog.h>

#include "steward/rules/calendar_files.hpp"

namespace steward::app {

void HolidayWatch::look(const model::RuleSet& set, Instant now) {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  const bool says = looked_on_ && *looked_on_ != today;
  looked_on_ = today;
  if (!says) return;
  for (const auto& file : set.holiday_files) {
    const auto warning = rules::warning_of_end(file, now);
    if (!warning.empty()) spdlog::warn("{}:{}: {}", file.mark.file, file.mark.line, warning);
  }
}

}  // namespace steward::app

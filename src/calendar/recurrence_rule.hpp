// SPDX-License-Identifier: MIT
// The value of an RRULE, read as strictly as RFC 5545, section 3.3.10, is written.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "steward/base/error.hpp"

namespace steward::calendar {

enum class Frequency { secondly, minutely, hourly, daily, weekly, monthly, yearly };

/// "MO", or of a month or a year "1MO" and "-1MO".
struct NumberedDay {
  int number = 0;  ///< 0: every one
  std::chrono::weekday day;
};

struct Until {
  std::chrono::sys_seconds time;  ///< read as if in UTC
  bool is_date = false;
  bool is_utc = false;
};

/// The lists are in order, without repetitions, and empty where the rule has no such part.
struct RecurrenceRule {
  std::optional<Frequency> frequency;  ///< never absent in a rule that was read
  int interval = 1;
  std::optional<int> count;
  std::optional<Until> until;
  std::chrono::weekday week_start = std::chrono::Monday;
  std::vector<int> seconds;
  std::vector<int> minutes;
  std::vector<int> hours;
  std::vector<NumberedDay> days;
  std::vector<int> month_days;
  std::vector<int> year_days;
  std::vector<int> weeks;
  std::vector<int> months;
  std::vector<int> positions;
};

/// Errors: `invalid_input`, naming the part.
[[nodiscard]] Result<RecurrenceRule> parse_recurrence_rule(std::string_view text);

}  // namespace steward::calendar

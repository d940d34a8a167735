// SPDX-License-Identifier: MIT
#include "calendar/spelling.hpp"

#include <fmt/format.h>

namespace steward::calendar {

std::string spell_date(std::chrono::year_month_day date) {
  return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()));
}

std::string spell_time(std::chrono::seconds time_of_day) {
  const std::chrono::hh_mm_ss time(time_of_day);
  return fmt::format(
      "{}{:02}:{:02}{}", time.is_negative() ? "-" : "", time.hours().count(),
      time.minutes().count(),
      time.seconds().count() == 0 ? "" : fmt::format(":{:02}", time.seconds().count()));
}

}  // namespace steward::calendar

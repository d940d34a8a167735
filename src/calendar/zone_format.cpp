// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>

#include "steward/calendar/zone.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr std::array kWeekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string hour_and_minute(Microseconds time_of_day) {
  const std::chrono::hh_mm_ss time(time_of_day);
  return fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
}

}  // namespace

std::string to_rfc3339(Instant instant, const Zone& zone) {
  const auto local = zone.to_local(instant);
  const auto offset = sys_days(local.date) + local.time_of_day - instant;
  if (zone == Zone() || offset % minutes(1) != minutes(0)) return to_rfc3339(instant);
  const std::chrono::hh_mm_ss parts(offset);
  return fmt::format("{}{}{:02}:{:02}", to_iso8601(local), parts.is_negative() ? '-' : '+',
                     parts.hours().count(), parts.minutes().count());
}

std::string format_when(Instant instant, const Zone& zone, Instant now) {
  const auto date = zone.to_local(instant).date;
  const bool another_year = date.year() != zone.to_local(now).date.year();
  return fmt::format("{} {} {}{}, {}", kWeekdays[std::chrono::weekday(date).c_encoding()],
                     unsigned(date.day()), kMonths[unsigned(date.month()) - 1],
                     another_year ? fmt::format(" {:04}", int(date.year())) : "",
                     format_time(instant, zone));
}

std::string format_time(Instant instant, const Zone& zone) {
  return fmt::format("{} {}", hour_and_minute(zone.to_local(instant).time_of_day),
                     zone.abbreviation(instant));
}

std::string format_table(Instant instant, const Zone& zone) {
  const auto local = zone.to_local(instant);
  return fmt::format("{:04}-{:02}-{:02} {}", int(local.date.year()), unsigned(local.date.month()),
                     unsigned(local.date.day()), hour_and_minute(local.time_of_day));
}

std::string format_near(Instant instant, const Zone& zone, Instant now) {
  const auto ahead = sys_days(zone.to_local(instant).date) - sys_days(zone.to_local(now).date);
  if (ahead == days(0)) return format_time(instant, zone) + " today";
  if (ahead == days(1)) return format_time(instant, zone) + " tomorrow";
  return format_when(instant, zone, now);
}

}  // namespace steward::calendar

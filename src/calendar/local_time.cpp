// SPDX-License-Identifier: MIT
#include "steward/calendar/local_time.hpp"

#include <fmt/format.h>

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;

constexpr std::size_t kDateLength = std::string_view("1997-09-02").size();

}  // namespace

// A local time is written as an instant in UTC is, but for the Z.
std::string to_iso8601(const LocalTime& local) {
  auto text = to_rfc3339(sys_days(local.date) + local.time_of_day);
  text.pop_back();
  return text;
}

Result<LocalTime> parse_local_time(std::string_view text) {
  const bool is_date = text.size() == kDateLength;
  if (const auto as_utc = parse_instant(std::string(text) + (is_date ? "" : "Z"))) {
    const auto day = floor<days>(*as_utc);
    return LocalTime{day, *as_utc - day};
  }
  return Error(ErrorCode::invalid_input,
               fmt::format("'{}' is not a local time: expected 2026-11-22T15:00:00 without an "
                           "offset, from 00:00:00 to 23:59:59, or a date 2026-11-22",
                           text));
}

}  // namespace steward::calendar

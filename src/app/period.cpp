// SPDX-License-Identifier: MIT
#include "app/period.hpp"

#include <fmt/format.h>

namespace steward::app {
namespace {

constexpr std::chrono::days kDefaultLength{30};
constexpr std::size_t kDateLength = 10;  // 2026-11-22

/// One end of a period; `days` is added to a date.
Result<Instant> parse_end(const char* option, const std::string& text, const calendar::Zone& zone,
                          std::chrono::days days) {
  const auto instant = parse_instant(text);
  if (!instant) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("{}: '{}' is neither a date (2026-11-22) nor an instant "
                             "(2026-11-22T15:00:00Z)",
                             option, text));
  }
  if (text.size() != kDateLength) return *instant;
  const auto day = std::chrono::floor<std::chrono::days>(*instant) + days;
  return zone.to_instant({std::chrono::year_month_day(day), Microseconds(0)});
}

}  // namespace

Result<Interval> parse_period(const std::string& from, const std::string& to,
                              const calendar::Zone& zone, Instant now) {
  Interval period{now, now};
  if (!to.empty()) {
    const auto end = parse_end("--to", to, zone, std::chrono::days(1));
    if (!end) return end.error();
    period.to = *end;
  }
  period.from = period.to - kDefaultLength;
  if (!from.empty()) {
    const auto begin = parse_end("--from", from, zone, std::chrono::days(0));
    if (!begin) return begin.error();
    period.from = *begin;
  }
  if (period.from < period.to) return period;
  return Error(ErrorCode::invalid_input, "--from must be before --to, and before now");
}

Instant start_of_day(Instant instant, const calendar::Zone& zone) {
  return zone.to_instant({zone.to_local(instant).date, Microseconds(0)});
}

}  // namespace steward::app

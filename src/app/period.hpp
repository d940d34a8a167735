// SPDX-License-Identifier: MIT
// The period of a report, as people write it.
#pragma once

#include <string>

#include "steward/base/instant.hpp"
#include "steward/calendar/zone.hpp"

namespace steward::app {

/// What `--from` and `--to` mean. A date is a day of `zone`: `from` begins with it, `to` ends with
/// it; an instant (RFC 3339) is itself. Without `to` the period ends at `now`; without `from` it
/// begins 30 days before its end. Errors: `invalid_input`.
[[nodiscard]] Result<Interval> parse_period(const std::string& from, const std::string& to,
                                            const calendar::Zone& zone, Instant now);

/// When the day of `instant` began in `zone`.
[[nodiscard]] Instant start_of_day(Instant instant, const calendar::Zone& zone);

}  // namespace steward::app

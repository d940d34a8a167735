// SPDX-License-Identifier: MIT
// What opens on one local date, as instants.
#pragma once

#include <vector>

#include "steward/base/instant.hpp"
#include "steward/calendar/definition.hpp"

namespace steward::calendar {

/// A local time of a date, which may be 24 h or more: the midnight after it and later.
[[nodiscard]] Instant at_local(const Zone& zone, std::chrono::sys_days date,
                               std::chrono::seconds time);

/// The openings that belong to a date, breaks taken out, in order, none touching another. Those of
/// neighbouring dates may overlap them. `definition` is in order.
[[nodiscard]] std::vector<Interval> openings_on(const Definition& definition,
                                                std::chrono::sys_days date);

}  // namespace steward::calendar

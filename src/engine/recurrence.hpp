// SPDX-License-Identifier: MIT
// When the schedule of a rule opens promises.
#pragma once

#include <optional>
#include <vector>

#include "steward/model/rule.hpp"

namespace steward::engine {

/// The first recurrence after an instant; nothing when the schedule is over, or when it cannot be
/// known: that is logged. `rule` has a schedule.
[[nodiscard]] std::optional<Instant> recurrence_after(const model::Rule& rule, Instant after);
/// The first one not before an instant.
[[nodiscard]] std::optional<Instant> recurrence_from(const model::Rule& rule, Instant from);

}  // namespace steward::engine

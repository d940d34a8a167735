// SPDX-License-Identifier: MIT
// Dates as files write them.
#pragma once

#include <chrono>
#include <optional>

#include "rules/placed_text.hpp"

namespace steward::rules {

/// "2026-12-25". Nothing when a mistake was reported.
[[nodiscard]] std::optional<std::chrono::sys_days> read_date(const PlacedText& text,
                                                             Problems& problems);

/// As `read_date`, for a date on which something is special: one in years that no calendar knows
/// has no effect, which is a warning.
[[nodiscard]] std::optional<std::chrono::sys_days> read_known_date(const PlacedText& text,
                                                                   Problems& problems);

}  // namespace steward::rules

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

}  // namespace steward::rules

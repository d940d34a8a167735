// SPDX-License-Identifier: MIT
// The jumps of the server's clock that daemons noticed: whatever acts after one can be doubted.
#pragma once

#include <string>

#include "steward/base/clock_watch.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// Breaches that are noticed so long after a jump, as the clock then shows it, say so.
inline constexpr std::chrono::hours kJumpCounts{24};

/// `by` is the host that noticed it. Several may note the same one.
[[nodiscard]] Result<> note_jump(Pool& pool, const ClockJump& jump, const std::string& by);

}  // namespace steward::store

// SPDX-License-Identifier: MIT
// When a message that could not be handed over is tried again.
#pragma once

#include <optional>

#include "steward/base/instant.hpp"

namespace steward::engine {

/// The pause after the n-th failed attempt (from 1): 10 s, 30 s, 1 min, 5 min, 15 min, then 30 min;
/// nothing after the twelfth, some three hours and twenty minutes after the first: then it is given
/// up.
[[nodiscard]] std::optional<Microseconds> pause_after(int attempt);

}  // namespace steward::engine

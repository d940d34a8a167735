// SPDX-License-Identifier: MIT
// The engine's loops as a daemon runs them, each with a session of its own, and their limits: until
// there is nothing to do.
#pragma once

#include "bench/engine_database.hpp"
#include "steward/base/instant.hpp"

namespace steward::bench {

/// Lets all act that is due at `now`, by so many loops at once; answers the seconds that it took,
/// without those for connecting.
double fire_by_engine(EngineDatabase& world, Instant now, int loops);
double fire_by_hand(EngineDatabase& world, Instant now, int loops);

/// Takes in all changes by one loop.
double track_by_engine(EngineDatabase& world, Instant now);
double track_by_hand(EngineDatabase& world, Instant now);

}  // namespace steward::bench

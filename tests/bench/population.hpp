// SPDX-License-Identifier: MIT
// Records and commitments in any number, made by SQL as the engine would have made them.
#pragma once

#include <cstdint>
#include <string>

#include "bench/engine_database.hpp"

namespace steward::bench {

/// Every tenth delivery has the same client, and each client an interaction that keeps nothing.
struct Population {
  /// Completed deliveries, each with its open commitment.
  std::int64_t open = 1'000'000;
  /// Equal parts of them in the order of their keys: the dues of each fill an hour of their own.
  std::int64_t windows = 1;
  /// Further deliveries that are not done yet, each of a client of its own: the last in key order.
  std::int64_t planned = 0;
  /// Leaves the commitments to the engine.
  bool only_records = false;
};

/// When all commitments of a population were opened.
[[nodiscard]] Instant opened_at();
/// The first due of a window, from 0; the last lies less than an hour later, the next window's
/// five days. Reminders come a day before.
[[nodiscard]] Instant due_of(std::int64_t window);
/// The client of the first delivery that is planned; its delivery has the key `open` + 1.
[[nodiscard]] std::int64_t first_planned_client(const Population& population);

/// Into a database without clients of its own.
void populate(EngineDatabase& world, const Population& population);

}  // namespace steward::bench

// SPDX-License-Identifier: MIT
// The figures by which the work on a database is watched.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "steward/base/instant.hpp"
#include "steward/store/pool.hpp"
#include "steward/store/reports.hpp"

namespace steward::store {

/// Bounds of the buckets of a lag, rising. A case belongs to the first that it does not pass.
inline constexpr std::array<Microseconds, 14> kLagBounds = {
    std::chrono::milliseconds(1),  std::chrono::milliseconds(5),   std::chrono::milliseconds(10),
    std::chrono::milliseconds(50), std::chrono::milliseconds(100), std::chrono::milliseconds(500),
    std::chrono::seconds(1),       std::chrono::seconds(5),        std::chrono::seconds(10),
    std::chrono::seconds(30),      std::chrono::minutes(1),        std::chrono::minutes(5),
    std::chrono::minutes(15),      std::chrono::hours(1),
};

/// How often something took how long in the last 24 hours.
struct LagCounts {
  std::array<std::int64_t, kLagBounds.size() + 1> counts{};  ///< the last: what passes every bound
  Microseconds sum{0};
  bool operator==(const LagCounts&) const = default;
};

struct Gauges {
  std::map<std::string, std::int64_t> commitments;  ///< by state
  std::int64_t breaches = 0;                        ///< in the ledger
  std::int64_t staged = 0;                          ///< rule sets that wait for a person: 0 or 1
  Waiting changes;                                  ///< of records, not looked at yet
  Waiting overdue;  ///< live commitments whose step is late by more than `kOverdueAfter`
  std::int64_t notices_waiting = 0;
  std::map<std::string, std::int64_t> messages;  ///< by state: all that wait, and those made in the
                                                 ///< last 24 hours
  std::map<std::string, std::int64_t> suppressed;  ///< tasks, by reason
  LagCounts firing_lag;                            ///< from a step's instant to its acting
  LagCounts delivery_lag;                          ///< from a message's making to its acceptance
  bool operator==(const Gauges&) const = default;
};

/// Read-only. Errors: those of the database.
[[nodiscard]] Result<Gauges> read_gauges(Pool& pool, Instant now);

}  // namespace steward::store

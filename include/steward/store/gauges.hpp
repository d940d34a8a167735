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

/// What waits: asked afresh each time, by indexes that hold nothing else.
struct Gauges {
  std::int64_t breaches = 0;  ///< that were ever given a number
  std::int64_t staged = 0;    ///< rule sets that wait for a person: 0 or 1
  std::int64_t rules_set_aside = 0;
  std::int64_t subjects_set_aside = 0;
  Waiting changes;   ///< of records, not looked at yet
  Waiting overdue;   ///< live commitments whose step is late by more than `kOverdueAfter`
  Waiting notices;   ///< not resolved to people yet
  Waiting messages;  ///< not accepted yet, nor given up
  bool operator==(const Gauges&) const = default;
};

/// What is counted over many rows: those of a day, or of all that is live. However well indexed,
/// asking costs what there is; `Sparing` sees to it that it is not asked too often.
struct Tallies {
  /// By state. The live ones (open, paused, breached) are counted, from a partial index; of the
  /// closed ones a table larger than `kCountedUpTo` is only estimated, from the statistics that
  /// PostgreSQL keeps, and left out where it has none yet.
  std::map<std::string, std::int64_t> commitments;
  std::map<std::string, std::int64_t> messages;  ///< by state: all that wait, and those made in the
                                                 ///< last 24 hours
  std::map<std::string, std::int64_t> suppressed;  ///< tasks, by reason
  LagCounts detection_lag;                         ///< record changed → commitment
  LagCounts firing_lag;                            ///< a step's instant → its notice
  LagCounts queue_lag;                             ///< notice → first handed over
  LagCounts provider_lag;                          ///< first handed over → accepted
  LagCounts delivery_lag;                          ///< from a message's making to its acceptance
  bool operator==(const Tallies&) const = default;
};

/// Octets of the table of commitments, some 50,000 of them: reading it takes a few milliseconds.
inline constexpr std::int64_t kCountedUpTo = 16 * 1024 * 1024;

/// Read-only. Errors: those of the database.
[[nodiscard]] Result<Gauges> read_gauges(Pool& pool, Instant now);
[[nodiscard]] Result<Tallies> read_tallies(Pool& pool, Instant now,
                                           std::int64_t counted_up_to = kCountedUpTo);

}  // namespace steward::store

// SPDX-License-Identifier: MIT
// What a running daemon tells those who watch it: /healthz and /metrics.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>

#include "app/installation.hpp"
#include "app/loops.hpp"
#include "app/rule_keeper.hpp"
#include "app/sparing.hpp"
#include "app/upkeep.hpp"
#include "app/watched_clock.hpp"
#include "steward/web/health.hpp"
#include "steward/web/http_message.hpp"
#include "steward/web/metrics.hpp"

namespace steward::app {

/// What the others on the same database are like, as the last beat saw it.
struct Neighbours {
  std::atomic<std::int64_t> versions{1};
  std::atomic<std::int64_t> rule_sets{1};
};

/// Safe to use from several threads. While the database is away it is not asked.
class Observation {
 public:
  Observation(Installation& installation, const RuleKeeper& rules, const DatabaseWatch& database,
              WatchedClock& clock, const Neighbours& neighbours, const Upkeep& upkeep)
      : installation_(installation),
        rules_(rules),
        database_(database),
        clock_(clock),
        neighbours_(neighbours),
        upkeep_(upkeep) {}

  [[nodiscard]] web::Response answer(const web::Request& request);

 private:
  [[nodiscard]] web::Health health() const;
  [[nodiscard]] web::Metrics metrics();
  [[nodiscard]] std::optional<web::Counts> counts();
  /// As they were when they were last counted: that costs, and is done sparingly.
  [[nodiscard]] std::optional<web::Totals> totals(Instant now);
  [[nodiscard]] Result<web::Totals> count(Instant now);

  Installation& installation_;
  const RuleKeeper& rules_;
  const DatabaseWatch& database_;
  WatchedClock& clock_;
  const Neighbours& neighbours_;
  const Upkeep& upkeep_;
  std::mutex mutex_;
  Sparing sparing_;
  std::optional<web::Totals> totals_;
};

}  // namespace steward::app

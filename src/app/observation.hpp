// SPDX-License-Identifier: MIT
// What a running daemon tells those who watch it: /healthz and /metrics.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "app/installation.hpp"
#include "app/loops.hpp"
#include "app/rule_keeper.hpp"
#include "app/sparing.hpp"
#include "app/watched_clock.hpp"
#include "steward/store/capture.hpp"
#include "steward/store/gauges.hpp"
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
              WatchedClock& clock, const Neighbours& neighbours)
      : installation_(installation),
        rules_(rules),
        database_(database),
        clock_(clock),
        neighbours_(neighbours) {}

  [[nodiscard]] web::Response answer(const web::Request& request);

 private:
  /// What costs to find out, kept until it may be asked again.
  struct Costly {
    store::Tallies tallies;
    std::vector<store::CaptureGap> capture_gaps;
  };

  [[nodiscard]] web::Health health() const;
  [[nodiscard]] web::Metrics metrics();
  [[nodiscard]] std::optional<web::Counts> counts();
  [[nodiscard]] Result<Costly> costly(Instant now);

  Installation& installation_;
  const RuleKeeper& rules_;
  const DatabaseWatch& database_;
  WatchedClock& clock_;
  const Neighbours& neighbours_;
  std::mutex mutex_;
  Sparing sparing_;
  Costly known_;
};

}  // namespace steward::app

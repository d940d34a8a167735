// SPDX-License-Identifier: MIT
#include "app/observation.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "steward/store/gauges.hpp"

namespace steward::app {
namespace {

using ByName = std::map<std::string, std::int64_t>;

/// With those that nothing is in: a series that comes and goes cannot be watched.
ByName with_zeros(ByName counts, std::initializer_list<std::string_view> names) {
  for (const auto name : names) counts.try_emplace(std::string(name), 0);
  return counts;
}

web::Backlog backlog(const store::Waiting& waiting, Instant now) {
  if (!waiting.since) return {};
  return {waiting.count, std::max(now - *waiting.since, Microseconds(0))};
}

web::Histogram histogram(const store::LagCounts& lag) {
  web::Histogram histogram;
  histogram.bounds.assign(store::kLagBounds.begin(), store::kLagBounds.end());
  histogram.counts.assign(lag.counts.begin(), lag.counts.end());
  histogram.sum = lag.sum;
  return histogram;
}

web::Counts counts_of(const store::Gauges& gauges, Instant now) {
  web::Counts counts;
  counts.commitments =
      with_zeros(gauges.commitments, {"open", "paused", "kept", "breached", "cancelled"});
  counts.breaches = gauges.breaches;
  counts.staged = gauges.staged;
  counts.changes = backlog(gauges.changes, now);
  counts.overdue = backlog(gauges.overdue, now);
  counts.notices_waiting = gauges.notices_waiting;
  counts.messages = with_zeros(gauges.messages, {"ready", "sending", "sent", "failed", "withheld"});
  counts.suppressed = gauges.suppressed;
  counts.firing_lag = histogram(gauges.firing_lag);
  counts.delivery_lag = histogram(gauges.delivery_lag);
  return counts;
}

}  // namespace

web::Response Observation::answer(const web::Request& request) {
  if (request.path == "/healthz") return web::to_response(health());
  web::Response response;
  if (request.path == "/metrics") {
    response.content_type = web::kPrometheusType;
    response.body = web::to_prometheus(metrics());
  } else {
    response.status = 404;
    response.body = "there are /healthz and /metrics\n";
  }
  return response;
}

/// Files with errors are no problem here: the last good rules run on, and a restart, which is what
/// an unhealthy daemon gets, would lose them.
web::Health Observation::health() const {
  web::Health health;
  if (!database_.is_up()) health.problems.emplace_back("the database is away");
  if (!rules_.running()) {
    const auto note = rules_.note();
    health.problems.push_back("no rules run: " + (note.empty() ? "still starting" : note));
  }
  health.ok = health.problems.empty();
  return health;
}

web::Metrics Observation::metrics() {
  web::Metrics metrics;
  metrics.version = STEWARD_VERSION;
  metrics.rule_set = rules_.digest();
  metrics.in_force = rules_.running() != nullptr;
  metrics.last_load_failed = rules_.last_load_failed();
  metrics.counts = counts();
  return metrics;
}

std::optional<web::Counts> Observation::counts() {
  if (!database_.is_up()) return std::nullopt;
  const auto now = installation_.clock().now();
  if (!now) return std::nullopt;
  const auto gauges = store::read_gauges(installation_.pool(), *now);
  if (gauges) return counts_of(*gauges, *now);
  spdlog::warn("the figures for /metrics could not be read: {}", gauges.error().message());
  return std::nullopt;
}

}  // namespace steward::app

// SPDX-License-Identifier: MIT
#include "app/observation.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "steward/store/capture.hpp"
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

/// What nobody needs costs its table a little; it misses nothing.
ByName counts_of(const std::vector<store::CaptureGap>& gaps) {
  ByName counts;
  for (const auto& gap : gaps) {
    if (gap.state != store::CaptureState::obsolete) ++counts[std::string(to_string(gap.state))];
  }
  return with_zeros(std::move(counts), {"missing", "disabled", "outdated"});
}

/// The states of which PostgreSQL keeps no statistics yet are left out.
ByName commitments_of(const ByName& counts) {
  auto all = with_zeros(counts, {"open", "paused", "breached"});
  if (counts.contains("kept") || counts.contains("cancelled")) {
    all = with_zeros(std::move(all), {"kept", "cancelled"});
  }
  return all;
}

web::Counts counts_of(const store::Gauges& gauges, Instant now) {
  web::Counts counts;
  counts.breaches = gauges.breaches;
  counts.staged = gauges.staged;
  counts.quarantined = {{"rule", gauges.rules_set_aside}, {"subject", gauges.subjects_set_aside}};
  counts.changes = backlog(gauges.changes, now);
  counts.overdue = backlog(gauges.overdue, now);
  counts.notices = backlog(gauges.notices, now);
  counts.queue = backlog(gauges.messages, now);
  return counts;
}

web::Totals totals_of(const store::Tallies& tallies) {
  web::Totals totals;
  totals.commitments = commitments_of(tallies.commitments);
  totals.messages =
      with_zeros(tallies.messages, {"ready", "sending", "sent", "failed", "withheld"});
  totals.suppressed = tallies.suppressed;
  totals.detection_lag = histogram(tallies.detection_lag);
  totals.firing_lag = histogram(tallies.firing_lag);
  totals.queue_lag = histogram(tallies.queue_lag);
  totals.provider_lag = histogram(tallies.provider_lag);
  totals.delivery_lag = histogram(tallies.delivery_lag);
  return totals;
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
  if (clock_.differs()) {
    health.warnings.push_back(fmt::format("this host's clock is {} the database server's",
                                          how_far_ahead(clock_.host_ahead())));
  }
  if (const auto versions = neighbours_.versions.load(); versions > 1) {
    health.warnings.push_back(fmt::format("daemons of {} versions are running", versions));
  }
  if (const auto sets = neighbours_.rule_sets.load(); sets > 1) {
    health.warnings.push_back(fmt::format("the daemons run by {} rule sets", sets));
  }
  if (auto trouble = upkeep_.trouble(); !trouble.empty()) {
    health.warnings.push_back(std::move(trouble));
  }
  return health;
}

web::Metrics Observation::metrics() {
  web::Metrics metrics;
  metrics.version = STEWARD_VERSION;
  metrics.rule_set = rules_.digest();
  metrics.in_force = rules_.running() != nullptr;
  metrics.last_load_failed = rules_.last_load_failed();
  metrics.clock_ahead = clock_.host_ahead();
  metrics.counts = counts();
  return metrics;
}

std::optional<web::Counts> Observation::counts() {
  if (!database_.is_up()) return std::nullopt;
  const auto now = clock_.now();
  if (!now) return std::nullopt;
  const auto gauges = store::read_gauges(installation_.pool(), *now);
  if (!gauges) {
    spdlog::warn("the figures for /metrics could not be read: {}", gauges.error().message());
    return std::nullopt;
  }
  auto counts = counts_of(*gauges, *now);
  counts.totals = totals(*now);
  return counts;
}

std::optional<web::Totals> Observation::totals(Instant now) {
  const std::lock_guard lock(mutex_);
  const auto began = std::chrono::steady_clock::now();
  if (!sparing_.may_ask(began)) return totals_;
  auto counted = count(now);
  sparing_.asked(began, std::chrono::steady_clock::now());
  totals_.reset();
  if (counted) {
    totals_ = std::move(*counted);
  } else {
    spdlog::warn("the totals for /metrics could not be counted: {}", counted.error().message());
  }
  return totals_;
}

Result<web::Totals> Observation::count(Instant now) {
  const auto tallies = store::read_tallies(installation_.pool(), now);
  if (!tallies) return tallies.error();
  auto totals = totals_of(*tallies);
  std::vector<store::CaptureGap> gaps;
  if (const auto set = rules_.running()) {
    auto found = store::capture_gaps(installation_.pool(), *set);
    if (!found) return found.error();
    gaps = std::move(*found);
  }
  totals.capture_gaps = counts_of(gaps);
  return totals;
}

}  // namespace steward::app

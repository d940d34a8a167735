// SPDX-License-Identifier: MIT
#include "app/observation.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

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

void add(web::Counts& counts, const store::Gauges& gauges, Instant now) {
  counts.breaches = gauges.breaches;
  counts.staged = gauges.staged;
  counts.changes = backlog(gauges.changes, now);
  counts.overdue = backlog(gauges.overdue, now);
  counts.notices = backlog(gauges.notices, now);
  counts.queue = backlog(gauges.messages, now);
}

void add(web::Counts& counts, const store::Tallies& tallies) {
  counts.commitments = commitments_of(tallies.commitments);
  counts.messages =
      with_zeros(tallies.messages, {"ready", "sending", "sent", "failed", "withheld"});
  counts.suppressed = tallies.suppressed;
  counts.detection_lag = histogram(tallies.detection_lag);
  counts.firing_lag = histogram(tallies.firing_lag);
  counts.queue_lag = histogram(tallies.queue_lag);
  counts.provider_lag = histogram(tallies.provider_lag);
  counts.delivery_lag = histogram(tallies.delivery_lag);
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
  const auto rest = gauges ? costly(*now) : Result<Costly>(gauges.error());
  if (!rest) {
    spdlog::warn("the figures for /metrics could not be read: {}", rest.error().message());
    return std::nullopt;
  }
  web::Counts counts;
  add(counts, *gauges, *now);
  add(counts, rest->tallies);
  counts.capture_gaps = counts_of(rest->capture_gaps);
  return counts;
}

Result<Observation::Costly> Observation::costly(Instant now) {
  const std::lock_guard lock(mutex_);
  const auto began = std::chrono::steady_clock::now();
  if (!sparing_.may_ask(began)) return known_;
  auto tallies = store::read_tallies(installation_.pool(), now);
  std::vector<store::CaptureGap> gaps;
  if (const auto set = rules_.running(); tallies && set) {
    auto found = store::capture_gaps(installation_.pool(), *set);
    if (!found) return found.error();
    gaps = std::move(*found);
  }
  sparing_.asked(began, std::chrono::steady_clock::now());
  if (!tallies) return tallies.error();
  known_ = {std::move(*tallies), std::move(gaps)};
  return known_;
}

}  // namespace steward::app

// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <stdexcept>

#include "bench/engine_figures.hpp"
#include "bench/engine_loops.hpp"
#include "bench/measure.hpp"
#include "steward/engine/tracker.hpp"

namespace steward::bench {
namespace {

constexpr std::int64_t kOthers = 10'000;
constexpr int kLive = 10;
constexpr int kWarmUps = 5;
constexpr int kSamples = 50;
constexpr std::int64_t kBusy = 900'001;
constexpr std::int64_t kQuiet = 900'002;

// Old ones were followed up a day later, month by month; nothing has been since the live ones.
constexpr const char* kClients = R"(
insert into crm.clients (id, name, stage, tier, account_manager_id) overriding system value
  values ({busy}, 'Busy', 'active', 'priority', 1), ({quiet}, 'Quiet', 'active', 'priority', 1);
insert into crm.interactions (client_id, channel, kind, occurred_at)
  select {busy}, 'phone', 'follow_up', timestamptz '2022-01-02T00:00:00Z' + n * interval '30 days'
    from generate_series(0, 99) n;
insert into crm.service_deliveries (client_id, service_type, completed_at, status)
  select {busy}, 'fuel',
         timestamptz '2022-01-01T00:00:00Z' + (n % 100) * interval '30 days'
           + (n / 100) * interval '1 second', 'completed'
    from generate_series(1, {old}) n;
insert into crm.service_deliveries (client_id, service_type, completed_at, status)
  select c, 'fuel', timestamptz '2031-01-02T00:00:00Z' + n * interval '1 second', 'completed'
    from generate_series(1, {live}) n, (values ({busy}), ({quiet})) v(c))";

constexpr const char* kNow = "2031-01-02T12:00:00Z";

std::int64_t kept_of(EngineDatabase& world, std::int64_t client) {
  return std::stoll(world.database().value(fmt::format(
      "select count(*) from steward.commitment where client = '{}' and state = 'kept'", client)));
}

/// A follow-up keeps what is live; taking it back reopens that for the next time.
double follow_up(EngineDatabase& world, std::int64_t client) {
  auto& database = world.database();
  engine::Tracker tracker(world.store());
  const auto now = *parse_instant(kNow);
  const auto before = kept_of(world, client);
  database.run(
      fmt::format("insert into crm.interactions (client_id, channel, kind, occurred_at) "
                  "values ({}, 'phone', 'follow_up', '2031-01-02T11:00:00Z')",
                  client));
  const auto seconds = timed([&] { must(tracker.run_once(world.rules(), now), "tracking"); });
  if (kept_of(world, client) - before != kLive) {
    throw std::runtime_error("a follow-up keeps another number than what is live");
  }
  database.run(fmt::format(
      "delete from crm.interactions where client_id = {} and occurred_at = '2031-01-02T11:00:00Z'",
      client));
  must(tracker.run_once(world.rules(), now), "tracking");
  if (kept_of(world, client) != before) throw std::runtime_error("not all are live again");
  return seconds;
}

}  // namespace

void measure_old_client(const Options& options) {
  EngineDatabase world;
  Population population;
  population.open = kOthers;
  populate(world, population);
  world.database().run(fmt::format(kClients, fmt::arg("busy", kBusy), fmt::arg("quiet", kQuiet),
                                   fmt::arg("old", options.due), fmt::arg("live", kLive)));
  world.settle();
  track_by_engine(world, *parse_instant(kNow));
  world.settle();
  std::vector<double> busy;
  std::vector<double> quiet;
  for (int sample = 0; sample < kWarmUps + kSamples; ++sample) {
    const auto of_busy = follow_up(world, kBusy);
    const auto of_quiet = follow_up(world, kQuiet);
    if (sample < kWarmUps) continue;
    busy.push_back(of_busy * 1000);
    quiet.push_back(of_quiet * 1000);
  }
  print({fmt::format("an interaction of a client with {} old deliveries, beside none", options.due),
         median(busy), median(quiet), "ms", "ratio<=2"});
}

}  // namespace steward::bench

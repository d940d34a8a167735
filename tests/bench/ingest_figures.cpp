// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "bench/engine_figures.hpp"
#include "bench/engine_loops.hpp"
#include "bench/measure.hpp"
#include "bench/same_rows.hpp"

namespace steward::bench {
namespace {

constexpr const char* kComplete = R"(
update crm.service_deliveries
   set status = 'completed',
       completed_at = timestamptz '2031-01-02T00:00:00Z' + id * interval '1 microsecond'
 where id between {} and {})";

constexpr const char* kFollowUp = R"(
insert into crm.interactions (client_id, channel, kind, occurred_at)
select n, 'phone', 'follow_up', timestamptz '2031-01-03T00:30:00Z'
  from generate_series({}, {}) n)";

constexpr const char* kCompleted = "2031-01-02T06:00:00Z";
constexpr const char* kFollowedUp = "2031-01-03T01:00:00Z";

struct Times {
  std::vector<double> engine;
  std::vector<double> limit;
};

/// The same changes for both, then both one after the other, in turn the first.
void run_both(EngineDatabase& engine, EngineDatabase& limit, const std::string& changes,
              const char* now, bool swap, Times& times) {
  for (auto* world : {&engine, &limit}) {
    world->database().run(changes);
    world->settle();
  }
  const auto at = *parse_instant(now);
  if (swap) times.limit.push_back(track_by_hand(limit, at));
  times.engine.push_back(track_by_engine(engine, at));
  if (!swap) times.limit.push_back(track_by_hand(limit, at));
}

void print_rate(const std::string& name, const Times& times, const Options& options) {
  const auto thousands = static_cast<double>(options.due) / 1000;
  print({name, thousands / median(times.engine), thousands / median(times.limit), "k/s",
         "ratio>=0.5"});
}

}  // namespace

void measure_ingest(EngineDatabase& base, const Options& options) {
  const auto engine = base.copy();
  const auto limit = base.copy();
  const auto first_client = first_planned_client(population_of(options));
  Times opened;
  Times kept;
  for (int run = 0; run < options.runs; ++run) {
    const auto from = options.due * run;
    const auto last = options.due - 1;
    const bool swap = run % 2 == 1;
    const auto delivery = options.open + 1 + from;
    run_both(*engine, *limit, fmt::format(kComplete, delivery, delivery + last), kCompleted, swap,
             opened);
    const auto client = first_client + from;
    run_both(*engine, *limit, fmt::format(kFollowUp, client, client + last), kFollowedUp, swap,
             kept);
  }
  print_rate("ingest: changes that open a commitment", opened, options);
  print_rate("ingest: changes that keep a commitment", kept, options);
  require_same_rows(engine->database(), limit->database());
}

}  // namespace steward::bench

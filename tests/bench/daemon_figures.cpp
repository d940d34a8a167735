// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <random>
#include <stdexcept>
#include <thread>

#include "bench/engine_figures.hpp"
#include "bench/hand_firing.hpp"
#include "bench/hand_session.hpp"
#include "bench/measure.hpp"
#include "bench/process_usage.hpp"
#include "bench/watched_daemon.hpp"

namespace steward::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// 1,000 in a minute.
constexpr double kPromisesASecond = 1000.0 / 60;
constexpr int kChanges = 100;
constexpr std::int64_t kFew = 10'000;

// Due at instants that nobody could have foreseen, the first when those are opened and reminded of.
constexpr const char* kPromise = R"(
insert into crm.service_deliveries (client_id, service_type, completed_at, status)
select 1, 'lag', clock_timestamp() - interval '48 hours' + interval '10 seconds'
       + random() * interval '{} seconds', 'completed'
  from generate_series(1, {}))";

/// Of the promises that were broken since an instant.
constexpr const char* kBroken = R"(
select count(*) from steward.outcome o join steward.commitment c on c.id = o.commitment
 where c.client = '1' and o.step = '2' and o.acted_at >= '{}')";

// By the server's own record of when each transaction was committed. The outcome stands for the
// notice of the same transaction: resolving marks the notice later, which makes another row of it.
constexpr const char* kLags = R"(
select extract(epoch from pg_xact_commit_timestamp(o.xmin) - o.at) * 1000
  from steward.outcome o join steward.commitment c on c.id = o.commitment
  join steward.notice n on n.commitment = o.commitment and n.step = o.step
 where c.client = '1' and o.step = '2' and o.acted_at >= '{}')";

// A daemon that starts lets each rule look at all its records again.
constexpr const char* kLooked = R"(
select case when exists (select from steward.activation where not done) then 0 else 1 end)";

constexpr const char* kOutboxIsEmpty = R"(
select case when exists (select from steward.notice where resolved_at is null)
              or exists (select from steward.message where next_at is not null)
            then 0 else 1 end)";

constexpr const char* kChange = R"(
insert into crm.service_deliveries (client_id, service_type, completed_at, status)
values (1, 'change', clock_timestamp(), 'completed'))";

constexpr const char* kWritten = R"(
select count(*) from steward.commitment c join crm.service_deliveries d on d.id = c.key::bigint
 where c.client = '1' and d.service_type = 'change')";

constexpr const char* kDetections = R"(
select extract(epoch from pg_xact_commit_timestamp(h.xmin) - pg_xact_commit_timestamp(d.xmin))
       * 1000
  from crm.service_deliveries d join steward.commitment c on c.key = d.id::text
  join steward.history h on h.commitment = c.id and h.kind = 'opened'
 where c.client = '1' and d.service_type = 'change')";

std::vector<double> numbers(test::TestDatabase& database, const std::string& sql) {
  std::vector<double> all;
  for (const auto& row : database.rows(sql)) all.push_back(std::stod(row.front()));
  if (all.empty()) throw std::runtime_error("nothing was measured");
  return all;
}

/// Lets promises fall due within a time, and answers how late each breach was.
std::vector<double> lags_of_broken(EngineDatabase& world, WatchedDaemon& daemon,
                                   const Options& options) {
  const int within_seconds = options.quick ? 20 : 60;
  daemon.until(kLooked, 1);
  const auto promises = static_cast<int>(within_seconds * kPromisesASecond);
  const auto since = world.database().value("select clock_timestamp()");
  world.database().run(fmt::format(kPromise, within_seconds, promises));
  std::this_thread::sleep_for(seconds(within_seconds + 10));
  daemon.until(fmt::format(kBroken, since), promises);
  daemon.until(kOutboxIsEmpty, 1);
  auto lags = numbers(world.database(), fmt::format(kLags, since));
  if (lags.size() != static_cast<std::size_t>(promises)) {
    throw std::runtime_error("not every due has its notice");
  }
  return lags;
}

/// The least that it takes: one is due, and the limit lets it act.
std::vector<double> floor_of_firing(EngineDatabase& world) {
  HandFiring by_hand(world.database().connection());
  std::vector<double> samples;
  for (int sample = 0; sample < kChanges; ++sample) {
    const auto next = next_due(world);
    samples.push_back(1000 * timed([&] { by_hand.run_once(next); }));
  }
  return samples;
}

/// Of each run of the daemon's, and of the limit before it.
struct Lags {
  std::vector<double> p50;
  std::vector<double> p99;

  void add(const std::vector<double>& run) {
    p50.push_back(quantile(run, 0.5));
    p99.push_back(quantile(run, 0.99));
  }
};

void tell_lag(const Lags& lags, const Lags& floor) {
  print({"lag from due to notice committed, p50", median(lags.p50), median(floor.p50), "ms",
         "figure<=3"});
  print({"lag from due to notice committed, p99", median(lags.p99), median(floor.p99), "ms",
         "figure<=10"});
}

void measure_detection(EngineDatabase& world, WatchedDaemon& daemon) {
  std::mt19937 random(1);
  std::uniform_int_distribution<int> apart(20, 2 * static_cast<int>(kProbe.count()));
  for (int change = 0; change < kChanges; ++change) {
    world.database().run(kChange);
    std::this_thread::sleep_for(milliseconds(apart(random)));
  }
  daemon.until(kWritten, kChanges);
  const auto detections = numbers(world.database(), kDetections);
  print({"one change to its commitment, p50, probe 200 ms", quantile(detections, 0.5), 0, "ms",
         fmt::format("figure<={}", kProbe.count() + 20)});
  print(
      {"one change to its commitment, p99, probe 200 ms", quantile(detections, 0.99), 0, "ms", ""});
}

/// Of a process and every one of the server's but the one that answers our questions.
double idle_share(EngineDatabase& world, pid_t process, const std::function<void()>& pass_time) {
  std::vector<pid_t> processes = {process};
  for (const auto& row :
       world.database().rows("select pid from pg_stat_activity where pid <> pg_backend_pid()")) {
    processes.push_back(static_cast<pid_t>(std::stol(row.front())));
  }
  const auto before = cpu_seconds(processes);
  const auto took = timed(pass_time);
  return 100 * (cpu_seconds(processes) - before) / took;
}

constexpr seconds kIdle{20};

/// Until the server's own processes rest, too: its writers go on for ten seconds after the last
/// work.
void come_to_rest(EngineDatabase& world) {
  world.settle();
  std::this_thread::sleep_for(seconds(15));
}

double idle_with(EngineDatabase& world, const WatchedDaemon& daemon, const Options& options) {
  come_to_rest(world);
  std::vector<double> shares;
  for (int run = 0; run < options.runs; ++run) {
    shares.push_back(idle_share(world, daemon.pid(), [] { std::this_thread::sleep_for(kIdle); }));
  }
  return median(shares);
}

/// The least that it takes to miss nothing: a look for changes at each probe, and each second one
/// at what is due.
double idle_by_hand(EngineDatabase& world, const Options& options) {
  come_to_rest(world);
  HandSession session(world.database().connection());
  session.prepare("changes", "select exists (select from steward.change)");
  session.prepare("due", "select min(next_at) from steward.commitment where next_at is not null");
  std::vector<double> shares;
  for (int run = 0; run < options.runs; ++run) {
    shares.push_back(idle_share(world, getpid(), [&] {
      for (std::int64_t look = 0; look < kIdle / kProbe; ++look) {
        session.execute("changes", {});
        if (look % (seconds(1) / kProbe) == 0) session.execute("due", {});
        std::this_thread::sleep_for(kProbe);
      }
    }));
  }
  return median(shares);
}

/// Of a daemon that has done the same as the one whose lag was measured.
Memory memory_with(std::int64_t open, const Options& options) {
  EngineDatabase world;
  Population population;
  population.open = open;
  populate(world, population);
  WatchedDaemon daemon(world);
  lags_of_broken(world, daemon, options);
  return memory_of(daemon.pid());
}

void tell_memory(const Memory& few, const Memory& many, std::int64_t open) {
  const auto name = fmt::format("memory with {} open, beside {}", open, kFew);
  print({name + ", settled", many.settled_mib, few.settled_mib, "MiB", "ratio<=1.1"});
  print({name + ", peak", many.peak_mib, few.peak_mib, "MiB", "ratio<=1.1"});
  print({"memory at its peak", std::max(few.peak_mib, many.peak_mib), 0, "MiB", "figure<=64"});
}

void measure_ready(EngineDatabase& world, const Options& options) {
  std::vector<double> ready;
  for (int run = 0; run < options.runs; ++run) {
    WatchedDaemon daemon(world);
    ready.push_back(daemon.ready_after());
    daemon.stop();
  }
  print({fmt::format("start to ready with {} open", options.open), median(ready), 0, "s",
         "figure<=1"});
}

}  // namespace

void measure_daemon(EngineDatabase& base, const Options& options) {
  if (base.database().value("show track_commit_timestamp") != "on") {
    throw std::runtime_error("the daemon's figures need track_commit_timestamp = on");
  }
  const auto world = base.copy();
  world->settle();
  measure_ready(*world, options);
  Lags lags;
  Lags floor;
  Memory many;
  double idle = 0;
  for (int run = 1; run <= options.runs; ++run) {
    floor.add(floor_of_firing(*world));
    WatchedDaemon daemon(*world);
    lags.add(lags_of_broken(*world, daemon, options));
    if (run == 1) many = memory_of(daemon.pid());
    if (run == options.runs) {
      tell_lag(lags, floor);
      measure_detection(*world, daemon);
      idle = idle_with(*world, daemon, options);
    }
    daemon.stop();
  }
  print({"idle: daemon and server together, of a core", idle, idle_by_hand(*world, options), "%",
         "figure<=0.4"});
  if (options.full) many = memory_with(options.open * 10, options);
  tell_memory(memory_with(kFew, options), many, options.full ? options.open * 10 : options.open);
}

}  // namespace steward::bench

// SPDX-License-Identifier: MIT
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "bench/engine_figures.hpp"
#include "bench/engine_loops.hpp"
#include "bench/measure.hpp"

namespace steward::bench {
namespace {

using std::chrono::hours;

double own_cpu() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// The statements of one database by the time that the server took for them.
void print_statements(test::TestDatabase& database, double of_seconds) {
  for (const auto& row :
       database.rows("select round(total_exec_time::numeric), calls, rows,"
                     "       round(total_exec_time::numeric * 1000 / calls),"
                     "       left(regexp_replace(query, '\\s+', ' ', 'g'), 110)"
                     "  from pg_stat_statements s join pg_database d on d.oid = s.dbid"
                     " where d.datname = current_database() and calls > 1"
                     " order by total_exec_time desc limit 14")) {
    fmt::print("  {:>7} ms {:>5.1f} %  {:>6} calls {:>7} rows {:>7} us each  {}\n", row[0],
               std::stod(row[0]) / of_seconds / 10, row[1], row[2], row[3], row[4]);
  }
}

template <class Run>
void profile_one(const std::string& name, EngineDatabase& world, Run run) {
  world.settle();
  auto& database = world.database();
  database.run("select pg_stat_statements_reset()");
  const auto client = own_cpu();
  const auto seconds = run();
  const auto server = std::stod(
      database.value("select sum(total_exec_time) / 1000 from pg_stat_statements s join "
                     "pg_database d on d.oid = s.dbid where d.datname = current_database()"));
  fmt::print(
      "{}: {:.2f} s, of which this process was on a core for {:.2f} s and the server took "
      "{:.2f} s for statements\n",
      name, seconds, own_cpu() - client, server);
  print_statements(database, seconds);
  std::fflush(stdout);
}

}  // namespace

void profile(EngineDatabase& base, const Options& options) {
  const auto engine = base.copy();
  const auto limit = base.copy();
  for (auto* world : {engine.get(), limit.get()}) {
    world->database().run("create extension if not exists pg_stat_statements");
  }
  const auto over = due_of(0) + hours(1);
  const auto compare = [&](const std::string& name, auto by_engine, auto by_hand) {
    profile_one(name + ", engine", *engine, [&] { return by_engine(*engine); });
    profile_one(name + ", limit", *limit, [&] { return by_hand(*limit); });
  };
  for (const auto now : {over - hours(24), over}) {
    compare(
        now == over ? "firing breaches" : "firing reminders",
        [&](EngineDatabase& world) { return fire_by_engine(world, now, 1); },
        [&](EngineDatabase& world) { return fire_by_hand(world, now, 1); });
  }
  const auto completed = *parse_instant("2031-01-02T06:00:00Z");
  for (auto* world : {engine.get(), limit.get()}) {
    world->database().run(fmt::format(
        "update crm.service_deliveries set status = 'completed', completed_at = timestamptz "
        "'2031-01-02T00:00:00Z' where id > {} and id <= {}",
        options.open, options.open + options.due));
  }
  compare(
      "ingest of changes that open",
      [&](EngineDatabase& world) { return track_by_engine(world, completed); },
      [&](EngineDatabase& world) { return track_by_hand(world, completed); });
  const auto client = first_planned_client(population_of(options));
  for (auto* world : {engine.get(), limit.get()}) {
    world->database().run(fmt::format(
        "insert into crm.interactions (client_id, channel, kind, occurred_at) select n, 'phone', "
        "'follow_up', timestamptz '2031-01-02T06:30:00Z' from generate_series({}, {}) n",
        client, client + options.due - 1));
  }
  compare(
      "ingest of changes that keep",
      [&](EngineDatabase& world) { return track_by_engine(world, completed + hours(1)); },
      [&](EngineDatabase& world) { return track_by_hand(world, completed + hours(1)); });
}

}  // namespace steward::bench

// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <stdexcept>

#include "bench/engine_figures.hpp"
#include "bench/measure.hpp"
#include "steward/engine/firing.hpp"
#include "steward/engine/tracker.hpp"

namespace steward::bench {
namespace {

constexpr int kWarmUps = 30;
constexpr int kSamples = 300;
constexpr const char* kNow = "2031-01-02T06:00:00Z";

// What a DBA runs each minute by cron: who has a delivery that is late and was not told of.
constexpr const char* kPoll = R"(
select count(*)
  from crm.service_deliveries d join crm.clients c on c.id = d.client_id
 where c.tier = 'priority' and d.status = 'completed'
   and d.completed_at + interval '48 hours' <= timestamptz '2031-01-09T00:00:00Z'
   and not exists (select from crm.interactions i
                    where i.client_id = c.id and i.kind = 'follow_up'
                      and i.occurred_at >= d.completed_at)
   and not exists (select from bench_told t where t.delivery = d.id))";

/// A database of one size, and what was measured on it.
struct Size {
  std::int64_t open = 0;
  std::unique_ptr<EngineDatabase> world;
  std::vector<double> changes;
  std::vector<double> firings;
  std::vector<double> polls;
};

Size populated(std::int64_t open) {
  Size size;
  size.open = open;
  size.world = std::make_unique<EngineDatabase>();
  Population population;
  population.open = open;
  population.planned = kWarmUps + kSamples;
  populate(*size.world, population);
  size.world->database().run(
      "create table bench_told (delivery bigint primary key);"
      "create index bench_completed on crm.service_deliveries (status, completed_at);"
      "insert into bench_told select id from crm.service_deliveries where id % 2 = 0;"
      "analyze");
  return size;
}

double change_one(Size& size, int number) {
  size.world->database().run(fmt::format(
      "update crm.service_deliveries set status = 'completed', completed_at = timestamptz "
      "'2031-01-02T00:00:00Z' where id = {}",
      size.open + 1 + number));
  engine::Tracker tracker(size.world->store());
  std::size_t consumed = 0;
  const auto seconds = timed([&] {
    consumed = must(tracker.run_once(size.world->rules(), *parse_instant(kNow)), "tracking");
  });
  if (consumed != 1) throw std::runtime_error("one change was made, and another number taken in");
  return seconds;
}

double fire_one(Size& size) {
  engine::Firing firing(size.world->store());
  const auto next = next_due(*size.world);
  std::size_t claimed = 0;
  const auto seconds =
      timed([&] { claimed = must(firing.run_once(size.world->rules(), next), "firing"); });
  if (claimed != 1) throw std::runtime_error("one is due, and another number was claimed");
  return seconds;
}

double poll(Size& size) {
  return timed([&] { size.world->database().run(kPoll); });
}

std::string power_of_ten(std::int64_t number) {
  int power = 0;
  for (auto rest = number; rest > 1; rest /= 10) ++power;
  return fmt::format("10^{}", power);
}

}  // namespace

void measure_growth(const Options& options) {
  std::vector<Size> sizes;
  const auto most = options.full ? options.open * 10 : options.open;
  for (std::int64_t open = 10'000; open <= most; open *= 10) sizes.push_back(populated(open));
  for (int sample = 0; sample < kWarmUps + kSamples; ++sample) {
    for (auto& size : sizes) {
      const auto change = change_one(size, sample);
      const auto firing = fire_one(size);
      if (sample < kWarmUps) continue;
      size.changes.push_back(change * 1000);
      size.firings.push_back(firing * 1000);
    }
  }
  for (int run = 0; run < options.runs; ++run) {
    for (auto& size : sizes) size.polls.push_back(poll(size) * 1000);
  }
  const auto& least = sizes.front();
  const auto tell = [&](const std::string& name, auto samples, const char* bar) {
    for (const auto& size : sizes) {
      if (&size == &least) continue;
      print({fmt::format("growth: {} among {}, beside {}", name, power_of_ten(size.open),
                         power_of_ten(least.open)),
             median(size.*samples), median(least.*samples), "ms", bar});
    }
  };
  tell("one change", &Size::changes, "ratio<=1.5");
  tell("one firing", &Size::firings, "ratio<=1.5");
  tell("a DBA's polling query", &Size::polls, "");
}

}  // namespace steward::bench

// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <memory>
#include <random>
#include <thread>

#include "bench/engine_figures.hpp"
#include "bench/hand_session.hpp"
#include "bench/measure.hpp"
#include "steward/store/capture.hpp"
#include "steward/store/database.hpp"

namespace steward::bench {
namespace {

constexpr std::int64_t kRecords = 100'000;
// Short and many: a machine that slows down for a while slows both.
constexpr int kPairsARun = 20;
constexpr std::chrono::milliseconds kSlice{300};

struct Column {
  const char* name;
  const char* update;
};
constexpr std::array<Column, 2> kColumns = {{
    {"a column that rules read", R"(
  update crm.service_deliveries
     set completed_at = coalesce(completed_at, timestamptz '2031-01-02T00:00:00Z')
                        + interval '1 second'
   where id = $1::bigint)"},
    {"a column that none reads", R"(
  update crm.service_deliveries set service_type = 'kind ' || $1 where id = $1::bigint)"},
}};

/// Clients of a CRM, each of which changes one record after the other.
class Clients {
 public:
  Clients(test::TestDatabase& database, const Column& column, int count) {
    for (int i = 0; i < count; ++i) {
      sessions_.push_back(std::make_unique<HandSession>(database.connection()));
      sessions_.back()->prepare("update", column.update);
    }
  }

  /// Transactions a second over a slice of time.
  double rate() {
    std::atomic<bool> over = false;
    std::atomic<std::int64_t> done = 0;
    std::vector<std::thread> threads;
    const auto took = timed([&] {
      for (std::size_t i = 0; i < sessions_.size(); ++i) {
        threads.emplace_back([&, i] {
          std::mt19937_64 random(++seed_ * 1000 + i);
          std::uniform_int_distribution<std::int64_t> record(1, kRecords);
          std::int64_t mine = 0;
          for (; !over; ++mine) {
            sessions_[i]->execute("update", {std::to_string(record(random))});
          }
          done += mine;
        });
      }
      std::this_thread::sleep_for(kSlice);
      over = true;
      for (auto& thread : threads) thread.join();
    });
    return static_cast<double>(done) / took;
  }

 private:
  std::vector<std::unique_ptr<HandSession>> sessions_;
  std::atomic<std::uint64_t> seed_ = 0;
};

void remove_capture(EngineDatabase& world) {
  store::Pool pool(
      must(store::complete_connection(world.database().connection()), "the connection"), 1);
  must(store::remove_capture(pool), "removing capture");
}

}  // namespace

void measure_capture(const Options& options) {
  EngineDatabase captured;
  Population population;
  population.open = kRecords;
  population.only_records = true;
  populate(captured, population);
  const auto plain = captured.copy();
  remove_capture(*plain);
  for (const int connections : {1, 8}) {
    for (const auto& column : kColumns) {
      for (auto* world : {&captured, plain.get()}) {
        world->database().run("truncate steward.change");
        world->settle();
      }
      Clients with(captured.database(), column, connections);
      Clients without(plain->database(), column, connections);
      std::vector<double> rates_with;
      std::vector<double> rates_without;
      for (int pair = 0; pair <= options.runs * kPairsARun; ++pair) {
        const auto first = pair % 2 == 0 ? with.rate() : without.rate();
        const auto second = pair % 2 == 0 ? without.rate() : with.rate();
        if (pair == 0) continue;  // the first fills caches
        rates_with.push_back(pair % 2 == 0 ? first : second);
        rates_without.push_back(pair % 2 == 0 ? second : first);
      }
      print({fmt::format("capture: {}, {} connection{}", column.name, connections,
                         connections == 1 ? "" : "s"),
             median(rates_with) / 1000, median(rates_without) / 1000, "k/s", "ratio>=0.9"});
    }
  }
}

}  // namespace steward::bench

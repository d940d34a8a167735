// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench/engine_figures.hpp"
#include "bench/hand_session.hpp"
#include "bench/measure.hpp"
#include "steward/store/capture.hpp"
#include "steward/store/database.hpp"

namespace steward::bench {
namespace {

constexpr std::int64_t kRecords = 100'000;
// Short and many: a machine that slows down for a while slows both.
constexpr int kRoundsARun = 20;
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

/// A trigger that fires as often as capture's does.
std::string trigger_by_hand(const std::string& body) {
  return "create function crm.note_by_hand() returns trigger language plpgsql as $$ begin " + body +
         R"( return null; end $$;
  create trigger note_by_hand after update on crm.service_deliveries
    for each row when (old.client_id is distinct from new.client_id
                    or old.completed_at is distinct from new.completed_at
                    or old.id is distinct from new.id
                    or old.status is distinct from new.status)
    execute function crm.note_by_hand())";
}

// The least that notes the same: no search path of its own, nothing about who may do it, and no
// word about columns that are renamed.
constexpr const char* kNote = R"(
    insert into steward.change (entity, operation, changed_at, old, new)
    values ('service_deliveries', 'update', clock_timestamp(),
            jsonb_build_object('id', old.id::text), jsonb_build_object('id', new.id::text));)";

constexpr const char* kNoted =
    "select entity, operation, old::text, new::text from steward.change order by id";

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

/// What is noted of a change of either column is the same.
void require_same_notes(EngineDatabase& captured, EngineDatabase& by_hand) {
  for (auto* world : {&captured, &by_hand}) {
    HandSession client(world->database().connection());
    for (const auto& column : kColumns) {
      client.prepare(column.name, column.update);
      client.execute(column.name, {"1"});
    }
  }
  const auto noted = captured.database().rows(kNoted);
  if (noted.size() != 1 || noted != by_hand.database().rows(kNoted)) {
    throw std::runtime_error("the trigger by hand does not note what capture notes");
  }
}

/// A database that differs in its triggers only.
struct Side {
  EngineDatabase& world;
  std::unique_ptr<Clients> clients = nullptr;
  std::vector<double> rates = {};
};

void measure_column(const Column& column, int connections, std::vector<Side>& sides,
                    const Options& options) {
  for (auto& side : sides) {
    side.world.database().run("truncate steward.change");
    side.world.settle();
    side.clients = std::make_unique<Clients>(side.world.database(), column, connections);
    side.rates.clear();
  }
  for (int round = 0; round <= options.runs * kRoundsARun; ++round) {
    for (std::size_t i = 0; i < sides.size(); ++i) {
      auto& side = sides[round % 2 == 0 ? i : sides.size() - 1 - i];
      const auto rate = side.clients->rate();
      if (round > 0) side.rates.push_back(rate);  // the first fills caches
    }
  }
}

}  // namespace

void measure_capture(const Options& options) {
  EngineDatabase captured;
  Population population;
  population.open = kRecords;
  population.only_records = true;
  populate(captured, population);
  captured.database().run("truncate steward.change");
  const auto plain = captured.copy();
  remove_capture(*plain);
  const auto by_hand = plain->copy();
  by_hand->database().run(trigger_by_hand(kNote));
  require_same_notes(captured, *by_hand);
  const auto idle = plain->copy();
  idle->database().run(trigger_by_hand(""));
  std::vector<Side> sides;
  for (auto* world : {&captured, by_hand.get(), idle.get(), plain.get()}) {
    sides.push_back(Side{*world});
  }
  for (const int connections : {1, 8}) {
    for (const auto& column : kColumns) {
      measure_column(column, connections, sides, options);
      const auto rate = [&](std::size_t side) { return median(sides[side].rates) / 1000; };
      const auto who =
          fmt::format("{}, {} connection{}", column.name, connections, connections == 1 ? "" : "s");
      print({"capture: " + who, rate(0), rate(3), "k/s", "ratio>=0.9"});
      print({"the same by hand: " + who, rate(1), rate(3), "k/s", ""});
      print({"a trigger that does nothing: " + who, rate(2), rate(3), "k/s", ""});
    }
  }
}

}  // namespace steward::bench

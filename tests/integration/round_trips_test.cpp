// SPDX-License-Identifier: MIT
// How often the engine asks the server and waits for its answer: as often for one as for many.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "steward/engine/firing.hpp"
#include "steward/engine/tracker.hpp"
#include "steward/store/daemons.hpp"
#include "steward/store/database.hpp"
#include "support/must.hpp"
#include "support/skyport.hpp"
#include "support/wire.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

class RoundTrips : public testing::Test {
 protected:
  RoundTrips() {
    world.run(kSkyport);
    world.settle();
  }

  void add_deliveries(int count) {
    world.run(
        "insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
        "account_updated_at) select 1, 'fuel', current_setting('steward.now')::timestamptz, "
        "'completed', current_setting('steward.now')::timestamptz from generate_series(1, " +
        std::to_string(count) + ")");
  }

  int of(const std::function<void()>& work) {
    const auto before = requests.load();
    work();
    return requests - before;
  }
  int of_tracking(int count) {
    add_deliveries(count);
    return of([&] {
      EXPECT_EQ(must(engine::Tracker(store).run_once(world.rules(), world.now()), "tracking"),
                static_cast<std::size_t>(count));
    });
  }
  int of_firing(int count) {
    add_deliveries(count);
    world.settle();
    world.sleep_until(world.now() + std::chrono::hours(48));
    return of([&] {
      EXPECT_GE(must(engine::Firing(store).run_once(world.rules(), world.now()), "firing"),
                static_cast<std::size_t>(count));
    });
  }

  World world{at("2026-11-22T15:00:00Z")};
  std::atomic<int> requests = 0;
  Wire wire{world.database(), [this](const std::string&) {
              ++requests;
              return Fate::answered;
            }};
  store::Pool pool{*store::complete_connection(wire.connection()), 1};
  store::PostgresStore store{pool};
};

TEST_F(RoundTrips, OfAFiringAreAsManyForAHundredAsForOne) {
  of_firing(1);  // prepares
  of_firing(2);
  const auto of_one = of_firing(1);
  EXPECT_EQ(of_firing(100), of_one);
}

TEST_F(RoundTrips, OfAChangeAreAsManyForAHundredAsForOne) {
  of_tracking(1);
  of_tracking(2);
  const auto of_one = of_tracking(1);
  EXPECT_EQ(of_tracking(100), of_one);
}

TEST_F(RoundTrips, OfWhoHasNothingToDoAreOneForEachLook) {
  store::DaemonState daemon;
  daemon.id = "wired";
  daemon.state = "running";
  const auto look = [&] { EXPECT_FALSE(must(store.changes(), "looking for changes")); };
  const auto glance = [&] { EXPECT_FALSE(must(store.glance(), "glancing").changes); };
  const auto beat = [&] {
    EXPECT_TRUE(must(store::beat(pool, daemon, world.now()), "beating").in_force.size() > 0);
  };
  for (const auto& once :
       {std::function<void()>(look), std::function<void()>(glance), std::function<void()>(beat)}) {
    of(once);
    of(once);
    EXPECT_EQ(of(once), 1);
  }
}

}  // namespace
}  // namespace steward::test

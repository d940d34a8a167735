// SPDX-License-Identifier: MIT
// A rule whose SQL takes longer than a session lets a statement take is set aside: the others go
// on.
#include <gmock/gmock.h>

#include "steward/engine/firing.hpp"
#include "steward/engine/tracker.hpp"
#include "steward/store/database.hpp"
#include "support/must.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kTooSlow =
    "priority-follow-up: canceling statement due to statement timeout (SQLSTATE 57014)";

class SlowRule : public testing::Test {
 protected:
  SlowRule() {
    world.run(kSkyport);
    world.run(completed_service(42, "2026-11-22T15:00:00Z"));
    enquire();
    world.settle();
  }

  void enquire() {
    world.run(
        "insert into crm.enquiries (client_id, kind, channel, severity, received_at) values (1, "
        "'complaint', 'phone', 'critical', '2026-11-22T15:00:00Z')");
  }
  /// The table that only the follow-up reads is a view of itself, which takes its time.
  void slow_down() {
    world.run(
        "alter table crm.interactions rename to slow_interactions; "
        "create function crm.interactions_in(seconds integer) returns setof crm.slow_interactions "
        "language plpgsql as $$ begin perform pg_sleep(seconds); return query select * from "
        "crm.slow_interactions; end $$; "
        "create view crm.interactions as select * from crm.interactions_in(600)");
  }
  void mend() {
    world.run("create or replace view crm.interactions as select * from crm.interactions_in(0)");
  }
  std::string promises(const std::string& rule) {
    return world.database().value("select count(*) from steward.commitment where rule = '" + rule +
                                  "'");
  }
  std::size_t track() {
    return must(engine::Tracker(impatient).run_once(world.rules(), world.now()), "tracking");
  }
  std::size_t fire() {
    return must(engine::Firing(impatient).run_once(world.rules(), world.now()), "firing");
  }

  World world{at("2026-11-22T15:00:00Z")};
  store::Pool pool{must(store::complete_connection(world.database().connection() +
                                                   " options='-c statement_timeout=2000'")),
                   2};
  store::PostgresStore impatient{pool};
};

TEST_F(SlowRule, IsSetAsideByTheTrackerAndTheOthersGoOn) {
  slow_down();
  world.run(completed_service(43, "2026-11-22T15:00:00Z"));
  enquire();
  EXPECT_EQ(track(), engine::Tracker::kBatch) << "the others are left for the next time";
  EXPECT_EQ(track(), 2U);
  EXPECT_THAT(world.set_aside(), ElementsAre(kTooSlow));
  EXPECT_EQ(world.database().value("select count(*) from steward.change"), "0");
  EXPECT_EQ(promises(kFollowUp), "1") << "the one from before";
  EXPECT_EQ(promises("account-update-after-service"), "2");
  EXPECT_EQ(promises("critical-enquiry"), "2");

  mend();
  world.advance_by_the_minute(minutes(1));
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "open due 2026-11-24T15:00:00");
}

TEST_F(SlowRule, IsSetAsideByTheFiringAndTheOthersAct) {
  slow_down();
  world.sleep_until(at("2026-11-24T15:30:00Z"));
  EXPECT_EQ(fire(), engine::Firing::kBatch) << "the others are left for the next time";
  EXPECT_LT(fire(), engine::Firing::kBatch);
  EXPECT_THAT(world.set_aside(), ElementsAre(kTooSlow));
  EXPECT_THAT(world.ledger(kFollowUp), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(world.commitment("critical-enquiry", "1"), "breached due 2026-11-22T16:00:00 breach");

  mend();
  world.advance_by_the_minute(minutes(1));
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "breached due 2026-11-24T15:00:00 breach");
}

}  // namespace
}  // namespace steward::test

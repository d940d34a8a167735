// SPDX-License-Identifier: MIT
// What changed while its triggers were off is found by looking at everything again.
#include "steward/engine/resync.hpp"

#include <gmock/gmock.h>

#include "steward/engine/activator.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Resync : public testing::Test {
 protected:
  Resync() {
    world.run(kSkyport);
    world.settle();
    change_unseen(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
        "account_updated_at) overriding system value select n, 1, 'fuel', "
        "'2026-11-22T15:00:00Z', 'completed', '2026-11-22T15:00:00Z' from generate_series(1, "
        "1200) as n");
    world.settle();
  }

  void change_unseen(const std::string& sql) {
    world.run("alter table crm.service_deliveries disable trigger all; " + sql +
              "; alter table crm.service_deliveries enable always trigger "
              "steward_capture_insert, enable always trigger steward_capture_update");
  }
  std::vector<std::string> ask(const std::vector<std::string>& rules,
                               std::optional<Instant> unless_since = std::nullopt) {
    return engine::resync(world.store(), rules, "asked for", unless_since).value();
  }
  std::string of_activation(const std::string& columns) {
    return world.database().value("select concat_ws(' ', " + columns +
                                  ") from steward.activation where rule = 'priority-follow-up'");
  }

  World world{at("2026-11-22T15:00:00Z")};
};

TEST_F(Resync, RepairsWhatChangedUnseenAndCountsIt) {
  ASSERT_EQ(world.commitment(kFollowUp, "7"), "none");
  EXPECT_THAT(ask({kFollowUp}), ElementsAre(kFollowUp));
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "7"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(of_activation("done, seen, repaired, resync"), "t 1200 1200 asked for");
  // All is in line now.
  EXPECT_THAT(ask({kFollowUp}), ElementsAre(kFollowUp));
  world.settle();
  EXPECT_EQ(of_activation("done, seen, repaired"), "t 1200 0");
}

TEST_F(Resync, OfAllRulesIsOfThoseThatDidNotLookLately) {
  world.advance(std::chrono::hours(1));
  EXPECT_THAT(ask({kFollowUp}), SizeIs(1));
  world.settle();
  const auto others = ask({}, world.now() - std::chrono::minutes(30));
  EXPECT_THAT(others, AllOf(Not(IsEmpty()), Not(Contains(kFollowUp))));
  EXPECT_THAT(ask({}), ElementsAre(kFollowUp)) << "the others are at it";
}

TEST_F(Resync, OfARuleThatIsNotThereIsRefused) {
  const auto refused = engine::resync(world.store(), {"no-such-rule"}, "asked for", std::nullopt);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::not_found);
  EXPECT_EQ(refused.error().message(), "there is no rule 'no-such-rule' in force");
}

TEST_F(Resync, GoesOnWhereItWasKilled) {
  ASSERT_THAT(ask({kFollowUp}), SizeIs(1));
  engine::Activator activator(world.store());
  ASSERT_TRUE(activator.run_once(world.rules(), world.now()).value());
  const auto seen = of_activation("done, seen, repaired");
  EXPECT_EQ(seen, "f 500 500");
  ASSERT_TRUE(engine::Activator(world.store()).run_once(world.rules(), world.now()).value());
  EXPECT_EQ(of_activation("done, seen, repaired"), "f 1000 1000");
}

TEST_F(Resync, WhatWasSeenToChangeIsNotOutOfLine) {
  world.run("update crm.service_deliveries set status = 'cancelled' where id = 7");
  ASSERT_THAT(ask({kFollowUp}), SizeIs(1));
  engine::Activator activator(world.store());
  while (activator.run_once(world.rules(), world.now()).value()) {
  }
  EXPECT_EQ(of_activation("done, repaired"), "t 0") << "changes wait to be looked at";
}

}  // namespace
}  // namespace steward::test

// SPDX-License-Identifier: MIT
// Which promises a changed record touches: all that it can change, and no more.
#include <gmock/gmock.h>

#include "steward/engine/tracker.hpp"
#include "support/must.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// Deliveries to Bluewater: 1 was followed up at 16:00, 2 to 4 were not; 3 was taken back.
class Touched : public testing::Test {
 protected:
  Touched() {
    world.run(kSkyport);
    deliver(1, "2026-11-22T14:00:00Z");
    world.run(follow_up("2026-11-22T16:00:00Z"));
    world.advance_to(at("2026-11-22T17:00:00Z"));
    deliver(2, "2026-11-22T16:30:00Z");
    deliver(3, "2026-11-22T16:45:00Z");
    deliver(4, "2026-11-22T17:00:00Z");
    world.settle();
    world.run("update crm.service_deliveries set status = 'cancelled' where id = 3");
    world.settle();
  }

  void deliver(int id, const std::string& completed_at) {
    world.run(completed_service(id, completed_at));
  }
  std::vector<std::string> promises_to(const engine::Evidence& evidence) {
    std::vector<std::string> keys;
    EXPECT_TRUE(world.store().transact([&](engine::Transaction& transaction) -> Result<> {
      keys = transaction.promises_to(kFollowUp, {evidence}, 10);
      return {};
    }));
    return keys;
  }
  std::size_t track() {
    return engine::Tracker(world.store()).run_once(world.rules(), world.now()).value();
  }

  World world{at("2026-11-22T14:00:00Z")};
};

TEST_F(Touched, ByWhatIsDoneNowAreTheLivePromises) {
  EXPECT_THAT(promises_to({"1", "2026-11-22 17:00:00+00"}), UnorderedElementsAre("2", "4"));
  EXPECT_THAT(promises_to({"2", "2026-11-22 17:00:00+00"}), IsEmpty());
}

TEST_F(Touched, ByWhatIsOfAnEarlierInstantIsAlsoWhatEndedThenOrLater) {
  EXPECT_THAT(promises_to({"1", "2026-11-22 16:00:00+00"}), UnorderedElementsAre("1", "2", "4"));
  EXPECT_THAT(promises_to({"1", "2026-11-22 16:00:00.000001+00"}), UnorderedElementsAre("2", "4"));
  EXPECT_THAT(promises_to({"1", std::nullopt}), UnorderedElementsAre("2", "4")) << "of no instant";
}

TEST_F(Touched, AnEarlierFollowUpEnteredLaterIsTheOneThatKeptIt) {
  world.run(follow_up("2026-11-22T15:00:00Z"));
  world.settle();
  EXPECT_EQ(world.database().value("select to_char(stopped at time zone 'UTC', 'HH24:MI') from "
                                   "steward.commitment where rule = 'priority-follow-up' and key "
                                   "= '1'"),
            "15:00");
}

TEST_F(Touched, AFollowUpThatIsTakenBackReopensWhatItKept) {
  world.run("update crm.interactions set kind = 'other'");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "1"), "open due 2026-11-24T14:00:00");
  world.run("update crm.interactions set kind = 'follow_up'");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "1"), "kept due 2026-11-24T14:00:00");
  world.run("update crm.interactions set client_id = 2");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "1"), "open due 2026-11-24T14:00:00");
  world.run("update crm.interactions set client_id = 1");
  world.settle();
  world.run("delete from crm.interactions");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "1"), "open due 2026-11-24T14:00:00");
}

TEST_F(Touched, FollowUpsWhoseTableIsEmptiedReopenWhatTheyKept) {
  ASSERT_EQ(world.commitment(kFollowUp, "1"), "kept due 2026-11-24T14:00:00");
  world.run("truncate crm.interactions");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "1"), "open due 2026-11-24T14:00:00");
  EXPECT_EQ(world.commitment(kFollowUp, "2"), "open due 2026-11-24T16:30:00");
  EXPECT_EQ(world.database().value("select count(*) from steward.history h join "
                                   "steward.commitment c on c.id = h.commitment where c.rule = "
                                   "'priority-follow-up' and h.kind = 'reopened'"),
            "1");
}

TEST_F(Touched, WhatIsNoFollowUpTouchesNothing) {
  // Whoever would look at a promise of theirs would have to wait here for ever.
  RawSession holder(world.database().connection());
  holder.run("begin; select from steward.subject for update");
  world.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values (1, 'phone', "
      "'other', '2026-11-22T17:00:00Z')");
  EXPECT_EQ(track(), 1U);
  holder.run("commit");
}

TEST_F(Touched, WhatIsTooMuchForOneTransactionIsDoneInSeveral) {
  // Their client's tier is what makes the promise: all of their deliveries are to be looked at.
  const auto many = std::to_string(engine::Tracker::kMostAffected + 100);
  // Some are, in the transaction that finds out: of another rule at first.
  const auto rest = std::to_string(engine::Tracker::kMostAffected + 100 - engine::Tracker::kBatch);
  world.run(
      "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
      "account_updated_at) overriding system value select 100 + n, 2, 'fuel', "
      "'2026-11-22T17:00:00Z', 'completed', "
      "'2026-11-22T17:00:00Z' from generate_series(1, " +
      many + ") as n");
  world.settle();
  const std::string live =
      "select count(*) from steward.commitment where rule = 'priority-follow-up' and client = '2' "
      "and closed_at is null";
  ASSERT_EQ(world.database().value(live), "0");
  world.run("update crm.clients set tier = 'priority' where id = 2");
  EXPECT_EQ(track(), engine::Tracker::kBatch);
  EXPECT_EQ(world.database().value("select count(*) from steward.touched where rule = "
                                   "'priority-follow-up'"),
            many);
  EXPECT_EQ(track(), engine::Tracker::kBatch);
  world.settle();
  EXPECT_EQ(world.database().value(live), many);
  EXPECT_EQ(world.database().value("select count(*) from steward.touched"), "0");

  // One follow-up then keeps more than one transaction should look at.
  world.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values (2, 'phone', "
      "'follow_up', '2026-11-22T17:00:00Z')");
  EXPECT_EQ(track(), engine::Tracker::kBatch);
  EXPECT_EQ(world.database().value("select count(*) from steward.touched"), rest);
  world.settle();
  EXPECT_EQ(world.database().value(live), "0");
}

TEST_F(Touched, TwiceIsToBeLookedAtOnce) {
  const auto touch = [&] {
    return world.store().transact([&](engine::Transaction& transaction) -> Result<> {
      const auto& rule = *world.rules().rule(kFollowUp);
      for (const auto& read : rule.reads) {
        if (read.entity == "clients") transaction.touch(kFollowUp, read.affected, {"1"});
      }
      transaction.touch_promises_to(kFollowUp, {{"1", std::nullopt}});
      return {};
    });
  };
  const auto touched = [&] {
    return world.database().value(
        "select string_agg(key, ' ' order by key) from steward.touched where rule = "
        "'priority-follow-up'");
  };
  must(touch(), "touching");
  EXPECT_EQ(touched(), "1 2 3 4");
  must(touch(), "touching");
  EXPECT_EQ(touched(), "1 2 3 4");
}

}  // namespace
}  // namespace steward::test

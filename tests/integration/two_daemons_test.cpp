// SPDX-License-Identifier: MIT
// Two daemons on one database: one writer a subject, and the newer record wins.
#include <gmock/gmock.h>

#include <thread>

#include "steward/engine/firing.hpp"
#include "steward/engine/tracker.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

void add_delivery(World& world) {
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
}

/// Returns when so many sessions of this database wait for a lock.
void until_waiting(World& world, const std::string& sessions) {
  while (world.database().value("select count(*) from pg_stat_activity where datname = "
                                "current_database() and wait_event_type = 'Lock'") != sessions) {
    std::this_thread::yield();
  }
}

/// One daemon's look at the changes, on a thread of its own.
std::thread track(World& world) {
  return std::thread([&world] {
    engine::Tracker tracker(world.store());
    const auto consumed = tracker.run_once(world.rules(), world.now());
    ASSERT_TRUE(consumed) << consumed.error().message();
    EXPECT_EQ(*consumed, 1U);
  });
}

TEST(TwoDaemons, OneSubjectTwoChangesTheNewerRecordWins) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  add_delivery(world);

  // The other daemon holds the subject when this one takes the first change and comes to the lock.
  RawSession other(world.database().connection());
  other.run("begin; select from steward.subject where key = '42' for update");
  world.run("update crm.service_deliveries set completed_at = '2026-11-22T16:00:00Z'");
  auto older = track(world);
  until_waiting(world, "1");

  // The other one sees the second change, judges by it, and commits first.
  world.run("update crm.service_deliveries set completed_at = '2026-11-22T17:00:00Z'");
  other.run(
      "delete from steward.change where id = (select max(id) from steward.change);"
      "update steward.commitment set starts = '2026-11-22T17:00:00Z', due = "
      "'2026-11-24T17:00:00Z' where rule = 'priority-follow-up';"
      "commit");
  older.join();

  // Had the older look been taken before the lock, it would now stand: 16:00.
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T17:00:00");
}

TEST(TwoDaemons, WhoWaitsForASubjectSeesWhatTheOtherLeft) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  add_delivery(world);
  RawSession holder(world.database().connection());
  holder.run("begin; select from steward.subject where key = '42' for update");
  world.run("update crm.service_deliveries set completed_at = '2026-11-22T16:00:00Z'");
  auto first = track(world);
  until_waiting(world, "1");
  world.run("update crm.service_deliveries set completed_at = '2026-11-22T17:00:00Z'");
  auto second = track(world);
  until_waiting(world, "2");
  holder.run("commit");
  first.join();
  second.join();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T17:00:00");
  // One moved it, and the other found nothing left to do.
  EXPECT_EQ(world.database().value("select count(*) from steward.history h join "
                                   "steward.commitment c on c.id = h.commitment where c.rule = "
                                   "'priority-follow-up' and h.kind = 'moved'"),
            "1");
}

TEST(TwoDaemons, WhatIsDoneWhileAPromiseIsBeingOpenedKeepsIt) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.settle();
  // One daemon has read the delivery's record, and comes no further than to writing the promise.
  RawSession holder(world.database().connection());
  holder.run("begin; lock table steward.history in exclusive mode");
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  auto opening = track(world);
  until_waiting(world, "1");
  // The follow-up leads to promises of the client, and there is none that the other daemon could
  // see.
  world.run(follow_up("2026-11-22T15:30:00Z"));
  auto looking = track(world);
  until_waiting(world, "2");
  holder.run("commit");
  opening.join();
  looking.join();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00");
}

TEST(TwoDaemons, WhatIsDueIsSharedAmongThemInsteadOfViedFor) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  add_delivery(world);
  world.run(completed_service(43, "2026-11-22T15:00:00Z"));
  world.settle();
  const auto due = at("2026-11-23T15:00:00Z");
  ASSERT_TRUE(world.store().transact([&](engine::Transaction& one) -> Result<> {
    const auto first = one.claim_due(due, 1);
    EXPECT_EQ(first.size(), 1U);
    return world.store().transact([&](engine::Transaction& other) -> Result<> {
      const auto second = other.claim_due(due, 1);
      EXPECT_EQ(second.size(), 1U);
      EXPECT_NE(first.at(0).key, second.at(0).key);
      EXPECT_THAT(other.claim_due(due, 500), testing::SizeIs(1)) << "its own, again";
      return {};
    });
  }));
}

TEST(TwoDaemons, AStepActsOnceHoweverManyFire) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  add_delivery(world);
  world.sleep_until(at("2026-11-24T15:00:00Z"));
  std::vector<std::thread> daemons;
  for (int i = 0; i < 4; ++i) {
    daemons.emplace_back([&] {
      engine::Firing firing(world.store());
      const auto fired = firing.run_once(world.rules(), world.now());
      EXPECT_TRUE(fired) << fired.error().message();
    });
  }
  for (auto& daemon : daemons) daemon.join();
  EXPECT_THAT(world.ledger(kFollowUp), testing::ElementsAre("breached"));
  EXPECT_EQ(world.database().value("select count(*) from steward.notice where purpose = 'breach'"),
            "1");
}

/// A promise that was broken two days ago, by the real clock, and was kept a moment ago. The daemon
/// that looks had asked for the time an hour before.
std::vector<std::string> ledger_of_a_slow_look(store::Time time) {
  TestDatabase clock;
  const auto real = Instant(Microseconds(std::stoll(
      clock.value("select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)"))));
  World world(real - std::chrono::hours(120));
  world.run(kSkyport);
  world.run(
      "insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
      "account_updated_at) select 1, 'fuel', at, 'completed', at from (select clock_timestamp() - "
      "interval '96 hours') completed (at)");
  world.advance_to(real - std::chrono::hours(1));
  EXPECT_THAT(world.ledger(kFollowUp), testing::Contains("breached"));
  world.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values (1, 'phone', "
      "'follow_up', clock_timestamp())");
  store::PostgresStore store(world.pool(), time);
  engine::Tracker tracker(store);
  EXPECT_TRUE(tracker.run_once(world.rules(), world.now()));
  return world.ledger(kFollowUp);
}

TEST(TwoDaemons, WhatWasDoneSinceTheTimeWasAskedForIsDone) {
  EXPECT_THAT(ledger_of_a_slow_look(store::Time::real),
              testing::ElementsAre("breached", "escalated", "escalated", "escalated", "resolved"));
}

TEST(TwoDaemons, WhereTimeIsGivenTheFutureIsOnlyExpected) {
  EXPECT_THAT(ledger_of_a_slow_look(store::Time::as_given),
              testing::ElementsAre("breached", "escalated", "escalated", "escalated", "annotated"));
}

TEST(TwoDaemons, AMessageIsClaimedWithWordOfWhetherMoreWait) {
  World world(at("2026-11-22T15:00:00Z"));
  const auto add = [&](const std::string& id, Instant when) {
    model::OutgoingMessage message;
    message.outlives = true;
    message.message_id = id;
    message.address = "dana@skyport.example";
    message.at = when;
    const auto added = world.store().transact([&](engine::Transaction& transaction) -> Result<> {
      transaction.add(message, false);
      return {};
    });
    ASSERT_TRUE(added) << added.error().message();
  };
  const auto claim = [&] {
    std::vector<engine::Claimed> claimed;
    const auto done = world.store().transact([&](engine::Transaction& transaction) -> Result<> {
      claimed = transaction.claim_messages(world.now(), world.now() + std::chrono::minutes(1),
                                           "this daemon", 1);
      return {};
    });
    EXPECT_TRUE(done);
    return claimed;
  };
  add("1", world.now());
  add("2", world.now());
  add("3", world.now() + std::chrono::seconds(1));
  {
    // What another daemon is just claiming may come free again.
    RawSession other(world.database().connection());
    other.run("begin; select from steward.message where message_id = '1' for update");
    const auto second = claim();
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second.front().message.message_id, "2");
    EXPECT_TRUE(second.front().more);
    other.run("rollback");
  }
  const auto first = claim();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_FALSE(first.front().more) << "one is leased, one is not due";
  EXPECT_TRUE(claim().empty());
}

TEST(TwoDaemons, OneWithOtherFilesChangesNothing) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  add_delivery(world);
  auto other = world.rules();
  other.digest = std::string(64, 'f');
  engine::Firing firing(world.store());
  const auto fired = firing.run_once(other, at("2026-11-24T15:00:00Z"));
  ASSERT_FALSE(fired);
  EXPECT_EQ(fired.error().code(), ErrorCode::conflict);
  EXPECT_EQ(fired.error().message(), "another rule set is in force");
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
}

}  // namespace
}  // namespace steward::test

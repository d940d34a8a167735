// SPDX-License-Identifier: MIT
// What changed while its triggers were off is found by looking at everything again.
#include "steward/engine/resync.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "steward/engine/activator.hpp"
#include "steward/store/capture.hpp"
#include "support/must.hpp"
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
  world.run("update crm.service_deliveries set service_type = 'tow', client_id = 2 where id = 7");
  world.run("update crm.service_deliveries set client_id = 1 where id = 7");
  ASSERT_THAT(ask({kFollowUp}), SizeIs(1));
  engine::Activator activator(world.store());
  while (activator.run_once(world.rules(), world.now()).value()) {
  }
  EXPECT_EQ(world.commitment(kFollowUp, "7"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(of_activation("done, seen, repaired"), "t 1200 1199") << "its change waits";
}

/// Somebody else at work on the CRM, at the world's now.
class PageBesideAWriter : public Resync {
 protected:
  PageBesideAWriter() { writer.run("set steward.now = '" + to_rfc3339(world.now()) + "'"); }

  RawSession writer{world.database().connection()};
};

TEST_F(PageBesideAWriter, DoesNotWaitForWhatItLocks) {
  writer.run(
      "begin; update crm.service_deliveries set completed_at = '2026-11-22T16:00:00Z' where id = "
      "7; select from crm.service_deliveries, crm.clients for update");
  ASSERT_THAT(ask({kFollowUp}), SizeIs(1));
  ASSERT_TRUE(engine::Activator(world.store()).run_once(world.rules(), world.now()).value());
  EXPECT_EQ(of_activation("done, seen, repaired"), "f 500 500");
  EXPECT_EQ(world.commitment(kFollowUp, "7"), "open due 2026-11-24T15:00:00");
  writer.run("commit");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "7"), "open due 2026-11-24T16:00:00");
}

TEST_F(PageBesideAWriter, LocksNothingThatItWaitsFor) {
  ASSERT_THAT(ask({kFollowUp}), SizeIs(1));
  // The page has read its records, and comes no further than to writing what it found.
  RawSession holder(world.database().connection());
  holder.run("begin; lock table steward.history in exclusive mode");
  std::thread page([this] {
    const auto worked = engine::Activator(world.store()).run_once(world.rules(), world.now());
    EXPECT_TRUE(worked) << worked.error().message();
  });
  const std::string waiting =
      "from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  while (world.database().value("select count(*) " + waiting) != "1") std::this_thread::yield();
  EXPECT_EQ(world.database().value(
                "select coalesce(string_agg(distinct l.mode, ', '), 'none') from pg_locks l join "
                "pg_class c on c.oid = l.relation where c.relnamespace = 'crm'::regnamespace "
                "and l.pid in (select pid " +
                waiting + ")"),
            "AccessShareLock");
  EXPECT_NO_THROW(writer.run(
      "begin; select from crm.service_deliveries, crm.clients for update nowait; update "
      "crm.service_deliveries set completed_at = '2026-11-22T16:00:00Z' where id = 7; commit"));
  holder.run("commit");
  page.join();
  // What changes while the page is at work is taken for the reason that its promise is opened.
  EXPECT_EQ(of_activation("done, seen, repaired"), "f 500 499");
  EXPECT_EQ(world.commitment(kFollowUp, "7"), "open due 2026-11-24T15:00:00");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "7"), "open due 2026-11-24T16:00:00");
}

/// Deliveries 41 to 45 whose account is not up to date yet.
class Drift : public testing::Test {
 protected:
  Drift() {
    world.run(kSkyport);
    world.run(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status) "
        "overriding system value select n, 1, 'fuel', '2026-11-22T15:00:00Z', 'completed' from "
        "generate_series(41, 45) n");
    world.settle();
    world.advance(std::chrono::hours(1));
  }

  void change_unseen(const std::string& sql) {
    world.run("alter table crm.service_deliveries disable trigger user; " + sql +
              "; alter table crm.service_deliveries enable trigger user");
    must(store::install_capture(world.pool(), world.rules()));
    world.run("delete from steward.resync");
    world.settle();
  }
  std::string promise(const std::string& key) { return world.commitment(kUpdated, key); }
  std::string of_activation() {
    return world.database().value(
        "select concat_ws(' ', done, seen, repaired, resync) from steward.activation where rule = "
        "'account-update-after-service'");
  }
  void look_again() {
    ASSERT_THAT(engine::resync(world.store(), {kUpdated}, "asked for", std::nullopt).value(),
                ElementsAre(kUpdated));
    world.settle();
  }

  static constexpr const char* kUpdated = "account-update-after-service";
  World world{at("2026-11-22T15:00:00Z")};
};

TEST_F(Drift, OfUnseenUpdatesAndDeletesIsRepairedAndCounted) {
  change_unseen(
      "update crm.service_deliveries set account_updated_at = '2026-11-22T15:30:00Z' where id = "
      "41; update crm.service_deliveries set completed_at = '2026-11-22T14:00:00Z' where id = 42; "
      "update crm.service_deliveries set status = 'cancelled' where id = 43; "
      "delete from crm.service_deliveries where id = 44");
  for (const auto* key : {"41", "42", "43", "44", "45"}) {
    ASSERT_EQ(promise(key), "open due 2026-11-23T15:00:00") << key;
  }
  look_again();
  EXPECT_EQ(promise("41"), "kept due 2026-11-23T15:00:00");
  EXPECT_EQ(promise("42"), "open due 2026-11-23T14:00:00");
  EXPECT_EQ(promise("43"), "cancelled due 2026-11-23T15:00:00");
  EXPECT_EQ(promise("44"), "cancelled due 2026-11-23T15:00:00");
  EXPECT_EQ(promise("45"), "open due 2026-11-23T15:00:00");
  EXPECT_EQ(of_activation(), "t 4 4 asked for");
  EXPECT_EQ(world.database().value(
                "select string_agg(c.key || ' ' || h.kind, ', ' order by c.key) from "
                "steward.history h join steward.commitment c on c.id = h.commitment where c.rule = "
                "'account-update-after-service' and h.kind <> 'opened'"),
            "41 kept, 42 moved, 43 cancelled, 44 cancelled");
  look_again();
  EXPECT_EQ(of_activation(), "t 4 0 asked for");
}

TEST_F(Drift, OfARecordThatIsGoneIsCountedWhereNoRecordIsLeft) {
  change_unseen("delete from crm.service_deliveries");
  look_again();
  EXPECT_EQ(of_activation(), "t 0 5 asked for");
  EXPECT_EQ(world.database().value(
                "select count(*) from steward.commitment where rule = "
                "'account-update-after-service' and state = 'cancelled' and closed_at = "
                "'2026-11-22T16:00:00Z'"),
            "5");
}

TEST_F(Drift, OfAStopThatNobodySawIsRecordedLateOnceItWasBreached) {
  // What falls due is looked at anyway: the stop is entered after that.
  world.advance_to(at("2026-11-23T15:00:00Z"));
  ASSERT_EQ(promise("41"), "breached due 2026-11-23T15:00:00 breach");
  change_unseen(
      "update crm.service_deliveries set account_updated_at = '2026-11-22T15:30:00Z' where id = "
      "41; delete from crm.service_deliveries where id = 42");
  ASSERT_EQ(promise("41"), "breached due 2026-11-23T15:00:00 breach");
  ASSERT_EQ(promise("42"), "breached due 2026-11-23T15:00:00 breach");
  look_again();
  EXPECT_EQ(promise("41"), "kept due 2026-11-23T15:00:00 recorded late breach");
  EXPECT_EQ(promise("42"), "cancelled due 2026-11-23T15:00:00 breach");
  EXPECT_EQ(of_activation(), "t 4 2 asked for");
}

}  // namespace
}  // namespace steward::test

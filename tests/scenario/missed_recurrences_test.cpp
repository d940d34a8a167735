// SPDX-License-Identifier: MIT
// A record that cannot be judged when its rule's schedule comes round gets that promise once it is
// mended, and no other.
#include <gmock/gmock.h>

#include <fstream>

#include "steward/engine/activator.hpp"
#include "steward/engine/tracker.hpp"
#include "support/must.hpp"
#include "support/steps_world.hpp"
#include "support/temporary_folder.hpp"

namespace steward::test {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;

/// Every Monday at 09:00 in New York, 14:00 UTC, Bluewater (1) and Heron (2) are to be called
/// within two days. Friday 20 November 2026, noon.
class MissedRecurrences : public testing::Test {
 protected:
  explicit MissedRecurrences(const WorldFiles& files = steps_files())
      : world(at("2026-11-20T12:00:00Z"), files) {
    world.run(kSkyport);
    world.run("update crm.clients set tier = 'priority' where id = 2");
    world.settle();
    // Of an interaction of the year 9999 nobody can say when it was.
    world.run(
        "alter table crm.interactions rename to told_interactions; "
        "create view crm.interactions as select id, client_id, channel, kind, case when "
        "occurred_at < '9999-01-01' then occurred_at else occurred_at + interval '290000 years' "
        "end as occurred_at from crm.told_interactions");
  }

  /// The same files with another text in place of one.
  static WorldFiles edited(const std::string& from, const std::string& to) {
    static const TemporaryFolder folder;
    auto files = steps_files();
    auto text = read_source_file("tests/data/steps/rules.yaml");
    text.replace(text.find(from), from.size(), to);
    const auto file = folder.path() / "rules.yaml";
    std::ofstream(file) << text;
    files.rules.rules = {file};
    return files;
  }

  void add_client(const std::string& id) {
    world.run(
        "insert into crm.clients (id, name, stage, tier, account_manager_id, data_owner_id, "
        "onboarded_at) overriding system value values (" +
        id + ", 'Kestrel', 'active', 'priority', 1, 1, '2026-11-01')");
  }
  void spoil(const std::string& client) {
    world.run("insert into crm.told_interactions (client_id, channel, kind, occurred_at) values (" +
              client + ", 'phone', 'courtesy', '9999-12-30T12:00:00Z')");
  }
  void mend(const std::string& client) {
    world.run("delete from crm.told_interactions where client_id = " + client);
  }
  /// So that it is found mended only when it is tried again.
  void mend_unnoticed(const std::string& client) {
    mend(client);
    world.run("delete from steward.change");
  }
  /// "state starts" of each promise, in the order in which they were made.
  std::vector<std::string> promises(const std::string& key) {
    return lines(
        "select state || ' ' || to_char(starts at time zone 'UTC', 'MM-DD HH24:MI') from "
        "steward.commitment where rule = 'weekly-call' and key = '" +
        key + "' order by id");
  }
  /// What is set aside, with the first recurrence that it could not be promised.
  std::vector<std::string> set_aside() {
    return lines(
        "select concat_ws(' ', rule, key, to_char(recurrence at time zone 'UTC', "
        "'MM-DD HH24:MI')) from steward.quarantine order by 1");
  }
  std::vector<std::string> lines(const std::string& sql) {
    std::vector<std::string> all;
    for (const auto& row : world.database().rows(sql)) all.push_back(row.front());
    return all;
  }

  World world;
};

TEST_F(MissedRecurrences, TheOneThatCouldNotBePromisedIsOnceItsRecordIsMended) {
  spoil("1");
  world.advance_to(at("2026-11-23T14:00:00Z"));
  EXPECT_THAT(promises("1"), IsEmpty());
  EXPECT_THAT(promises("2"), ElementsAre("open 11-23 14:00"));
  EXPECT_THAT(set_aside(), ElementsAre("weekly-call 1 11-23 14:00"));
  world.advance_by_the_minute(minutes(5));
  EXPECT_THAT(set_aside(), ElementsAre("weekly-call 1 11-23 14:00")) << "tried again and again";

  mend_unnoticed("1");
  world.advance_by_the_minute(minutes(11));
  EXPECT_THAT(set_aside(), IsEmpty());
  EXPECT_THAT(promises("1"), ElementsAre("open 11-23 14:00"));
  EXPECT_THAT(promises("2"), ElementsAre("open 11-23 14:00"));
  world.advance_to(at("2026-11-25T14:00:00Z"));
  EXPECT_THAT(promises("1"), ElementsAre("breached 11-23 14:00"));
}

TEST_F(MissedRecurrences, TwoThatCouldNotBePromisedAreInOrder) {
  spoil("1");
  world.advance_to(at("2026-11-30T14:05:00Z"));
  EXPECT_THAT(promises("1"), IsEmpty());
  EXPECT_THAT(promises("2"), ElementsAre("breached 11-23 14:00", "open 11-30 14:00"));
  EXPECT_THAT(set_aside(), ElementsAre("weekly-call 1 11-23 14:00"));

  mend_unnoticed("1");
  world.advance_by_the_minute(minutes(11));
  EXPECT_THAT(set_aside(), IsEmpty());
  EXPECT_THAT(promises("1"), ElementsAre("breached 11-23 14:00", "open 11-30 14:00"));
  world.advance_to(at("2026-12-07T14:00:00Z"));
  EXPECT_THAT(promises("1"),
              ElementsAre("breached 11-23 14:00", "breached 11-30 14:00", "open 12-07 14:00"));
}

TEST_F(MissedRecurrences, WhatTheTrackerJudgesMeanwhileIsNotLost) {
  spoil("1");
  world.advance_to(at("2026-11-23T14:05:00Z"));
  ASSERT_THAT(set_aside(), ElementsAre("weekly-call 1 11-23 14:00"));
  mend("1");
  must(engine::Tracker(world.store()).run_once(world.rules(), world.now()), "tracking");
  EXPECT_THAT(promises("1"), IsEmpty());
  EXPECT_THAT(set_aside(), ElementsAre("weekly-call 1 11-23 14:00"));
  EXPECT_EQ(world.database().value("select retry_at from steward.quarantine"),
            world.database().value("select '" + to_rfc3339(world.now()) + "'::timestamptz"));

  must(engine::Activator(world.store()).run_once(world.rules(), world.now()), "activating");
  EXPECT_THAT(promises("1"), ElementsAre("open 11-23 14:00"));
  EXPECT_THAT(set_aside(), IsEmpty());
}

TEST_F(MissedRecurrences, WhatCameUpBetweenThemGetsTheNextAlone) {
  world.advance_to(at("2026-11-24T12:00:00Z"));
  add_client("3");
  spoil("3");
  spoil("1");
  world.settle();
  EXPECT_THAT(set_aside(), ElementsAre("weekly-call 1", "weekly-call 3"));
  mend_unnoticed("1");
  mend_unnoticed("3");
  world.advance_by_the_minute(minutes(11));
  EXPECT_THAT(set_aside(), IsEmpty());
  EXPECT_THAT(promises("3"), IsEmpty()) << "nobody was to call it on Monday";
  EXPECT_THAT(promises("1"), ElementsAre("open 11-23 14:00"));

  world.advance_to(at("2026-11-30T14:00:00Z"));
  EXPECT_THAT(promises("3"), ElementsAre("open 11-30 14:00"));
}

TEST_F(MissedRecurrences, WhoIsToBeCalledNoMoreWhenItIsMendedGetsNone) {
  spoil("1");
  world.advance_to(at("2026-11-23T14:05:00Z"));
  world.run("update crm.clients set tier = 'standard' where id = 1");
  mend("1");
  world.advance_by_the_minute(minutes(11));
  EXPECT_THAT(set_aside(), IsEmpty());
  EXPECT_THAT(promises("1"), IsEmpty());
}

TEST_F(MissedRecurrences, WhatWaitedMeanwhileActsAsSoonAsTheRecordIsMended) {
  world.advance_to(at("2026-11-24T12:00:00Z"));
  ASSERT_THAT(promises("1"), ElementsAre("open 11-23 14:00"));
  spoil("1");
  world.settle();
  world.sleep_until(at("2026-11-30T14:00:00Z"));
  world.advance_by_the_minute(minutes(30));
  ASSERT_THAT(promises("1"), ElementsAre("open 11-23 14:00")) << "nobody knows whether it was kept";
  ASSERT_THAT(set_aside(), ElementsAre("weekly-call 1 11-30 14:00"));
  mend("1");
  world.settle();
  world.settle();
  EXPECT_THAT(set_aside(), IsEmpty());
  EXPECT_THAT(promises("1"), ElementsAre("breached 11-23 14:00", "open 11-30 14:00"));
}

TEST_F(MissedRecurrences, OfARuleThatIsTurnedOffAreNoMore) {
  spoil("1");
  world.advance_to(at("2026-11-23T14:05:00Z"));
  ASSERT_THAT(set_aside(), ElementsAre("weekly-call 1 11-23 14:00"));
  // A rule that is to be read needs the table with its relations.
  world.run("drop view crm.interactions; alter table crm.told_interactions rename to interactions");
  const std::string weekly = "- rule: weekly-call\n";
  world.reload(edited(weekly, weekly + "    mode: off\n").rules);
  world.advance_by_the_minute(minutes(11));
  EXPECT_THAT(set_aside(), IsEmpty());
  EXPECT_THAT(promises("1"), IsEmpty());
  EXPECT_THAT(promises("2"), ElementsAre("cancelled 11-23 14:00"));
}

/// The schedule ends with the Monday of 30 November.
class LastRecurrences : public MissedRecurrences {
 protected:
  LastRecurrences() : MissedRecurrences(edited("BYDAY=MO,", "BYDAY=MO;UNTIL=20261130T235959Z,")) {}
};

TEST_F(LastRecurrences, ArePromisedThoughTheScheduleIsOver) {
  spoil("1");
  world.advance_to(at("2026-11-30T14:05:00Z"));
  ASSERT_EQ(world.database().value("select count(*) from steward.recurring where rule = "
                                   "'weekly-call'"),
            "0");
  mend_unnoticed("1");
  world.advance_by_the_minute(minutes(11));
  EXPECT_THAT(set_aside(), IsEmpty());
  EXPECT_THAT(promises("1"), ElementsAre("breached 11-23 14:00", "open 11-30 14:00"));
}

}  // namespace
}  // namespace steward::test

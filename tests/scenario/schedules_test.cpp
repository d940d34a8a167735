// SPDX-License-Identifier: MIT
// Promises that a schedule opens: each recurrence is one of its own.
#include <gmock/gmock.h>

#include "steward/engine/scheduler.hpp"
#include "support/steps_world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kCall = "email ana@skyport.example: Call the client";
constexpr const char* kMissed = "email dana@skyport.example: Call the client";

rules::RulePaths steps_rules(const std::string& file) {
  auto paths = steps_files().rules;
  paths.rules.front().replace_filename(file);
  return paths;
}

/// Every Monday at 09:00 in New York, 14:00 UTC, Bluewater is to be called within two days.
/// Friday 20 November 2026, noon.
class WeeklyCall : public testing::Test {
 protected:
  WeeklyCall() : world(at("2026-11-20T12:00:00Z"), steps_files()) {
    world.run(kSkyport);
    world.settle();
  }

  /// "state starts" of each promise, in order.
  std::vector<std::string> promises(const std::string& key = "1") {
    std::vector<std::string> lines;
    for (const auto& row : world.database().rows(
             "select state || ' ' || to_char(starts at time zone 'UTC', 'MM-DD HH24:MI') from "
             "steward.commitment where rule = 'weekly-call' and key = '" +
             key + "' order by id")) {
      lines.push_back(row.front());
    }
    return lines;
  }

  /// Without the list of Fridays.
  std::vector<std::string> calls() {
    auto all = world.messages();
    std::erase(all, "email dana@skyport.example: Look at the week");
    return all;
  }

  void call(const std::string& instant) {
    world.run(
        "insert into crm.interactions (client_id, channel, kind, occurred_at) values (1, "
        "'phone', 'courtesy', '" +
        instant + "')");
  }

  World world;
};

TEST_F(WeeklyCall, BeginsAtEachRecurrence) {
  world.advance_to(at("2026-11-23T13:59:59Z"));
  EXPECT_THAT(promises(), IsEmpty());
  EXPECT_EQ(world.store().glance().value().next_recurrence, at("2026-11-23T14:00:00Z"));
  world.advance_to(at("2026-11-23T14:00:00Z"));
  EXPECT_THAT(promises(), ElementsAre("open 11-23 14:00"));
  EXPECT_THAT(promises("2"), IsEmpty()) << "not a priority client";
  EXPECT_THAT(calls(), ElementsAre(kCall));
  call("2026-11-24T10:00:00Z");
  world.advance_to(at("2026-11-30T14:00:00Z"));
  EXPECT_THAT(promises(), ElementsAre("kept 11-23 14:00", "open 11-30 14:00"));
  EXPECT_THAT(calls(), ElementsAre(kCall)) << "the next week's";
}

TEST_F(WeeklyCall, IsNotKeptByWhatWasDoneBeforeNorUndoneByWhatIsDoneAfter) {
  call("2026-11-19T10:00:00Z");
  world.advance_to(at("2026-11-23T14:00:00Z"));
  EXPECT_THAT(promises(), ElementsAre("open 11-23 14:00"));
  call("2026-11-24T10:00:00Z");
  world.settle();
  EXPECT_THAT(promises(), ElementsAre("kept 11-23 14:00"));
  call("2026-11-28T10:00:00Z");
  world.settle();
  EXPECT_THAT(promises(), ElementsAre("kept 11-23 14:00")) << "done again, for nobody asked";
  EXPECT_THAT(world.ledger("weekly-call"), IsEmpty());
}

TEST_F(WeeklyCall, AWeekThatWasMissedStaysMissedWhenTheNextComes) {
  world.advance_to(at("2026-11-30T14:00:00Z"));
  EXPECT_THAT(promises(), ElementsAre("breached 11-23 14:00", "open 11-30 14:00"));
  EXPECT_THAT(calls(), ElementsAre(kCall, kMissed, kCall));
  world.advance_to(at("2026-12-01T10:00:00Z"));
  call("2026-12-01T10:00:00Z");
  world.settle();
  EXPECT_THAT(promises(), ElementsAre("kept 11-23 14:00", "kept 11-30 14:00"));
  EXPECT_THAT(world.ledger("weekly-call"), ElementsAre("breached", "resolved"));
}

TEST_F(WeeklyCall, ThoseMissedInAnOutageBeginInOrderEachWithItsOwnDue) {
  world.sleep_until(at("2026-12-08T00:00:00Z"));
  world.settle();
  EXPECT_THAT(promises(),
              ElementsAre("breached 11-23 14:00", "breached 11-30 14:00", "open 12-07 14:00"));
  EXPECT_EQ(world.database().value(
                "select string_agg(to_char(at at time zone 'UTC', 'MM-DD HH24:MI'), ' ' order by "
                "at) from steward.ledger where kind = 'breached'"),
            "11-25 14:00 12-02 14:00");
}

TEST_F(WeeklyCall, WhoBecomesAPriorityClientIsCalledFromTheNextMondayOn) {
  world.advance_to(at("2026-11-24T12:00:00Z"));
  world.run("update crm.clients set tier = 'priority' where id = 2");
  world.run("update crm.clients set tier = 'standard' where id = 1");
  world.settle();
  EXPECT_THAT(promises("2"), IsEmpty());
  EXPECT_THAT(promises("1"), ElementsAre("cancelled 11-23 14:00"));
  world.advance_to(at("2026-11-30T14:00:00Z"));
  EXPECT_THAT(promises("2"), ElementsAre("open 11-30 14:00"));
  EXPECT_THAT(promises("1"), ElementsAre("cancelled 11-23 14:00"));
}

TEST_F(WeeklyCall, IsTheSameTimeOfDayInSummer) {
  world.run("update crm.clients set tier = 'standard'");
  world.advance_to(at("2027-03-14T12:00:00Z"));
  EXPECT_EQ(world.database().value("select to_char(at at time zone 'UTC', 'MM-DD HH24:MI') from "
                                   "steward.recurring where rule = 'weekly-call'"),
            "03-15 13:00");
}

TEST_F(WeeklyCall, AnnouncementsThatRecurTakeTheirPredecessorsPlace) {
  world.advance_to(at("2026-11-27T21:00:00Z"));
  const auto live = [&] {
    return world.database().value(
        "select string_agg(to_char(starts at time zone 'UTC', 'MM-DD HH24:MI'), ' ') from "
        "steward.commitment where rule = 'friday-list' and key = '1' and closed_at is null");
  };
  EXPECT_EQ(live(), "11-27 21:00");
  EXPECT_EQ(world.database().value("select count(*) from steward.commitment where rule = "
                                   "'friday-list' and key = '1' and state = 'kept'"),
            "1");
}

TEST_F(WeeklyCall, ARuleThatIsGoneCancelsEveryLiveOneOfARecord) {
  world.advance_to(at("2026-11-30T14:00:00Z"));
  EXPECT_THAT(promises(), ElementsAre("breached 11-23 14:00", "open 11-30 14:00"));
  world.reload(WorldFiles::reference().rules);
  world.settle();
  EXPECT_THAT(promises(), ElementsAre("cancelled 11-23 14:00", "cancelled 11-30 14:00"));
  EXPECT_THAT(world.ledger("weekly-call"), ElementsAre("breached", "withdrawn"));
}

TEST_F(WeeklyCall, RecordsThatAreGoneAndRulesThatAreGoneOpenNothing) {
  world.run("delete from crm.clients where id = 1");
  world.advance_to(at("2026-11-23T14:00:00Z"));
  EXPECT_THAT(promises(), IsEmpty());
  world.reload(WorldFiles::reference().rules);
  world.settle();
  EXPECT_EQ(world.database().value("select count(*) from steward.recurring"), "0");
}

TEST_F(WeeklyCall, ARuleThatLosesItsScheduleEndsWhatTheScheduleBegan) {
  world.advance_to(at("2026-11-30T14:00:00Z"));
  EXPECT_THAT(promises(), ElementsAre("breached 11-23 14:00", "open 11-30 14:00"));
  world.reload(steps_rules("without-schedule.yaml"));
  world.settle();
  EXPECT_THAT(promises(),
              ElementsAre("cancelled 11-23 14:00", "cancelled 11-30 14:00", "open 11-30 08:00"));
}

/// A rule without a subject, at the same time.
class WeeklyMeeting : public WeeklyCall {
 protected:
  WeeklyMeeting() {
    world.reload(steps_rules("organisation.yaml"));
    world.settle();
  }

  std::vector<std::string> meetings() {
    std::vector<std::string> lines;
    for (const auto& row : world.database().rows(
             "select entity || '/' || key || ' ' || state || ' ' || to_char(starts at time zone "
             "'UTC', 'MM-DD HH24:MI') from steward.commitment where rule = 'weekly-meeting' order "
             "by id")) {
      lines.push_back(row.front());
    }
    return lines;
  }
};

TEST_F(WeeklyMeeting, IsOnePromiseOfTheOrganisationsAtEachRecurrence) {
  world.advance_to(at("2026-11-23T14:00:00Z"));
  EXPECT_THAT(meetings(), ElementsAre("organisation/1 open 11-23 14:00"));
  world.advance_to(at("2026-11-30T14:00:00Z"));
  EXPECT_THAT(meetings(), ElementsAre("organisation/1 breached 11-23 14:00",
                                      "organisation/1 open 11-30 14:00"));
  // At the start, at due, and at the next start; Dana holds both roles.
  const char* const message =
      "email dana@skyport.example: Meet every week while there are priority clients";
  EXPECT_THAT(world.messages(), ElementsAre(message, message, message));
}

TEST_F(WeeklyMeeting, IsKeptByARecordOfAnyClientWhoseRelationsSaySo) {
  world.advance_to(at("2026-11-23T14:00:00Z"));
  world.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values (2, 'phone', "
      "'courtesy', '2026-11-24T10:00:00Z')");
  world.advance_to(at("2026-11-24T10:00:00Z"));
  EXPECT_THAT(meetings(), ElementsAre("organisation/1 open 11-23 14:00"))
      << "not a priority client";
  world.run("update crm.clients set tier = 'priority' where id = 2");
  world.settle();
  EXPECT_THAT(meetings(), ElementsAre("organisation/1 kept 11-23 14:00"));
}

TEST_F(WeeklyMeeting, IsCancelledWhenNoRecordAsksForItAnyMore) {
  world.advance_to(at("2026-11-23T14:00:00Z"));
  world.run("update crm.clients set tier = 'standard'");
  world.settle();
  EXPECT_THAT(meetings(), ElementsAre("organisation/1 cancelled 11-23 14:00"));
}

}  // namespace
}  // namespace steward::test

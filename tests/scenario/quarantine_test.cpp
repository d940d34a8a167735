// SPDX-License-Identifier: MIT
// A rule whose SQL fails, or a record that cannot be judged, holds up nothing else.
#include <gmock/gmock.h>

#include "steward/store/capture.hpp"
#include "support/must.hpp"
#include "support/rule_folder.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr const char* kOther = "critical-enquiry";

class QuarantineTest : public testing::Test {
 protected:
  QuarantineTest() {
    world.run(kSkyport);
    deliver(42);
    world.settle();
  }

  void deliver(int id, const std::string& completed_at = "2026-11-22T15:00:00Z") {
    world.run(completed_service(id, completed_at));
  }
  void enquire() {
    world.run(
        "insert into crm.enquiries (client_id, kind, channel, severity, received_at) values (1, "
        "'complaint', 'phone', 'critical', '2026-11-22T15:00:00Z')");
  }
  void enquire_plainly() {
    world.run(
        "insert into crm.enquiries (client_id, kind, channel, received_at) values (1, 'complaint', "
        "'phone', '2026-11-22T15:00:00Z')");
  }
  std::string promises(const std::string& rule) {
    return world.database().value("select count(*) from steward.commitment where rule = '" + rule +
                                  "'");
  }
  /// Refuses what is written into a table of steward, as a function of the database might.
  void refuse(const std::string& table, const std::string& condition, const std::string& sqlstate) {
    world.run("create function crm.fuss() returns trigger language plpgsql as $$ begin if " +
              condition + " then raise exception 'out of all bounds' using errcode = '" + sqlstate +
              "'; end if; return new; end $$; create trigger fuss before insert on " + table +
              " for each row execute function crm.fuss()");
  }

  World world{at("2026-11-22T15:00:00Z")};
};

TEST_F(QuarantineTest, AColumnThatIsGoneIsNamedAndTheOtherRulesGoOn) {
  world.run("alter table crm.interactions rename occurred_at to happened_at");
  deliver(43);
  world.settle();
  EXPECT_THAT(world.set_aside(), Contains("priority-follow-up: the database has no "
                                          "crm.interactions.occurred_at any more"));
  EXPECT_EQ(promises("account-update-after-service"), "2");
  EXPECT_EQ(promises(kFollowUp), "1") << "the one from before";
}

TEST_F(QuarantineTest, WhatChangedMeanwhileIsLookedAtOnceTheRuleCanJudge) {
  world.run("alter table crm.clients rename tier to rank");
  deliver(43);
  world.settle();
  EXPECT_THAT(world.set_aside(),
              Contains("priority-follow-up: the database has no crm.clients.tier any "
                       "more"));
  // Nobody knows whether it was kept: its reminder waits, and nothing is called late.
  world.advance_to(at("2026-11-24T16:00:00Z"));
  EXPECT_THAT(world.ledger(kFollowUp), IsEmpty());

  world.run("alter table crm.clients rename rank to tier");
  world.advance_by_the_minute(minutes(11));
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "breached due 2026-11-24T15:00:00 breach");
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "breached due 2026-11-24T15:00:00 breach");
}

TEST_F(QuarantineTest, AColumnThatIsNotedIsRenamedAndTheApplicationGoesOn) {
  world.run("alter table crm.interactions rename client_id to customer_id");
  world.run(
      "insert into crm.interactions (customer_id, channel, kind, occurred_at) "
      "values (1, 'phone', 'follow_up', '2026-11-23T15:00:00Z')");
  world.advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world.set_aside(), Contains("priority-follow-up: the database has no "
                                          "crm.interactions.client_id any more"));

  world.run("alter table crm.interactions rename customer_id to client_id");
  world.advance_by_the_minute(minutes(11));
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00");
}

TEST_F(QuarantineTest, AColumnThatIsDroppedIsNamedAndWithItTheTriggerThatItTookAlong) {
  world.run("alter table crm.interactions drop column occurred_at cascade");
  deliver(43);
  enquire();
  // The application goes on, too.
  world.run("insert into crm.interactions (client_id, channel, kind) values (1, 'phone', 'other')");
  world.run("update crm.interactions set kind = 'follow_up'");
  world.settle();
  EXPECT_THAT(world.set_aside(), ElementsAre("priority-follow-up: the database has no "
                                             "crm.interactions.occurred_at any more"));
  EXPECT_EQ(promises(kFollowUp), "1") << "the one from before";
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(promises("account-update-after-service"), "2");
  EXPECT_EQ(promises(kOther), "1");
  const std::vector<store::CaptureGap> gap = {
      {"crm.interactions", "steward_capture_update", store::CaptureState::missing}};
  EXPECT_EQ(store::capture_gaps(world.pool(), world.rules()).value(), gap);

  world.run("alter table crm.interactions add column occurred_at timestamptz");
  EXPECT_EQ(store::install_capture(world.pool(), world.rules()).value(), gap);
  world.advance_by_the_minute(minutes(11));
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "open due 2026-11-24T15:00:00");
  world.run("update crm.interactions set occurred_at = '2026-11-22T15:05:00Z'");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00");
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "kept due 2026-11-24T15:00:00");
}

TEST_F(QuarantineTest, AColumnThatIsDroppedOfTheSubjectHoldsUpOnlyTheRulesThatReadIt) {
  world.run("alter table crm.service_deliveries drop column status cascade");
  world.run("insert into crm.service_deliveries (client_id, service_type) values (1, 'fuel')");
  world.run("update crm.clients set stage = 'dormant' where id = 1");
  enquire();
  world.settle();
  EXPECT_THAT(world.set_aside(), ElementsAre("account-update-after-service: the database has no "
                                             "crm.service_deliveries.status any more",
                                             "priority-follow-up: the database has no "
                                             "crm.service_deliveries.status any more"));
  EXPECT_EQ(promises(kOther), "1");
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  const std::vector<store::CaptureGap> gap = {
      {"crm.service_deliveries", "steward_capture_update", store::CaptureState::missing}};
  EXPECT_EQ(store::capture_gaps(world.pool(), world.rules()).value(), gap);
}

TEST_F(QuarantineTest, WhatATriggerThatIsGoneDoesNotTellTheOtherRulesFindOutBeforeLong) {
  enquire();
  world.settle();
  ASSERT_EQ(world.commitment("first-response", "1"), "open due 2026-11-23T22:00:00");
  world.run("alter table crm.enquiries drop column severity cascade");
  enquire_plainly();
  world.settle();
  EXPECT_THAT(world.set_aside(), ElementsAre(HasSubstr("critical-enquiry: the database has no "
                                                       "crm.enquiries.severity any more")));
  world.run("update crm.enquiries set first_response_at = '2026-11-22T15:00:00Z'");
  world.advance_by_the_minute(minutes(11));
  EXPECT_EQ(world.commitment("first-response", "1"), "kept due 2026-11-23T22:00:00");
}

TEST_F(QuarantineTest, OneRecordIsSetAsideAloneAndTriedAgainLessAndLessOften) {
  refuse("steward.commitment", "new.key = '43'", "22003");
  for (int id = 43; id < 51; ++id) deliver(id);
  world.settle();
  EXPECT_THAT(world.set_aside(),
              Contains("priority-follow-up 43: out of all bounds (SQLSTATE 22003)"));
  EXPECT_EQ(promises(kFollowUp), "8") << "42 and 44 to 50";
  const auto failures = [&] {
    return world.database().value(
        "select failures from steward.quarantine where rule = "
        "'priority-follow-up'");
  };
  EXPECT_EQ(failures(), "1");
  world.advance(seconds(9));
  EXPECT_EQ(failures(), "1");
  world.advance(seconds(1));
  EXPECT_EQ(failures(), "2");
  world.advance(seconds(20));
  EXPECT_EQ(failures(), "3");
  world.advance_by_the_minute(hours(1));
  EXPECT_EQ(failures(), "11") << "at last every ten minutes";

  world.run("drop trigger fuss on steward.commitment");
  world.advance_by_the_minute(minutes(10));
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "open due 2026-11-24T15:00:00");
}

TEST_F(QuarantineTest, AStepThatIsDueOfARecordSetAsideActsWhenItCan) {
  refuse(
      "steward.outcome",
      "exists (select from steward.commitment c where c.id = new.commitment and c.key = '42' and "
      "c.rule = 'priority-follow-up')",
      "22003");
  deliver(43, "2026-11-22T15:00:01Z");
  world.settle();
  world.advance_to(at("2026-11-24T15:30:00Z"));
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached")) << "43";
  world.run("drop trigger fuss on steward.outcome");
  world.advance_by_the_minute(minutes(10));
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "breached due 2026-11-24T15:00:00 breach");
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached", "breached"));
}

TEST_F(QuarantineTest, AStatementThatTakesTooLongSetsItsRuleAside) {
  refuse("steward.commitment", "new.rule = 'priority-follow-up' and new.key = '43'", "57014");
  deliver(43);
  enquire();
  world.settle();
  EXPECT_THAT(world.set_aside(),
              ElementsAre("priority-follow-up: out of all bounds (SQLSTATE 57014)"));
  EXPECT_EQ(promises(kOther), "1");
  EXPECT_EQ(promises(kFollowUp), "1");
}

TEST_F(QuarantineTest, WhatCouldNotActAndIsOverIsSetAsideNoMore) {
  refuse("steward.outcome",
         "exists (select from steward.commitment c where c.id = new.commitment and c.key = '42' "
         "and c.rule = 'priority-follow-up' and c.closed_at is null)",
         "22003");
  world.advance_to(at("2026-11-23T15:00:00Z"));
  ASSERT_THAT(world.set_aside(),
              ElementsAre("priority-follow-up 42: out of all bounds (SQLSTATE 22003)"));
  world.run(follow_up("2026-11-23T15:00:00Z"));
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00");
  // Nothing of it will ever be due: else the heartbeat would rest for good.
  world.advance_by_the_minute(minutes(1));
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_FALSE(world.store().glance().value().set_aside);
}

TEST_F(QuarantineTest, AnEditOfTheRulesTriesAtOnce) {
  refuse("steward.commitment", "new.rule = 'priority-follow-up' and new.key = '43'", "57014");
  deliver(43);
  world.settle();
  world.run("drop trigger fuss on steward.commitment");
  RuleFolder folder;
  folder.remove("rules/critical-enquiry.yaml");
  world.reload(folder.files().rules);
  world.settle();
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_EQ(promises(kFollowUp), "2");
}

TEST_F(QuarantineTest, AMessageWhoseFactsCannotBeReadGoesInPlainWords) {
  world.run("alter table crm.service_deliveries rename service_type to kind_of_service");
  world.advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world.messages(),
              ElementsAre(StartsWith("email ana@skyport.example: Priority clients "
                                     "hear from us within 48 hours of a "
                                     "service: ")));
}

TEST_F(QuarantineTest, ABreachIsEnteredThoughWhatItsRecordSaysCannotBeKept) {
  deliver(43);
  world.settle();
  refuse("steward.fact",
         "exists (select from steward.commitment c where c.id = new.commitment and c.key = '42' "
         "and c.rule = 'priority-follow-up')",
         "22003");
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached", "breached"));
  EXPECT_EQ(world.database().value(
                "select string_agg(c.key, ' ') from steward.fact f join steward.commitment c on "
                "c.id = f.commitment where c.rule = 'priority-follow-up'"),
            "43");
  EXPECT_THAT(world.set_aside(), IsEmpty());
}

TEST_F(QuarantineTest, AMessageWhoseClientHasNoNameAnyMoreGoesWithoutIt) {
  world.run("alter table crm.clients rename name to company");
  world.advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world.messages(),
              ElementsAre(StartsWith("email ana@skyport.example: Priority clients "
                                     "hear from us within 48 hours of a "
                                     "service: ")));
  EXPECT_THAT(world.email().sent.front().text, Not(HasSubstr("Bluewater")));
  EXPECT_EQ(world.database().value("select count(*) from steward.notice where resolved_at is null"),
            "0");
}

/// The follow-up goes by another name.
class RenamedRule : public QuarantineTest {
 protected:
  RenamedRule() {
    folder.edit("rules/follow-up.yaml", "rule: priority-follow-up",
                "rule: follow-up-in-time\n    was: priority-follow-up");
  }

  void rename() {
    world.reload(folder.files().rules);
    world.settle();
  }

  static constexpr const char* kRenamed = "follow-up-in-time";
  RuleFolder folder;
};

TEST_F(RenamedRule, WhatWasDueOfARecordSetAsideActsRightAfter) {
  refuse("steward.outcome",
         "exists (select from steward.commitment c where c.id = new.commitment and c.key = '42' "
         "and c.rule = 'priority-follow-up')",
         "22003");
  world.advance_to(at("2026-11-23T15:00:00Z"));
  ASSERT_THAT(world.set_aside(),
              ElementsAre("priority-follow-up 42: out of all bounds (SQLSTATE 22003)"));
  EXPECT_THAT(world.messages(), IsEmpty());
  world.run("drop trigger fuss on steward.outcome");
  rename();
  EXPECT_THAT(world.messages(), ElementsAre("email ana@skyport.example: Call Bluewater Aviation by "
                                            "Tue 24 Nov, 10:00 EST"));
  EXPECT_THAT(world.set_aside(), IsEmpty());
}

TEST_F(RenamedRule, WhatWasDueOfItActsRightAfterThoughItWasSetAside) {
  refuse("steward.outcome",
         "exists (select from steward.commitment c where c.id = new.commitment and c.rule = "
         "'priority-follow-up')",
         "57014");
  world.advance_to(at("2026-11-24T15:00:00Z"));
  ASSERT_THAT(world.set_aside(),
              ElementsAre("priority-follow-up: out of all bounds (SQLSTATE 57014)"));
  world.run("drop trigger fuss on steward.outcome");
  rename();
  EXPECT_EQ(world.commitment(kRenamed, "42"), "breached due 2026-11-24T15:00:00 breach");
  EXPECT_THAT(world.ledger(kRenamed), ElementsAre("breached"));
  EXPECT_THAT(world.set_aside(), IsEmpty());
}

TEST_F(RenamedRule, WhatStillFailsIsCountedOnAndWhatIsToBeLookedAtIs) {
  refuse("steward.commitment", "new.key = '43'", "22003");
  deliver(43);
  world.settle();
  ASSERT_THAT(world.set_aside(),
              Contains("priority-follow-up 43: out of all bounds (SQLSTATE 22003)"));
  world.run("insert into steward.touched (rule, key) values ('priority-follow-up', '42')");
  world.reload(folder.files().rules);
  EXPECT_EQ(world.database().value("select string_agg(rule, ' ') from steward.touched"), kRenamed);
  world.settle();
  EXPECT_THAT(world.set_aside(),
              Contains("follow-up-in-time 43: out of all bounds (SQLSTATE 22003)"));
  EXPECT_EQ(world.database().value("select failures > 1 from steward.quarantine where rule = "
                                   "'follow-up-in-time'"),
            "t");
}

TEST_F(QuarantineTest, NothingIsPostponedThatIsOver) {
  const auto id = std::stoll(world.database().value(
      "select id from steward.commitment where rule = 'priority-follow-up'"));
  const auto until = at("2026-11-22T16:00:00Z");
  const auto postpone = [&] {
    return world.store().transact([&](engine::Transaction& transaction) -> Result<> {
      transaction.postpone({id}, until);
      return {};
    });
  };
  const auto next_at = [&] {
    return world.database().value(
        "select coalesce(to_char(next_at at time zone 'UTC', 'HH24:MI'), 'never') from "
        "steward.commitment where rule = 'priority-follow-up'");
  };
  must(postpone(), "postponing");
  EXPECT_EQ(next_at(), "16:00");
  world.run(follow_up("2026-11-22T15:00:00Z"));
  world.settle();
  must(postpone(), "postponing");
  EXPECT_EQ(next_at(), "never");
}

}  // namespace
}  // namespace steward::test

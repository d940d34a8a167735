// SPDX-License-Identifier: MIT
// Steps that repeat, that ask the record first, that leave somebody out, that a table chooses.
#include <gmock/gmock.h>

#include "steward/store/reports.hpp"
#include "support/steps_world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr const char* kToDesk = "email mia@skyport.example: Answer the complaint";

/// A complaint of Monday 23 November 2026, 15:00 UTC, due a day later.
class Complaint : public testing::Test {
 protected:
  Complaint() : world(at("2026-11-23T15:00:00Z"), steps_files()) { world.run(kSkyport); }

  void complain(const std::string& columns = "", const std::string& values = "") {
    world.run("insert into crm.enquiries (id, client_id, kind, channel, received_at" + columns +
              ") overriding system value values (1, 1, 'complaint', 'phone', "
              "'2026-11-23T15:00:00Z'" +
              values + ")");
    world.settle();
  }

  World world;
};

TEST_F(Complaint, IsRemindedOfAgainAndAgainAsOftenAsItsStepSays) {
  complain();
  world.advance_to(at("2026-11-23T16:59:59Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  for (const auto* instant :
       {"2026-11-23T17:00:00Z", "2026-11-23T21:00:00Z", "2026-11-24T01:00:00Z"}) {
    world.advance_before(at(instant));
    EXPECT_THAT(world.messages(), IsEmpty()) << instant;
    world.settle();
    EXPECT_THAT(world.messages(), ElementsAre(kToDesk)) << instant;
  }
  world.advance_to(at("2026-11-24T13:59:59Z"));
  EXPECT_THAT(world.messages(), IsEmpty()) << "three times, no more";
  EXPECT_THAT(outcomes(world, "complaint-answer"),
              ElementsAre("1 acted", "1#2 acted", "1#3 acted"));
}

TEST_F(Complaint, RepeatsCollapseIntoTheLatestAfterAnOutage) {
  complain();
  world.sleep_until(at("2026-11-23T22:00:00Z"));
  world.settle();
  EXPECT_THAT(world.messages(), ElementsAre(kToDesk));
  EXPECT_THAT(outcomes(world, "complaint-answer"), ElementsAre("1 collapsed", "1#2 acted"));
}

TEST_F(Complaint, IsNotRemindedOfAnyMoreOnceItIsAnswered) {
  complain();
  world.advance_to(at("2026-11-23T18:00:00Z"));
  static_cast<void>(world.messages());
  world.run("update crm.enquiries set first_response_at = '2026-11-23T18:00:00Z'");
  world.advance_to(at("2026-11-26T00:00:00Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  EXPECT_THAT(outcomes(world, "complaint-answer"),
              ElementsAre("1 acted", "1#2 closed", "2 closed", "3 closed", "4 closed"))
      << "the third time was never to come";

  // Taken back: what was closed goes on.
  world.run("update crm.enquiries set first_response_at = null");
  world.settle();
  EXPECT_THAT(world.commitment("complaint-answer", "1"), HasSubstr("breached"));
}

TEST_F(Complaint, IsNotRemindedOfWhileTheStepsConditionDoesNotHold) {
  complain();
  world.advance_to(at("2026-11-23T17:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(kToDesk));
  world.run("update crm.enquiries set awaiting_client = true");
  world.advance_to(at("2026-11-23T21:00:00Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  world.run("update crm.enquiries set awaiting_client = false");
  world.advance_to(at("2026-11-24T01:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(kToDesk));
  EXPECT_THAT(outcomes(world, "complaint-answer"),
              ElementsAre("1 acted", "1#2 condition not met", "1#3 acted"));
}

TEST_F(Complaint, IsNotToldToWhomItIsAbout) {
  // Mia is all of the enquiry desk: whoever answers for the rule is asked instead.
  complain(", about_staff_id", ", 7");
  world.advance_to(at("2026-11-23T17:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre("email dana@skyport.example: Answer the complaint"));
  EXPECT_EQ(world.database().value(
                "select name || ' ' || reason from steward.task where state = 'suppressed'"),
            "Mia Torres excluded");
  EXPECT_THAT(world.email().sent.back().text,
              HasSubstr("Mia Torres must not be told, says the rule"));

  // The record says who it is about when the message is made.
  world.run("update crm.enquiries set about_staff_id = 3");
  world.advance_to(at("2026-11-23T21:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(kToDesk));
}

TEST_F(Complaint, LeavesOutWhomAStepLeavesOut) {
  complain();
  world.advance_to(at("2026-11-25T02:59:59Z"));
  static_cast<void>(world.messages());
  world.advance_to(at("2026-11-25T03:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre("email dana@skyport.example: Answer the complaint"))
      << "half as much again after due; the business leader is person 5";
}

TEST_F(Complaint, IsSpokenOfInTheWordsThatItsRecordChooses) {
  complain();
  world.advance_to(at("2026-11-24T13:59:59Z"));
  static_cast<void>(world.messages());
  world.run("update crm.enquiries set severity = 'critical'");
  world.advance_to(at("2026-11-24T14:00:00Z"));
  EXPECT_THAT(world.messages(),
              ElementsAre("email mia@skyport.example: Critical: Answer the complaint"));
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_THAT(world.messages(),
              UnorderedElementsAre(kToDesk, "email luis@skyport.example: Answer the complaint"));
  EXPECT_EQ(world.database().value("select (body->>'severity') || ' ' || (body->>'tags') || ' ' || "
                                   "(body->>'owner') from steward.ledger"),
            "major [\"complaints\"] client-service-leader");
}

TEST_F(Complaint, IsFoundByWhatItsRuleSaysOfItself) {
  complain();
  world.advance_to(at("2026-11-24T15:00:00Z"));
  store::Reports reports(world.pool(), world.rules().people);
  const auto promises = [&](const std::string& tag, const std::string& severity) {
    store::CommitmentFilter filter;
    filter.tag = tag;
    filter.severity = severity;
    return reports.commitments(filter).value().total;
  };
  EXPECT_EQ(promises("complaints", ""), 1);
  EXPECT_EQ(promises("complaints", "major"), 1);
  EXPECT_EQ(promises("", "minor"), 0);
  const auto breaches = [&](const std::string& tag, const std::string& severity) {
    store::BreachFilter filter;
    filter.period = {at("2026-11-24T00:00:00Z"), at("2026-11-25T00:00:00Z")};
    filter.tag = tag;
    filter.severity = severity;
    const auto report = reports.breaches(filter).value();
    EXPECT_EQ(report.watched.total, static_cast<std::int64_t>(report.lines.size()));
    return report.lines.size();
  };
  EXPECT_EQ(breaches("complaints", "major"), 1U);
  EXPECT_EQ(breaches("", "critical"), 0U);
  store::CommitmentFilter misspelt;
  misspelt.tag = "complaint";
  EXPECT_EQ(reports.commitments(misspelt).error().message(),
            "no rule ever had the tag 'complaint': did you mean 'complaints'?");
}

class Service : public testing::Test {
 protected:
  Service() : world(at("2026-11-23T15:00:00Z"), steps_files()) {
    world.run(kSkyport);
    world.run(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status) "
        "overriding system value values (1, 1, 'fuel', '2026-11-23T15:00:00Z', 'completed'), "
        "(2, 2, 'fuel', '2026-11-23T15:00:00Z', 'completed')");
    world.settle();
  }

  World world;
};

TEST_F(Service, HasTheStepsThatItsRecordChose) {
  world.advance_to(at("2026-11-24T03:00:00Z"));
  EXPECT_THAT(world.messages(),
              ElementsAre("email ana@skyport.example: Critical: Look after the service"));
  world.advance_to(at("2026-11-24T14:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre("email ana@skyport.example: Look after the service"));
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_THAT(world.messages(),
              ElementsAre("email dana@skyport.example: Critical: Look after the service"));
  EXPECT_THAT(outcomes(world, "service-steps"),
              UnorderedElementsAre("1.1 acted", "1.2 acted", "2.1 acted", "2.2 acted"));
}

TEST_F(Service, KeepsTheStepsThatItWasOpenedWith) {
  world.run("update crm.clients set tier = 'standard' where id = 1");
  world.run("update crm.clients set tier = 'priority' where id = 2");
  world.advance_to(at("2026-11-24T03:00:00Z"));
  EXPECT_THAT(world.messages(),
              ElementsAre("email ana@skyport.example: Critical: Look after the service"));
  EXPECT_EQ(world.database().value("select string_agg(key || ':' || step_row, ' ' order by key) "
                                   "from steward.commitment where rule = 'service-steps'"),
            "1:1 2:2");
}

}  // namespace
}  // namespace steward::test

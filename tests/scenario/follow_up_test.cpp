// SPDX-License-Identifier: MIT
// Priority clients hear from us within 48 hours of a service: one promise from its start to its
// end, as staff and compliance officers see it.
#include <gmock/gmock.h>

#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Sunday 22 November 2026, 10:00 in New York, with one service done at that very instant.
class FollowUp : public testing::Test {
 protected:
  FollowUp() : world(at("2026-11-22T15:00:00Z")) {
    world.run(kSkyport);
    world.run(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
        "account_updated_at) overriding system value values "
        "(42, 1, 'fuel', '2026-11-22T15:00:00Z', 'completed', '2026-11-22T15:00:00Z')");
    world.settle();
  }

  void call(const std::string& occurred_at) {
    world.run(
        "insert into crm.interactions (client_id, channel, kind, occurred_at) values "
        "(1, 'phone', 'follow_up', '" +
        occurred_at + "')");
  }

  World world;
};

TEST_F(FollowUp, IsOpenedWithItsDue) {
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  EXPECT_THAT(world.messages(), IsEmpty());
}

TEST_F(FollowUp, RemindsTheAccountManagerTheDayBefore) {
  world.advance_to(at("2026-11-23T14:59:59Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  world.advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world.messages(),
              ElementsAre("email ana@skyport.example: Call Bluewater Aviation by Tue 24 Nov, "
                          "10:00 EST"));
}

TEST_F(FollowUp, IsKeptByACallAndSaysNoMore) {
  world.advance_to(at("2026-11-23T10:00:00Z"));
  call("2026-11-23T09:55:00Z");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00");
  world.advance_to(at("2026-11-26T00:00:00Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  EXPECT_THAT(world.ledger(kFollowUp), IsEmpty());
}

TEST_F(FollowUp, ACallOfAnotherKindOrBeforeTheServiceKeepsNothing) {
  call("2026-11-22T14:59:59Z");
  world.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values "
      "(1, 'phone', 'sales', '2026-11-22T16:00:00Z'), (2, 'phone', 'follow_up', "
      "'2026-11-22T16:00:00Z')");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
}

TEST_F(FollowUp, BreachesAtDueAndTellsTheLeader) {
  world.advance_to(at("2026-11-24T14:59:59.999999Z"));
  static_cast<void>(world.messages());
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "breached due 2026-11-24T15:00:00 breach");
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached"));
  EXPECT_THAT(
      world.messages(),
      testing::UnorderedElementsAre(
          "email ana@skyport.example: Late: follow-up for Bluewater Aviation (was due Tue 24 Nov, "
          "10:00 EST)",
          HasSubstr("sms +15555550101: LATE"),
          "email dana@skyport.example: Late: follow-up for Bluewater Aviation (was due Tue 24 "
          "Nov, 10:00 EST)",
          HasSubstr("sms +15555550103: LATE")));
  const auto says = [](const std::string& address, const std::string& words) {
    return testing::AllOf(testing::Field(&model::OutgoingMessage::address, address),
                          testing::Field(&model::OutgoingMessage::text, HasSubstr(words)));
  };
  EXPECT_THAT(
      world.email().sent,
      testing::IsSupersetOf({says("ana@skyport.example",
                                  "If it is not done by 14:00 EST today, Dana Kim is asked.\n"),
                             says("dana@skyport.example",
                                  "If it is not done by 14:00 EST today, you are asked.\n")}));
}

TEST_F(FollowUp, AMessageReadsWhole) {
  world.advance_to(at("2026-11-23T15:00:00Z"));
  const auto reference = world.database().value(
      "select reference from steward.commitment where rule = 'priority-follow-up'");
  ASSERT_EQ(world.email().sent.size(), 1U);
  EXPECT_EQ(world.email().sent.front().text,
            "Hello Ana. You get this because it is yours.\n"
            "\n"
            "We promised Bluewater Aviation a follow-up after a service (fuel), completed Sun 22 "
            "Nov, 10:00 "
            "EST. None is recorded yet.\n"
            "\n"
            "Due Tue 24 Nov, 10:00 EST (in 24 h)\n"
            "Ask: All as expected? Any safety concern? Anything needed next?\n"
            "To take it: steward ack " +
                reference +
                " --as ana@skyport.example\n"
                "\n"
                "Once it is in the CRM, this closes by itself. If it is not done by 10:00 "
                "EST tomorrow, it is logged as late and Dana Kim is told.\n"
                "\n"
                "Ref " +
                reference + ", FBO procedure 07, Success Metrics");
}

TEST_F(FollowUp, DoneLateResolvesTheBreachAndGivesTheAllClear) {
  world.advance_to(at("2026-11-24T16:00:00Z"));
  static_cast<void>(world.messages());
  call("2026-11-24T15:40:00Z");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00 breach");
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached", "resolved"));
  EXPECT_THAT(world.messages(),
              testing::UnorderedElementsAre(HasSubstr("email ana@skyport.example: No action"),
                                            HasSubstr("email dana@skyport.example: No action")));
}

TEST_F(FollowUp, EnteredAfterDueForBeforeDueIsRecordedLate) {
  world.advance_to(at("2026-11-24T16:00:00Z"));
  call("2026-11-24T14:00:00Z");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00 recorded late breach");
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached", "rectified"));
  world.advance_to(at("2026-11-26T00:00:00Z"));
  EXPECT_EQ(world.database().value("select count(*) from steward.escalation"), "0");
}

TEST_F(FollowUp, AStopInTheRecordIsNeverBreachedHoweverFarBehindTheTrackerIs) {
  world.advance_to(at("2026-11-24T14:00:00Z"));
  call("2026-11-24T13:30:00Z");
  // The change is lost to the tracker: firing must see the record itself.
  world.run("delete from steward.change");
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00");
  EXPECT_THAT(world.ledger(kFollowUp), IsEmpty());
}

TEST_F(FollowUp, EscalatesFourHoursAfterDueAndEndsWhenDone) {
  world.advance_to(at("2026-11-24T18:59:00Z"));
  static_cast<void>(world.messages());
  world.advance_to(at("2026-11-24T19:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(HasSubstr("email dana@skyport.example:")));
  world.advance_to(at("2026-11-24T23:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(HasSubstr("email luis@skyport.example:")));
  call("2026-11-24T23:30:00Z");
  world.advance_to(at("2026-11-24T23:30:00Z"));
  static_cast<void>(world.messages());
  world.advance_to(at("2026-11-27T00:00:00Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
}

TEST_F(FollowUp, ADeliveryThatIsNoLongerCompletedCancels) {
  world.run("update crm.service_deliveries set status = 'cancelled' where id = 42");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "cancelled due 2026-11-24T15:00:00");
  world.run("update crm.service_deliveries set status = 'completed' where id = 42");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(world.database().value("select count(*) from steward.commitment where rule = "
                                   "'priority-follow-up'"),
            "1");
}

TEST_F(FollowUp, AChangedStartMovesTheSamePromise) {
  world.advance_to(at("2026-11-23T15:00:00Z"));
  static_cast<void>(world.messages());
  world.run(
      "update crm.service_deliveries set completed_at = '2026-11-22T18:00:00Z' where id = 42");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T18:00:00");
  // The reminder that went out is not repeated.
  world.advance_to(at("2026-11-23T19:00:00Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
}

TEST_F(FollowUp, AClientThatBecomesPriorityIsPromisedAFollowUp) {
  world.run(
      "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status) "
      "overriding system value values (43, 2, 'hangar', '2026-11-22T14:00:00Z', 'completed')");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "none");
  world.run("update crm.clients set tier = 'priority' where id = 2");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "open due 2026-11-24T14:00:00");
  world.run("delete from crm.service_deliveries where id = 43");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "cancelled due 2026-11-24T14:00:00");
}

}  // namespace
}  // namespace steward::test

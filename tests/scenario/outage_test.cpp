// SPDX-License-Identifier: MIT
// What a daemon that was down does when it is back, and what its first day looks like.
#include <gmock/gmock.h>

#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void call(World& world, const std::string& occurred_at) {
  world.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values (1, 'phone', "
      "'follow_up', '" +
      occurred_at + "')");
}

TEST(Outage, AcrossAStartAStopAndADueBreachesNothing) {
  World world(at("2026-11-22T12:00:00Z"));
  world.run(kSkyport);
  world.settle();
  world.sleep_until(at("2026-11-22T15:00:00Z"));
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.sleep_until(at("2026-11-24T10:00:00Z"));
  call(world, "2026-11-24T10:00:00Z");
  world.sleep_until(at("2026-11-25T00:00:00Z"));
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00");
  EXPECT_THAT(world.ledger(kFollowUp), IsEmpty());
  EXPECT_THAT(world.messages(), IsEmpty());
}

TEST(Outage, RemindersCollapseAndTheBreachIsEnteredWithItsTrueDue) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.sleep_until(at("2026-11-24T15:30:00Z"));
  world.settle();
  EXPECT_THAT(world.messages(), testing::SizeIs(4));  // the breach alone, to two on two channels
  EXPECT_EQ(world.database().value("select string_agg(step || ' ' || kind || "
                                   "case when late then ' late' else '' end, ', ' order by step) "
                                   "from steward.outcome o join steward.commitment c "
                                   "on c.id = o.commitment where c.rule = 'priority-follow-up'"),
            "1 collapsed, 2 collapsed, 3 acted late");
  EXPECT_EQ(world.database().value(
                "select to_char(at at time zone 'UTC', 'HH24:MI') || ' ' || "
                "to_char(noticed_at at time zone 'UTC', 'HH24:MI') from steward.ledger"),
            "15:00 15:30");
}

TEST(Outage, AStopAfterDueThatWasMissedIsEnteredAndResolvedWithoutAMessage) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.sleep_until(at("2026-11-24T18:00:00Z"));
  call(world, "2026-11-24T17:00:00Z");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00 breach");
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached", "resolved"));
  EXPECT_THAT(world.messages(), IsEmpty());
}

TEST(Stop, ThatLiesAheadBeyondTheDueIsNoBreachBeforeItIsOne) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  call(world, "2026-11-25T09:00:00Z");  // planned, and already entered
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  EXPECT_THAT(world.ledger(kFollowUp), IsEmpty());
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached"));
  world.advance_to(at("2026-11-25T09:00:00Z"));
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-11-24T15:00:00 breach");
}

TEST(FirstActivation, WhatWasDueBeforeItIsHistoricAndSilent) {
  World world(at("2026-11-24T15:30:00Z"));
  world.run(kSkyport);
  world.run(completed_service(41, "2026-11-20T15:00:00Z"));  // due before the rules came into force
  world.run(completed_service(42, "2026-11-22T16:00:00Z"));  // due half an hour after
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "41"), "open due 2026-11-22T15:00:00 historic");
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T16:00:00");
  // Both reminders lie before the rules came into force.
  EXPECT_THAT(world.messages(), IsEmpty());
  world.advance_to(at("2026-11-24T16:00:00Z"));
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached"));
  world.advance_to(at("2026-11-24T16:10:00Z"));
  call(world, "2026-11-24T16:10:00Z");
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "41"), "kept due 2026-11-22T15:00:00 historic");
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached", "resolved"));
}

TEST(Delivery, AMessageThatCannotBeHandedOverIsTriedAgainWithTheSameId) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.email().failures = {Error(ErrorCode::unavailable, "451 try later"),
                            Error(ErrorCode::timed_out, "no answer")};
  world.advance_to(at("2026-11-23T15:00:09Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  const auto id = world.database().value("select message_id from steward.message");
  world.advance_to(at("2026-11-23T15:01:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(HasSubstr("email ana@skyport.example")));
  EXPECT_EQ(world.email().sent.front().message_id, id);
  EXPECT_EQ(world.database().value("select attempts from steward.message"), "3");
}

TEST(Delivery, WhatIsRefusedForGoodGoesToTheNextWhoCanBeReached) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.email().failures = {Error(ErrorCode::rejected, "550 no such user")};
  world.advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(HasSubstr("email dana@skyport.example: Call")));
  EXPECT_EQ(world.database().value("select string_agg(name || ' ' || state || coalesce(' ' || "
                                   "reason, ''), ', ' order by id) from steward.task"),
            "Ana Reyes suppressed rejected, Dana Kim sent");
}

TEST(Delivery, SomebodyWithoutAnAddressIsNamedAndTheNextIsAsked) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.run("update crm.clients set account_manager_id = 8 where id = 1");
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(HasSubstr("email dana@skyport.example: Call")));
  EXPECT_THAT(world.email().sent.front().text,
              HasSubstr("You are asked because Max Silent has no address for this channel."));
  EXPECT_EQ(world.database().value("select string_agg(name || ' ' || state || coalesce(' ' || "
                                   "reason, ''), ', ' order by id) from steward.task"),
            "Max Silent suppressed no address, Dana Kim sent");
}

TEST(Delivery, WhatWaitsWhenTheInstallationIsPutIntoShadowDoesNotLeave) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.email().failures = {Error(ErrorCode::unavailable, "451 try later")};
  world.advance_to(at("2026-11-23T15:00:00Z"));
  world.settings().mode = engine::DeliveryMode::shadow;
  world.advance_to(at("2026-11-23T15:01:00Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  EXPECT_EQ(world.database().value("select m.state || ' ' || t.reason from steward.message m join "
                                   "steward.task t on t.message = m.id"),
            "withheld shadow");
}

TEST(Delivery, AsLongAsSomebodyIsLeftARefusedMessageIsPassedOn) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  const Error refused(ErrorCode::rejected, "550 no such user");
  world.email().failures = {refused, refused, refused};
  world.advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world.messages(), ElementsAre(HasSubstr("email priya@skyport.example: Call")));
  EXPECT_EQ(world.database().value("select string_agg(name || ' ' || state, ', ' order by id) "
                                   "from steward.task"),
            "Ana Reyes suppressed, Dana Kim suppressed, Luis Ortega suppressed, Priya Nair sent");
}

TEST(Delivery, InShadowNothingLeavesAndWhatWouldHaveIsKept) {
  World world(at("2026-11-22T15:00:00Z"));
  world.settings().mode = engine::DeliveryMode::shadow;
  world.run(kSkyport);
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  EXPECT_EQ(world.database().value("select m.state || ' ' || t.reason || ' ' || m.subject from "
                                   "steward.message m join steward.task t on t.message = m.id"),
            "withheld shadow Call Bluewater Aviation by Tue 24 Nov, 10:00 EST");
}

TEST(Delivery, RedirectedEverythingGoesToOneAddressAndSaysForWhom) {
  World world(at("2026-11-22T15:00:00Z"));
  world.settings().mode = engine::DeliveryMode::redirect;
  world.settings().redirect_email = "trial@skyport.example";
  world.settings().redirect_sms = "+15555550999";
  world.run(kSkyport);
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world.messages(),
              ElementsAre("email trial@skyport.example: [for ana@skyport.example] Call Bluewater "
                          "Aviation by Tue 24 Nov, 10:00 EST"));
}

}  // namespace
}  // namespace steward::test

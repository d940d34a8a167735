// SPDX-License-Identifier: MIT
// A critical enquiry climbs its chain until somebody takes it; whoever is away is never asked.
#include <gmock/gmock.h>

#include "steward/engine/answers.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr const char* kEnquiry = "critical-enquiry";

/// Only the addresses, each once.
std::vector<std::string> told(World& world) {
  std::vector<std::string> addresses;
  for (const auto& line : world.messages()) addresses.push_back(line.substr(0, line.find(':')));
  return addresses;
}

class CriticalEnquiry : public testing::Test {
 protected:
  /// Monday 23 November 2026 in New York; `received` is when the enquiry comes.
  void begin(const std::string& received) {
    world = std::make_unique<World>(at(received));
    world->run(kSkyport);
    world->settle();
  }

  void enquire() {
    world->run(
        "insert into crm.enquiries (id, client_id, kind, channel, severity, received_at) "
        "overriding system value values (7, 1, 'enquiry', 'phone', 'critical', "
        "steward.instant(" +
        std::to_string(to_micros(world->now())) + "))");
    world->settle();
  }

  std::string reference() {
    return world->database().value(
        "select reference from steward.commitment where rule = 'critical-enquiry'");
  }

  std::unique_ptr<World> world;
};

TEST_F(CriticalEnquiry, AsksTheDeskAtOnceTheLeaderAfterTenMinutesThenOperations) {
  begin("2026-11-23T15:00:00Z");
  enquire();
  EXPECT_THAT(
      world->messages(),
      UnorderedElementsAre("email mia@skyport.example: URGENT: answer enquiry 7 from Bluewater "
                           "Aviation by Mon 23 Nov, 11:00 EST: a client's business stands still",
                           HasSubstr("sms +15555550107: URGENT")));
  world->advance_to(at("2026-11-23T15:09:59Z"));
  EXPECT_THAT(told(*world), IsEmpty());
  world->advance_to(at("2026-11-23T15:10:00Z"));
  EXPECT_THAT(told(*world), UnorderedElementsAre("email dana@skyport.example", "sms +15555550103"));
  world->advance_to(at("2026-11-23T15:20:00Z"));
  EXPECT_THAT(told(*world), UnorderedElementsAre("email luis@skyport.example", "sms +15555550104"));
  EXPECT_THAT(world->email().sent.back().text,
              HasSubstr("So far:\n10:00 EST Mia Torres: email and SMS sent\n10:10 EST Dana Kim: "
                        "email and SMS sent\n"));
}

TEST_F(CriticalEnquiry, AtNightTheDutyOfficerIsAskedFirst) {
  begin("2026-11-23T07:00:00Z");
  enquire();
  EXPECT_THAT(told(*world), UnorderedElementsAre("email kay@skyport.example", "sms +15555550106"));
  EXPECT_THAT(world->email().sent.front().text, HasSubstr("You are on duty as duty officer."));
}

TEST_F(CriticalEnquiry, AStandInAnswersForWhoIsAway) {
  begin("2026-11-23T15:00:00Z");
  world->run(
      "insert into crm.absences (staff_id, starts_at, ends_at, stand_in_id) values "
      "(7, '2026-11-20', '2026-12-03T14:00:00Z', 2)");
  enquire();
  EXPECT_THAT(told(*world), UnorderedElementsAre("email tom@skyport.example", "sms +15555550102"));
  EXPECT_THAT(world->email().sent.front().text,
              HasSubstr("You are standing in for Mia Torres, who is away until Thu 3 Dec"));
}

TEST_F(CriticalEnquiry, AwayWithoutAStandInGoesUpTheChainAtOnce) {
  begin("2026-11-23T15:00:00Z");
  world->run(
      "insert into crm.absences (staff_id, starts_at, ends_at) values "
      "(7, '2026-11-20', '2026-12-03')");
  enquire();
  EXPECT_THAT(told(*world), UnorderedElementsAre("email dana@skyport.example", "sms +15555550103"));
}

TEST_F(CriticalEnquiry, AnAcknowledgementStopsTheChainOnAllChannels) {
  begin("2026-11-23T15:00:00Z");
  enquire();
  static_cast<void>(told(*world));
  world->advance_to(at("2026-11-23T15:12:00Z"));
  static_cast<void>(told(*world));
  const auto answer = engine::acknowledge(world->store(), world->rules().people, reference(),
                                          "DANA@skyport.example", world->now());
  ASSERT_TRUE(answer) << answer.error().message();
  EXPECT_EQ(answer->person, "Dana Kim");
  EXPECT_EQ(answer->level, 2);
  EXPECT_EQ(answer->before, at("2026-11-23T15:20:00Z"));
  world->advance_to(at("2026-11-23T15:59:59Z"));
  EXPECT_THAT(told(*world), IsEmpty());
  // To take it is not to have done it: at due it is late all the same.
  world->advance_to(at("2026-11-23T16:00:00Z"));
  EXPECT_THAT(world->ledger(kEnquiry), ElementsAre("breached"));
}

TEST_F(CriticalEnquiry, AnAnswerToTheClientEndsItAndClearsWhoWasTold) {
  begin("2026-11-23T15:00:00Z");
  enquire();
  static_cast<void>(told(*world));
  world->advance_to(at("2026-11-23T15:05:00Z"));
  world->run("update crm.enquiries set first_response_at = '2026-11-23T15:05:00Z' where id = 7");
  world->settle();
  EXPECT_EQ(world->commitment(kEnquiry, "7"), "kept due 2026-11-23T16:00:00");
  EXPECT_THAT(told(*world), ElementsAre("email mia@skyport.example"));
  world->advance_to(at("2026-11-23T18:00:00Z"));
  EXPECT_THAT(told(*world), IsEmpty());
}

TEST_F(CriticalEnquiry, AnAnswerThatWasAMistakeLetsTheChainGoOn) {
  begin("2026-11-23T15:00:00Z");
  enquire();
  world->advance_to(at("2026-11-23T15:05:00Z"));
  world->run("update crm.enquiries set first_response_at = '2026-11-23T15:05:00Z' where id = 7");
  world->settle();
  world->advance_to(at("2026-11-23T15:20:00Z"));
  static_cast<void>(told(*world));
  world->run("update crm.enquiries set first_response_at = null where id = 7");
  world->settle();
  EXPECT_EQ(world->commitment(kEnquiry, "7"), "open due 2026-11-23T16:00:00");
  EXPECT_THAT(told(*world), UnorderedElementsAre("email dana@skyport.example", "sms +15555550103"));
}

TEST_F(CriticalEnquiry, AcknowledgingRefusesWhatCannotBe) {
  begin("2026-11-23T15:00:00Z");
  enquire();
  const auto ack = [&](const std::string& wanted, const std::string& person) {
    return engine::acknowledge(world->store(), world->rules().people, wanted, person, world->now())
        .error()
        .message();
  };
  EXPECT_EQ(ack("7U!", "dana@skyport.example"),
            "'7U!' is not a reference: expected letters and digits such as 7K2");
  EXPECT_EQ(ack("ZZZZZ", "dana@skyport.example"), "nothing has the reference ZZZZZ");
  EXPECT_EQ(ack(reference(), "nobody@skyport.example"),
            "nobody on the staff is 'nobody@skyport.example': give an email address, a full name "
            "or a key");
  world->run("update crm.enquiries set first_response_at = received_at where id = 7");
  world->settle();
  EXPECT_EQ(ack(reference(), "dana@skyport.example"),
            reference() + " is kept already: nothing is left to take");
}

}  // namespace
}  // namespace steward::test

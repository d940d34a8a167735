// SPDX-License-Identifier: MIT
// Clocks that hang on the record, stand still, and are edited while promises are open.
#include <gmock/gmock.h>

#include <fstream>

#include "support/skyport.hpp"
#include "support/temporary_folder.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// One rule about enquiries, in a folder of the test's own. Sunday 22 November 2026, 10:00 in
/// New York.
class Clock : public testing::Test {
 protected:
  Clock() : files(WorldFiles::reference()) {
    std::filesystem::copy(files.rules.calendars.front(), folder.path() / "calendars",
                          std::filesystem::copy_options::recursive);
    files.rules.rules = {folder.path() / "rules.yaml"};
    files.rules.calendars = {folder.path() / "calendars"};
  }

  /// The rule with these lines in its clock, and others beside it.
  void write(const std::string& clock, const std::string& beside = "",
             const std::string& rule = "answer") {
    std::ofstream(folder.path() / "rules.yaml")
        << "rules:\n  - rule: " << rule
        << "\n    title: An enquiry is answered\n    source: Procedure 13\n"
           "    owner: marketing-leader\n    subject: enquiries\n"
        << beside << "    clock:\n      starts: received_at\n      stops: first_response_at\n"
        << clock
        << "    assign: client.account_manager\n    steps:\n"
           "      - {at: due - 1h, notify: assignee, template: enquiry-due-soon}\n"
           "      - {at: due, breach: true, notify: assignee, template: enquiry-late}\n"
           "      - {at: due + 4h, escalate: client-service}\n";
  }

  void begin(const std::string& clock, const std::string& beside = "") {
    write(clock, beside);
    world = std::make_unique<World>(at("2026-11-22T15:00:00Z"), files);
    world->run(kSkyport);
  }

  void ask(int id, const std::string& received_at, int client = 1) {
    world->run(
        "insert into crm.enquiries (id, client_id, kind, channel, received_at) overriding system "
        "value values (" +
        std::to_string(id) + ", " + std::to_string(client) + ", 'enquiry', 'email', '" +
        received_at + "')");
    world->settle();
  }
  void set(const std::string& assignments) {
    world->run("update crm.enquiries set " + assignments + " where id = 1");
    world->settle();
  }
  void reload() {
    world->reload(files.rules);
    world->settle();
  }
  std::string promise(const std::string& key = "1", const std::string& rule = "answer") {
    return world->commitment(rule, key);
  }
  std::string history() {
    return world->database().value(
        "select string_agg(kind, ', ' order by id) from steward.history");
  }
  std::string stored(const std::string& columns) {
    return world->database().value("select " + columns + " from steward.commitment");
  }

  TemporaryFolder folder;
  WorldFiles files;
  std::unique_ptr<World> world;
};

TEST_F(Clock, StandsStillWhileTheRecordWaitsForTheClient) {
  begin("      within: 24h\n      pauses: awaiting_client\n");
  ask(1, "2026-11-22T15:00:00Z");
  EXPECT_EQ(promise(), "open due 2026-11-23T15:00:00");
  world->advance_to(at("2026-11-22T20:00:00Z"));
  set("awaiting_client = true");
  EXPECT_EQ(promise(), "paused due 2026-11-23T15:00:00");
  world->advance_to(at("2026-11-25T20:00:00Z"));
  EXPECT_EQ(promise(), "paused due 2026-11-23T15:00:00");
  EXPECT_THAT(world->messages(), IsEmpty());
  EXPECT_THAT(world->ledger("answer"), IsEmpty());

  set("awaiting_client = false");
  EXPECT_EQ(promise(), "open due 2026-11-26T15:00:00");
  EXPECT_EQ(history(), "opened, paused, resumed");
  world->advance_to(at("2026-11-26T14:00:00Z"));
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr("ana@skyport.example")));
  world->advance_to(at("2026-11-26T15:00:00Z"));
  EXPECT_EQ(promise(), "breached due 2026-11-26T15:00:00 breach");
  EXPECT_EQ(world->database().value("select body->'pauses' from steward.ledger"),
            "[{\"to\": \"2026-11-25T20:00:00Z\", \"from\": \"2026-11-22T20:00:00Z\"}]");
}

TEST_F(Clock, StandsStillInTheIntervalsThatTheRecordLists) {
  begin(
      "      within: 24h\n"
      "      pauses: client.quiet_periods.map(q, [q.starts_at, q.ends_at])\n");
  ask(1, "2026-11-22T15:00:00Z");
  world->run(
      "insert into crm.quiet_periods (client_id, starts_at, ends_at) values "
      "(1, '2026-11-22T20:00:00Z', '2026-11-23T20:00:00Z'), "
      "(2, '2026-11-22T16:00:00Z', '2026-12-23T20:00:00Z')");
  world->settle();
  EXPECT_EQ(promise(), "open due 2026-11-24T15:00:00");
  world->advance_to(at("2026-11-22T20:00:00Z"));
  EXPECT_EQ(promise(), "paused due 2026-11-24T15:00:00");
  world->advance_to(at("2026-11-23T20:00:00Z"));
  EXPECT_EQ(promise(), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(history(), "opened, moved, paused, resumed");
  world->advance_to(at("2026-11-24T13:59:00Z"));
  EXPECT_THAT(world->messages(), IsEmpty());
  world->advance_to(at("2026-11-24T14:00:00Z"));
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr("ana@skyport.example")));
  // It is taken back: the promise was late all the time.
  world->run("delete from crm.quiet_periods where client_id = 1");
  world->settle();
  EXPECT_EQ(promise(), "breached due 2026-11-23T15:00:00 breach");
}

TEST_F(Clock, TakesItsLengthFromTheRecord) {
  begin("      within: 'severity == \"critical\" ? duration(\"1h\") : duration(\"36h\")'\n");
  ask(1, "2026-11-22T15:00:00Z");
  EXPECT_EQ(promise(), "open due 2026-11-24T03:00:00");
  set("severity = 'critical'");
  EXPECT_EQ(promise(), "open due 2026-11-22T16:00:00");
}

TEST_F(Clock, WhatIsAnsweredWhileItStandsStillIsInTime) {
  begin("      within: 24h\n      pauses: awaiting_client\n");
  ask(1, "2026-11-22T15:00:00Z");
  world->advance_to(at("2026-11-22T20:00:00Z"));
  set("awaiting_client = true");
  world->advance_to(at("2026-11-28T20:00:00Z"));
  set("first_response_at = '2026-11-28T19:00:00Z'");
  EXPECT_EQ(promise(), "kept due 2026-11-29T14:00:00");
}

TEST_F(Clock, GivesEachRecordTheLengthOfItsRow) {
  begin(
      "      within:\n        by: [client.tier, severity]\n        rows:\n"
      "          - [priority, critical, 1h]\n          - [priority, \"*\", 2 working days]\n"
      "        default: 72h\n      calendar: business-hours\n");
  world->run(
      "insert into crm.enquiries (id, client_id, kind, channel, severity, received_at) "
      "overriding system value values "
      "(1, 1, 'enquiry', 'email', 'critical', '2026-11-23T15:00:00Z'), "
      "(2, 1, 'enquiry', 'email', 'low', '2026-11-23T15:00:00Z')");
  world->settle();
  EXPECT_EQ(promise("1"), "open due 2026-11-23T16:00:00");
  EXPECT_EQ(promise("2"), "open due 2026-11-25T15:00:00");
  EXPECT_EQ(world->database().value("select string_agg(within || ' ' || within_row || ' ' || "
                                    "calendar, ', ' order by key) from steward.commitment"),
            "1h 1 business-hours, 2 working days 2 business-hours");
  set("severity = 'high'");
  EXPECT_EQ(promise("1"), "open due 2026-11-25T15:00:00");
}

TEST_F(Clock, CountsByTheCalendarThatTheRecordNames) {
  begin(
      "      within: 4h\n"
      "      calendar: 'client.tier == \"priority\" ? \"always\" : \"business-hours\"'\n");
  ask(1, "2026-11-22T15:00:00Z", 1);
  ask(2, "2026-11-22T15:00:00Z", 2);
  EXPECT_EQ(promise("1"), "open due 2026-11-22T19:00:00");
  EXPECT_NE(promise("2"), "open due 2026-11-22T19:00:00");
  EXPECT_EQ(world->database().value(
                "select string_agg(calendar, ' ' order by key) from steward.commitment"),
            "always business-hours");
}

TEST_F(Clock, ARecordThatNamesNoCalendarCannotBeJudgedAndHoldsUpNobody) {
  begin("      within: 4h\n      calendar: category\n");
  ask(1, "2026-11-22T15:00:00Z");
  EXPECT_EQ(promise("1"), "none");
  world->run(
      "insert into crm.enquiries (id, client_id, kind, channel, category, received_at) "
      "overriding system value values (2, 1, 'enquiry', 'email', 'always', "
      "'2026-11-22T15:00:00Z')");
  world->settle();
  EXPECT_EQ(promise("2"), "open due 2026-11-22T19:00:00");
}

TEST_F(Clock, AnEditedRuleThatRebasesMovesWhatIsOpen) {
  begin("      within: 48h\n");
  ask(1, "2026-11-22T15:00:00Z");
  write("      within: 36h\n", "    on_change: rebase\n");
  reload();
  EXPECT_EQ(promise(), "open due 2026-11-24T03:00:00");
  EXPECT_EQ(history(), "opened, rebased");
  world->advance_to(at("2026-11-24T02:00:00Z"));
  EXPECT_THAT(world->messages(), ElementsAre(HasSubstr("ana@skyport.example")));
  // What was said is not said again because the rule was edited again.
  write("      within: 37h\n", "    on_change: rebase\n");
  reload();
  EXPECT_EQ(promise(), "open due 2026-11-24T04:00:00");
  world->advance_to(at("2026-11-24T03:30:00Z"));
  EXPECT_THAT(world->messages(), IsEmpty());
}

TEST_F(Clock, ABreachThatAnEditEndsIsWithdrawnAndMayBeOneAgain) {
  begin("      within: 24h\n");
  ask(1, "2026-11-22T15:00:00Z");
  world->advance_to(at("2026-11-23T16:00:00Z"));
  EXPECT_EQ(promise(), "breached due 2026-11-23T15:00:00 breach");
  static_cast<void>(world->messages());
  write("      within: 48h\n", "    on_change: rebase\n");
  reload();
  EXPECT_EQ(promise(), "open due 2026-11-24T15:00:00 breach");
  EXPECT_THAT(world->ledger("answer"), ElementsAre("breached", "withdrawn"));
  EXPECT_EQ(world->database().value(
                "select body->>'detail' from steward.ledger where kind = 'withdrawn'"),
            "the rule was edited: due 2026-11-24T15:00:00Z, no longer late");
  world->advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_EQ(promise(), "breached due 2026-11-24T15:00:00 breach");
  EXPECT_THAT(world->ledger("answer"), ElementsAre("breached", "withdrawn", "reopened"));
  // Whoever was told of the first is told that it is over, and of the second.
  EXPECT_THAT(world->messages(),
              ElementsAre(testing::AllOf(HasSubstr("ana@skyport.example: No action needed"),
                                         HasSubstr("not late after all")),
                          HasSubstr("ana@skyport.example: Late")));
  world->advance_to(at("2026-11-24T19:00:00Z"));
  EXPECT_THAT(world->messages(), testing::Not(IsEmpty()));  // the chain begins
}

TEST_F(Clock, ARenamedRuleTakesItsPromisesWithIt) {
  begin("      within: 48h\n");
  ask(1, "2026-11-22T15:00:00Z");
  const auto reference = stored("reference");
  write("      within: 36h\n", "    was: answer\n", "first-answer");
  reload();
  EXPECT_EQ(promise("1", "first-answer"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(promise("1", "answer"), "none");
  EXPECT_EQ(stored("reference"), reference);
  EXPECT_EQ(world->database().value("select string_agg(rule, ' ') from steward.activation"),
            "first-answer");
  // The line may stay in the file for good.
  write("      within: 12h\n", "    was: answer\n", "first-answer");
  reload();
  EXPECT_EQ(promise("1", "first-answer"), "open due 2026-11-24T15:00:00");
}

class CalendarEdit : public Clock {
 protected:
  void write_shop(const std::string& opening, const std::string& more = "") {
    std::ofstream(folder.path() / "calendars/shop.yaml")
        << "calendar: shop\nzone: UTC\nhours: {mon-sun: [\"" << opening << "\"]}\n"
        << more;
  }
};

TEST_F(CalendarEdit, MovesTheDuesThatAreStillAhead) {
  write_shop("08:00-18:00");
  begin("      within: 8h\n      calendar: shop\n");
  ask(1, "2026-11-22T15:00:00Z");
  EXPECT_EQ(promise(), "open due 2026-11-23T13:00:00");
  write_shop("08:00-17:00");
  reload();
  EXPECT_EQ(promise(), "open due 2026-11-23T14:00:00");
  EXPECT_EQ(history(), "opened, rebased");
  write_shop("08:00-17:00", "# The same hours.\n");
  reload();
  EXPECT_EQ(history(), "opened, rebased");
}

TEST_F(CalendarEdit, MovesNoneOfACalendarThatKeepsThem) {
  write_shop("08:00-18:00", "on_change: keep\n");
  begin("      within: 8h\n      calendar: shop\n");
  ask(1, "2026-11-22T15:00:00Z");
  write_shop("08:00-17:00", "on_change: keep\n");
  reload();
  EXPECT_EQ(promise(), "open due 2026-11-23T13:00:00");
  ask(2, "2026-11-22T15:00:00Z");
  EXPECT_EQ(promise("2"), "open due 2026-11-23T14:00:00");
}

}  // namespace
}  // namespace steward::test

// SPDX-License-Identifier: MIT
// `steward explain` as a shell runs it, on the reference CRM and the shipped rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "paths.hpp"
#include "steward/base/json.hpp"
#include "support/skyport.hpp"
#include "support/steward_command.hpp"
#include "support/test_database.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::HasSubstr;

class ExplainCommandTest : public testing::Test {
 protected:
  ExplainCommandTest() {
    database.run(kSkyport);
    database.run(
        "insert into crm.service_deliveries (id, client_id, service_type, status, completed_at) "
        "overriding system value values "
        "(42, 1, 'fuel', 'completed', '2024-11-02T16:00:00-04:00'), "
        "(43, 2, 'fuel', 'completed', '2024-11-02T16:00:00-04:00'), "
        "(44, 2, 'fuel', 'scheduled', null)");
    database.run(
        "insert into crm.enquiries (id, client_id, kind, channel, received_at) "
        "overriding system value values (5, 1, 'complaint', 'phone', "
        "'2024-11-27T15:00:00-05:00')");
  }

  /// In the place of the shipped ones.
  void take_rule(const std::string& rule) {
    std::ofstream(steward.folder() / "own.yaml") << "rules:\n- " << rule << "\n";
    std::ifstream before(steward.config());
    std::string text((std::istreambuf_iterator<char>(before)), std::istreambuf_iterator<char>());
    const std::string shipped = "rules: [" STEWARD_SOURCE_DIR "/rules]";
    text.replace(text.find(shipped), shipped.size(), "rules: [own.yaml]");
    std::ofstream(steward.config()) << text;
  }

  std::string explained(const std::string& words) {
    // No daemon has put the shipped rules in force here.
    const auto result = steward.run("explain --files " + words);
    EXPECT_EQ(result.errors, "");
    EXPECT_EQ(result.exit_code, 0);
    return result.output;
  }

  TestDatabase database{installation_over(WorldFiles::reference())};
  StewardCommand steward{database.connection()};
};

constexpr const char* kClientServiceChain =
    "the chain client-service begins, unless it has been kept:\n"
    "  - at once, the client service leader gets an urgent email\n"
    "  - 4 hours after that, the operations leader gets an urgent email\n"
    "  - 20 hours after that, the business leader gets an urgent email\n"
    "  - it goes no further once somebody takes it, or it is kept\n";

TEST_F(ExplainCommandTest, SaysTheFollowUpAloud) {
  EXPECT_EQ(
      explained("priority-follow-up"),
      std::string(
          "priority-follow-up: Priority clients hear from us within 48 hours of a service\n\n"
          "It comes from FBO procedure 07, Success Metrics. The marketing leader answers for it.\n"
          "After each completed service a priority client is called or written to, to ask whether "
          "everything was as expected. Only an interaction of kind follow_up counts, with this "
          "client, at or after the completion.\n"
          "It is about service deliveries whose client's tier is \"priority\" and whose status is "
          "\"completed\".\n"
          "The clock starts at the completed-at time.\n"
          "It is kept at the earliest occurred-at time of the client's interactions whose kind is "
          "\"follow_up\" and whose occurred-at time is at or after the record's completed-at "
          "time.\n"
          "It is due 48 hours later, counted day and night.\n"
          "It is the promise of the client's account manager, or the client service "
          "representative where none is given (the assignee).\n"
          "24 hours before it is due, the assignee gets an email.\n"
          "1 hour before it is due, the assignee gets an SMS.\n"
          "When it is due and not kept, it is entered in the breach log, and the assignee and the "
          "client service leader get an urgent email and SMS.\n"
          "4 hours after it is due, ") +
          kClientServiceChain);
}

TEST_F(ExplainCommandTest, SaysWhatIsNotKnownAnyMoreOfAForgottenPromise) {
  database.run(
      "insert into steward.revision (digest, rule, text, steps, file, first_seen) "
      "values (repeat('a', 64), 'priority-follow-up', 'rule', '[]', 'a.yaml', '2024-01-01Z'); "
      "insert into steward.commitment (id, reference, rule, revision, entity, key, state, "
      "historic, "
      "recorded_late, starts, due, stopped, opened_at, closed_at, forgotten_at) "
      "values (1, '7K2', 'priority-follow-up', repeat('a', 64), 'service_deliveries', '42', "
      "'kept', "
      "false, false, '2024-11-02 20:00Z', '2024-11-04 20:00Z', '2024-11-03 20:00Z', "
      "'2024-11-02 20:00Z', '2024-11-03 20:00Z', '2031-12-01 12:00Z')");
  EXPECT_THAT(
      explained("priority-follow-up 42"),
      HasSubstr("Its last promise 7K2 is kept, due Mon 4 Nov 2024, 15:00 EST. Its history was "
                "dropped Mon 1 Dec 2031, 07:00 EST; whose it was is known no more. The record "
                "says that it was done Sun 3 Nov 2024, 15:00 EST.\n"
                "There is no other: only another start opens another promise.\n"));
}

TEST_F(ExplainCommandTest, SaysWhatTheOrganisationPromisesItself) {
  take_rule(
      "{rule: a, title: t, source: Procedure 1, owner: marketing-leader, when: "
      "'clients.exists(c, c.tier == \"priority\")', schedule: {rrule: FREQ=WEEKLY, at: '09:00', "
      "from: 2026-11-01}, clock: {stops: 'interactions.map(i, i.occurred_at).max()', within: 2 "
      "days}, steps: [{at: due, breach: true}]}");
  EXPECT_THAT(explained("a"),
              HasSubstr("It is the organisation's, as long as there is, among all clients, one "
                        "whose tier is \"priority\".\n"));
  EXPECT_THAT(explained("a"),
              HasSubstr("It is kept at the latest occurred-at time of all interactions.\n"));
}

TEST_F(ExplainCommandTest, SaysTheReviewOfARuleAloud) {
  take_rule(
      "{rule: a, title: t, source: Procedure 1, owner: marketing-leader, subject: enquiries, "
      "review_by: 2030-12-31, clock: {starts: received_at}, steps: [{at: start, escalate: "
      "client-service}]}");
  EXPECT_EQ(
      explained("review-of-a"),
      "review-of-a: The rule 'a' is reviewed by 2030-12-31\n\n"
      "It comes from Procedure 1. The marketing leader answers for it.\n"
      "Promises of before it was in force are judged like new ones.\n"
      "It is about rules whose name is \"a\".\n"
      "The clock starts at the loaded-at time.\n"
      "Each later start keeps it and begins the next.\n"
      "It is due at the end of the review date.\n"
      "It is the promise of the marketing leader (the assignee).\n"
      "7 days before it is due, the assignee gets an email.\n"
      "When it is due and not kept, it is entered in the breach log, and the assignee gets an "
      "email.\n");
}

TEST_F(ExplainCommandTest, SaysTheFirstResponseAloud) {
  const auto text = explained("first-response");
  EXPECT_THAT(
      text,
      HasSubstr("It is about enquiries whose kind is \"enquiry\" or \"complaint\".\n"
                "The clock starts at the received-at time.\n"
                "It is kept at the first-response-at time.\n"
                "It is due at the end of the next working day, counted in business hours (Mon-Fri "
                "09:00-17:00 New York, closed on "));
  EXPECT_THAT(
      text,
      HasSubstr("It is the promise of the client's account manager, or the enquiry desk where "
                "none is given (the assignee).\n"
                "3 hours before it is due, the assignee gets an email.\n"
                "1 hour before it is due, the assignee and the client service leader get an "
                "email.\n"
                "When it is due and not kept, it is entered in the breach log, and the "
                "assignee and the client service leader get an urgent email and SMS.\n"
                "2 working hours after it is due, " +
                std::string(kClientServiceChain)));
}

TEST_F(ExplainCommandTest, SaysTheCriticalEnquiryAloud) {
  EXPECT_THAT(
      explained("critical-enquiry"),
      HasSubstr(
          "It is about enquiries whose severity is \"critical\".\n"
          "The clock starts at the received-at time.\n"
          "It is kept at the first-response-at time.\n"
          "It is due 1 hour later, counted day and night.\n"
          "It is the promise of the client's account manager, or the enquiry desk where none is "
          "given (the assignee).\n"
          "When the clock starts, the chain critical-enquiry begins, unless it has been kept:\n"
          "  - at once, the enquiry desk gets an urgent email and SMS; out of hours the duty "
          "officer instead\n"
          "  - 10 minutes after that, the client service leader gets an urgent email and SMS\n"
          "  - 10 minutes after that, the operations leader gets an urgent email and SMS; out of "
          "hours the operations leader and the business leader instead\n"
          "  - it goes no further once somebody takes it, or it is kept\n"
          "When it is due and not kept, it is entered in the breach log, and the assignee, the "
          "operations leader and the business leader get an urgent email and SMS.\n"));
}

TEST_F(ExplainCommandTest, SaysTheAnnualReviewAloud) {
  EXPECT_THAT(
      explained("annual-review"),
      HasSubstr("It is about clients whose stage is \"onboarding\", \"active\" or \"dormant\".\n"
                "The clock starts at the last-reviewed-at time, or the onboarded-at time where "
                "none is given.\n"
                "Each later start keeps it and begins the next.\n"
                "It is due 1 year later.\n"
                "It is the promise of the data owner, or the client service representative where "
                "none is given (the assignee).\n"
                "30 days before it is due, the assignee gets an email.\n"
                "7 days before it is due, the assignee gets an email.\n"
                "When it is due and not kept, it is entered in the breach log, and the assignee "
                "and the client service leader get an email.\n"
                "7 days after it is due, " +
                std::string(kClientServiceChain)));
}

TEST_F(ExplainCommandTest, SaysTheAccountUpdatesAloud) {
  EXPECT_THAT(explained("account-update-after-service"),
              HasSubstr("It is about service deliveries whose status is \"completed\".\n"
                        "The clock starts at the completed-at time.\n"
                        "It is kept at the account-updated-at time.\n"
                        "It is due 24 hours later, counted day and night.\n"));
  EXPECT_THAT(explained("account-update-after-client-change"),
              HasSubstr("It is about client changes whose aircraft is not given.\n"));
  EXPECT_THAT(explained("account-update-after-aircraft-change"),
              HasSubstr("It is about client changes whose aircraft is given.\n"));
}

TEST_F(ExplainCommandTest, NamesTheOneChangeThatWouldCover) {
  EXPECT_EQ(explained("priority-follow-up 43"),
            "service_deliveries/43 and priority-follow-up: Priority clients hear from us within 48 "
            "hours of a service\n\n"
            "There is no promise: the condition does not hold, because the client's tier is not "
            "\"priority\".\n"
            "It would be covered if the client's tier were \"priority\".\n\n"
            "The condition:\n"
            "  ✗ all of\n"
            "    ✗ client.tier == \"priority\"   (client.tier is \"standard\")\n"
            "    ✓ status == \"completed\"   (status is \"completed\")\n\n"
            "What the rule reads of the record:\n"
            "  client.tier             \"standard\"\n"
            "  status                  \"completed\"\n"
            "  completed_at            Sat 2 Nov 2024, 16:00 EDT\n"
            "  client.interactions     0 records\n"
            "  client.account_manager  given\n");
}

TEST_F(ExplainCommandTest, NamesAllChangesWhereOneIsNotEnough) {
  EXPECT_THAT(explained("priority-follow-up service_deliveries/44"),
              HasSubstr("There is no promise: the condition does not hold, because the client's "
                        "tier is not \"priority\" and the status is not \"completed\".\n"
                        "It takes several changes: it would be covered if the client's tier were "
                        "\"priority\", the status were \"completed\" and the completed-at time "
                        "were given.\n"));
}

TEST_F(ExplainCommandTest, CountsTheDueOverAHolidayAndAChangeOfClocks) {
  // Of a year that is over, which is always shown.
  const auto enquiry = explained("first-response 5");
  EXPECT_THAT(enquiry,
              HasSubstr("  The clock starts Wed 27 Nov 2024, 15:00 EST. From then, end of "
                        "next working day of business-hours (Mon-Fri 09:00-17:00 New York, "
                        "closed on "));
  EXPECT_THAT(enquiry, HasSubstr("   Thu 28 Nov 2024  Thanksgiving\n"
                                 "   Fri 29 Nov 2024  the next working day\n"
                                 "  So it is due Fri 29 Nov 2024, 17:00 EST.\n"));
  EXPECT_THAT(explained("priority-follow-up 42"),
              HasSubstr("  The clock starts Sat 2 Nov 2024, 16:00 EDT. From then, 48h, day and "
                        "night.\n"
                        "    Sat 2 Nov 2024  16:00-15:00 on Mon 4 Nov 2024: 2 d\n"
                        "    Sun 3 Nov 2024  the clocks change: a day of 25 hours\n"
                        "  So it is due Mon 4 Nov 2024, 15:00 EST.\n"));
}

// A promise of the year before, opened and then kept late.
constexpr const char* kStory = R"(
  insert into steward.revision (digest, rule, text, steps, file, first_seen)
  values (repeat('a', 64), 'priority-follow-up', 'rule', '[]', 'follow-up.yaml', '2024-01-01Z');
  insert into steward.commitment
         (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts, due,
          stopped, opened_at, breached_at, breach, closed_at, assignee)
  values (2, '9Q4', 'priority-follow-up', repeat('a', 64), 'service_deliveries', '42', 'kept',
          false, false, '2024-11-02 20:00Z', '2024-11-04 20:00Z', '2024-11-04 21:00Z',
          '2024-11-02 20:00Z', '2024-11-04 20:00Z', 'B-2024-00001', '2024-11-04 21:01Z', '1');
  insert into steward.history (commitment, at, kind, starts, due, stopped)
  values (2, '2024-11-02 20:00Z', 'opened', '2024-11-02 20:00Z', '2024-11-04 20:00Z', null),
         (2, '2024-11-04 20:00Z', 'breached', '2024-11-02 20:00Z', '2024-11-04 20:00Z', null),
         (2, '2024-11-04 21:01Z', 'kept late', '2024-11-02 20:00Z', '2024-11-04 20:00Z',
          '2024-11-04 21:00Z');
  insert into crm.interactions (client_id, channel, kind, occurred_at)
  values (1, 'phone', 'follow_up', '2024-11-04 21:00Z');
)";

TEST_F(ExplainCommandTest, TellsWhatBecameOfAPromise) {
  database.run(kStory);
  // Also by its reference, and by that of its breach.
  for (const auto* const subject : {"42", "9q4", "b-2024-00001"}) {
    const auto text = explained(std::string("priority-follow-up ") + subject);
    EXPECT_THAT(text, HasSubstr("Its last promise 9Q4 is kept late, due Mon 4 Nov 2024, 15:00 EST, "
                                "of Ana Reyes. The record says that it was done Mon 4 Nov 2024, "
                                "16:00 EST. It is in the breach log as B-2024-00001.\n"
                                "There is no other: only another start opens another promise.\n"));
    EXPECT_THAT(text, HasSubstr("What became of it:\n"
                                "  Sat 2 Nov 2024, 16:00 EDT: opened, due Mon 4 Nov 2024, 15:00 "
                                "EST\n"
                                "  Mon 4 Nov 2024, 15:00 EST: breached\n"
                                "  Mon 4 Nov 2024, 16:01 EST: kept late, done Mon 4 Nov 2024, "
                                "16:00 EST\n"));
  }
}

TEST_F(ExplainCommandTest, AnswersAsJson) {
  const auto parsed = parse_json(explained("priority-follow-up 43 --format json --sql")).value();
  const auto& object = parsed.as_object();
  EXPECT_EQ(object.at("standing").as_string(), "not covered");
  EXPECT_EQ(object.at("values").as_object().at("completed_at").as_string(), "2024-11-02T20:00:00Z");
  EXPECT_EQ(object.at("covered_if").as_array()[0].as_array()[0].as_string(),
            "the client's tier were \"priority\"");
  EXPECT_EQ(object.at("condition").as_object().at("all").as_array()[0].as_object().at("holds"),
            json::value(false));
  EXPECT_TRUE(object.at("queries").as_array()[0].as_object().at("sql").is_string());
  const auto rule = parse_json(explained("priority-follow-up --format json")).value();
  EXPECT_EQ(rule.at("which").as_string(),
            "whose client's tier is \"priority\" and whose status is \"completed\"");
}

TEST_F(ExplainCommandTest, ShowsTheSqlWithItsParameters) {
  const auto text = explained("priority-follow-up --sql");
  EXPECT_THAT(text, HasSubstr("\n-- what the rule says of subjects\n"
                              "select cast(s.\"id\" as text) as key,\n"));
  EXPECT_THAT(text, HasSubstr("\nleft join \"crm\".\"clients\" as r1 on "));
  EXPECT_THAT(text, HasSubstr("\n--   :p1  text  'priority'\n"));
  EXPECT_THAT(text, HasSubstr("\n--   :keys  bigint[]  given when it is run\n"));
}

TEST_F(ExplainCommandTest, RefusesWhatIsNotThere) {
  const auto refused = [&](const std::string& words) {
    const auto result = steward.run("explain --files " + words);
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.output, "");
    return result.errors;
  };
  EXPECT_EQ(refused("priority-followup"),
            "steward: there is no rule 'priority-followup': did you mean 'priority-follow-up'?\n");
  EXPECT_EQ(refused("priority-follow-up 99"), "steward: service_deliveries has no record 99\n");
  EXPECT_EQ(refused("priority-follow-up enquiries/5"),
            "steward: 'priority-follow-up' is about service_deliveries, not about enquiries\n");
  EXPECT_EQ(refused("priority-follow-up 7K2"),
            "steward: '7K2' is neither a record of service_deliveries nor the reference of a "
            "promise\n");
  EXPECT_EQ(refused("priority-follow-up service_deliveries/4-2"),
            "steward: '4-2' is neither a record of service_deliveries nor the reference of a "
            "promise\n");
  EXPECT_EQ(refused("priority-follow-up 9999999999999999999"),
            "steward: '9999999999999999999' is neither a record of service_deliveries nor the "
            "reference of a promise\n");
}

TEST_F(ExplainCommandTest, SaysWhatToDoWhereNothingIsInForce) {
  const auto result = steward.run("explain priority-follow-up");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.errors,
            "steward: no rules are in force: 'steward run' puts them in force; of the files on "
            "disk: --files\n");
}

TEST_F(ExplainCommandTest, ChangesNothing) {
  (void)explained("priority-follow-up 42");
  EXPECT_EQ(database.rows("select count(*) from steward.commitment").front().front(), "0");
  EXPECT_EQ(database.rows("select count(*) from steward.subject").front().front(), "0");
}

}  // namespace
}  // namespace steward::test

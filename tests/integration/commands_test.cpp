// SPDX-License-Identifier: MIT
// The commands as a person runs them, against the reference CRM.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/reference_crm.hpp"
#include "support/steward_command.hpp"
#include "support/test_database.hpp"

namespace steward::test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

class Commands : public testing::Test {
 protected:
  TestDatabase database{reference_crm()};
  StewardCommand steward{database.connection()};
};

// Promises of the autumn of 2026, and one far ahead.
constexpr const char* kPromises = R"(
  insert into crm.staff (name, email) values ('Dana Kim', 'dana.kim@skyport.example');
  insert into crm.clients (name) values ('Heron Air'), ('Zürich, Inc.');
  insert into steward.revision (digest, rule, text, steps, file, first_seen)
  values (repeat('a', 64), 'priority-follow-up', 'rule', '[]', 'follow-up.yaml', '2026-01-01Z');
  insert into steward.commitment
         (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts, due,
          stopped, opened_at, breached_at, breach, closed_at, assignee, assignee_role, client,
          next_at)
  select id, reference, 'priority-follow-up', repeat('a', 64), 'service_deliveries', id::text,
         state, historic, recorded_late, starts, due, stopped, starts, breached_at, breach,
         closed_at, assignee, role, client, next_at
    from (values
      (1, '7K2', 'open', false, false, '2030-01-13 20:00Z'::timestamptz,
       '2030-01-15 20:00Z'::timestamptz, null::timestamptz, null::timestamptz, null,
       null::timestamptz, '1', null, '1', '2030-01-14 20:00Z'::timestamptz),
      (2, '9Q4', 'kept', false, false, '2026-11-02 14:40Z', '2026-11-04 14:40Z',
       '2026-11-04 18:50Z', '2026-11-04 14:40Z', 'B-2026-00001', '2026-11-04 18:51Z', '1', null,
       '2', null),
      (3, '2PX', 'kept', false, true, '2026-11-03 14:40Z', '2026-11-05 14:40Z',
       '2026-11-05 14:00Z', '2026-11-05 14:40Z', 'B-2026-00002', '2026-11-05 16:00Z', null,
       'duty-officer', '1', null),
      (4, '4MD', 'kept', false, false, '2026-11-03 15:00Z', '2026-11-05 15:00Z',
       '2026-11-03 16:00Z', null, null, '2026-11-03 16:00Z', '1', null, '1', null),
      (5, '3RT', 'open', true, false, '2025-11-03 15:00Z', '2025-11-05 15:00Z', null, null, null,
       null, '1', null, '1', null)
    ) as p(id, reference, state, historic, recorded_late, starts, due, stopped, breached_at, breach,
           closed_at, assignee, role, client, next_at);
  insert into steward.ledger (breach, kind, commitment, at, noticed_at, body)
  select breach, kind, commitment, at, noticed_at,
         jsonb_build_object('rule', 'priority-follow-up', 'title', 'Follow up', 'reference',
                            reference, 'subject', 'service_deliveries/' || commitment, 'client',
                            client)
         || jsonb_strip_nulls(jsonb_build_object('assignee', assignee, 'assignee_role', role,
                                                 'detail', detail))
    from (values
      ('B-2026-00001', 'breached', 2, '9Q4', '2026-11-04 14:40Z'::timestamptz,
       '2026-11-04 14:40Z'::timestamptz, '2', '1', null, null),
      ('B-2026-00002', 'breached', 3, '2PX', '2026-11-05 14:40Z', '2026-11-05 14:40Z', '1', null,
       'duty-officer', null),
      ('B-2026-00001', 'escalated', 2, '9Q4', '2026-11-04 18:40Z', '2026-11-04 18:40Z', '2', '1',
       null, 'client-service, level 1'),
      ('B-2026-00001', 'resolved', 2, '9Q4', '2026-11-04 18:50Z', '2026-11-04 18:51Z', '2', '1',
       null, null),
      ('B-2026-00002', 'rectified', 3, '2PX', '2026-11-05 14:00Z', '2026-11-05 16:00Z', '1', null,
       'duty-officer', null)
    ) as e(breach, kind, commitment, reference, at, noticed_at, client, assignee, role, detail);
  insert into steward.lateness (commitment, breach, due, noticed_at, handed_over_at, accepted_at)
  values (2, 'B-2026-00001', '2026-11-04 14:40Z', '2026-11-04 14:40:10Z', '2026-11-04 14:40:12Z',
          '2026-11-04 14:40:15Z');
)";

constexpr const char* kTasks = R"(
  insert into steward.outcome (commitment, step, kind, at, acted_at, late)
  values (2, '4/2', 'acknowledged', '2026-11-04 19:00Z', '2026-11-04 18:45Z', false);
  insert into steward.notice (commitment, step, purpose, level, chain, recipients, channels,
                              urgency, template, at, created_at, late, shadow, resolved_at)
  values (2, '3', 'breach', 0, '', '{assignee}', '{email,sms}', 'urgent', 'follow-up-late',
          '2026-11-04 14:40Z', '2026-11-04 14:40Z', false, false, '2026-11-04 14:40Z'),
         (2, '4/1', 'escalation', 1, 'client-service', '{assignee}', '{email}', 'urgent',
          'escalation-level', '2026-11-04 18:40Z', '2026-11-04 18:40Z', false, false,
          '2026-11-04 18:40Z');
  insert into steward.message (message_id, thread_id, reference, channel, name, address, subject,
                               text, urgent, state, attempts, created_at, sent_at, response)
  values ('9Q4.1@skyport.example', '9Q4@skyport.example', '9Q4', 'email', 'Dana Kim',
          'dana.kim@skyport.example', 'Late: Zürich', 'Please call.', true, 'sent', 1,
          '2026-11-04 14:40Z', '2026-11-04 14:40:02Z', '250 ok');
  insert into steward.task (notice, commitment, person, name, stands_in_for, channel, address,
                            state, reason, message, created_at)
  values (1, 2, '1', 'Dana Kim', null, 'email', 'dana.kim@skyport.example', 'sent', null, 1,
          '2026-11-04 14:40Z'),
         (1, 2, '1', 'Dana Kim', null, 'sms', null, 'suppressed', 'no address', null,
          '2026-11-04 14:40Z'),
         (2, 2, '1', 'Dana Kim', 'Mia Torres', 'email', 'dana.kim@skyport.example', 'suppressed',
          'shadow', null, '2026-11-04 18:40Z');
  insert into steward.outcome (commitment, step, kind, at, acted_at, late)
  values (2, '1', 'before activation', '2026-11-03 14:40Z', '2026-11-02 14:41Z', false),
         (2, '3', 'acted', '2026-11-04 14:40Z', '2026-11-04 14:40Z', false);
)";

TEST_F(Commands, PlanForeseesTheFirstSet) {
  ASSERT_EQ(steward.run("db migrate").exit_code, 0);
  const auto plan = steward.run("plan");
  EXPECT_EQ(plan.errors, "");
  EXPECT_THAT(plan.output,
              AllOf(StartsWith("No rule set is in force yet: rule set "),
                    HasSubstr("\npriority-follow-up "), EndsWith("\n\nSafe to load.\n")));
  EXPECT_EQ(plan.exit_code, 0);
  const auto json = steward.run("plan --format json");
  EXPECT_THAT(json.output,
              AllOf(HasSubstr("\"running\":null,"), HasSubstr("\"verdict\":\"Safe to load.\"")));
  EXPECT_EQ(json.exit_code, 0);
}

TEST_F(Commands, CheckCountsWhatIsRight) {
  const auto checked = steward.run("check");
  EXPECT_EQ(checked.errors, "");
  EXPECT_EQ(checked.output, "7 rules, 2 chains, 4 calendars, 16 templates: no errors.\n");
  EXPECT_EQ(checked.exit_code, 0);
}

TEST_F(Commands, CheckShowsEveryMistakeWithItsPlace) {
  std::ofstream(steward.folder() / "wrong.yaml") << "rules:\n"
                                                    "  - rule: wrong\n"
                                                    "    titel: Spelt wrongly\n"
                                                    "    subject: clientz\n";
  const auto checked = steward.run("check wrong.yaml");
  EXPECT_THAT(checked.errors, HasSubstr("wrong.yaml:3:5: error: "));
  EXPECT_THAT(checked.errors, HasSubstr("wrong.yaml:4:14: error: "));
  EXPECT_EQ(checked.output, "");
  EXPECT_EQ(checked.exit_code, 1);
}

TEST_F(Commands, CheckCannotRunWithoutADatabase) {
  steward.configure("host=/nonexistent dbname=none", "shadow");
  const auto checked = steward.run("check");
  EXPECT_THAT(checked.errors, StartsWith("steward: "));
  EXPECT_EQ(checked.output, "");
  EXPECT_EQ(checked.exit_code, 2);
}

TEST_F(Commands, SetADatabaseUpStepByStep) {
  const auto bare = steward.run("status");
  EXPECT_THAT(bare.output, MatchesRegex("steward is down: the database lacks [0-9]+ migrations? of "
                                        "steward's schema\n  next: steward db migrate\n"));
  EXPECT_EQ(bare.exit_code, 2);
  EXPECT_EQ(steward.run("commitments").errors,
            "steward: the database lacks steward's schema, or an older version made it: run "
            "'steward db migrate'\n");

  EXPECT_THAT(steward.run("db migrate").output,
              AllOf(StartsWith("applied 0001_foundation\n"),
                    EndsWith("The schema is up to date now. Next: steward db capture\n")));
  EXPECT_EQ(steward.run("db migrate").output, "The schema is up to date.\n");

  const auto blind = steward.run("status");
  EXPECT_THAT(blind.output, StartsWith("steward at Skyport is down, "));
  EXPECT_THAT(blind.output, HasSubstr("! no daemon is running: nothing is watched, nobody is told\n"
                                      "    next: steward run, or systemctl start steward\n"));
  EXPECT_THAT(blind.output, HasSubstr("! changes are not seen in crm."));
  EXPECT_THAT(blind.output, HasSubstr("- delivery is shadow: nothing leaves; 0 messages withheld"));
  EXPECT_EQ(blind.exit_code, 2);

  EXPECT_THAT(steward.run("db capture --sql").output, HasSubstr("create trigger"));
  EXPECT_EQ(database.value("select count(*) from pg_trigger where tgname like '%steward%'"), "0");
  EXPECT_THAT(steward.run("db capture").output, HasSubstr("captured crm.service_deliveries\n"));
  EXPECT_EQ(steward.run("db capture").output, "Capture was complete.\n");
  EXPECT_THAT(steward.run("status").output, Not(HasSubstr("changes are not seen")));
  EXPECT_THAT(steward.run("db capture --remove").output,
              HasSubstr("removed from crm.service_deliveries\n"));
  EXPECT_EQ(steward.run("db capture --remove").output, "There was nothing to remove.\n");
}

TEST_F(Commands, OnlyANewInstallationBecomesASimulation) {
  EXPECT_EQ(steward.run("db migrate --simulation").exit_code, 0);
  EXPECT_EQ(database.value("select simulation from steward.installation"), "t");
  database.run("update steward.installation set simulation = false");
  database.run(kPromises);
  const auto refused = steward.run("db migrate --simulation");
  EXPECT_EQ(refused.errors,
            "steward: this installation has commitments already: only a new one can be made for "
            "simulation\n");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(database.value("select simulation from steward.installation"), "f");
}

TEST_F(Commands, StatusSaysThatTheDatabaseIsAway) {
  steward.configure("host=/nonexistent dbname=none", "shadow");
  const auto status = steward.run("status");
  EXPECT_THAT(status.output, StartsWith("steward is down: the database is away: "));
  EXPECT_EQ(status.exit_code, 2);
}

class Reports : public Commands {
 protected:
  Reports() {
    EXPECT_EQ(steward.run("db migrate").exit_code, 0);
    database.run(kPromises);
    database.run(kTasks);
  }
};

TEST_F(Reports, CommitmentsListsWhatIsLive) {
  const auto live = steward.run("commitments");
  EXPECT_EQ(live.errors, "");
  EXPECT_EQ(live.output,
            "ref  state  due (America/New_York)  rule                client     who       subject\n"
            "7K2  open   2030-01-15 15:00        priority-follow-up  Heron Air  Dana Kim  "
            "service_deliveries/1\n"
            "Left out: 1 due before the rule was in force; with them: --historic\n");
  EXPECT_EQ(live.exit_code, 0);
}

TEST_F(Reports, CommitmentsFilters) {
  EXPECT_THAT(steward.run("commitments --ref 9q4").output, HasSubstr("9Q4  kept late  2026-11-04"));
  EXPECT_THAT(steward.run("commitments --ref b-2026-00002").output,
              HasSubstr("2PX  recorded late  2026-11-05 09:40"));
  EXPECT_THAT(steward.run("commitments --state kept --client zÜRICH").output,
              Not(HasSubstr("9Q4")));
  EXPECT_THAT(steward.run("commitments --state kept --client inc").output, HasSubstr("9Q4"));
  EXPECT_EQ(steward.run("commitments --state cancelled").output, "No such promise.\n");
  EXPECT_THAT(steward.run("commitments --state all --limit 1").output,
              HasSubstr("The first 1 of 4 promises; all of them: --limit 0\n"));
}

TEST_F(Reports, AMisspeltNameIsAnError) {
  const auto rule = steward.run("breaches --rule priority-folow-up");
  EXPECT_EQ(rule.errors,
            "steward: no rule was ever in force under the name 'priority-folow-up': did you mean "
            "'priority-follow-up'?\n");
  EXPECT_EQ(rule.exit_code, 1);
  const auto client = steward.run("breaches --client Hern");
  EXPECT_EQ(client.errors,
            "steward: no promise is about a client with 'Hern' as key or in their name\n");
  EXPECT_EQ(client.exit_code, 1);
}

TEST_F(Reports, TasksTellWhoWasToldAndWhyNot) {
  EXPECT_EQ(steward.run("tasks").output,
            "when (America/New_York)  ref  what                 who                      by     "
            "to                        state       why\n"
            "2026-11-04 09:40         9Q4  breach               Dana Kim                 email  "
            "dana.kim@skyport.example  sent        at 09:40 EST\n"
            "2026-11-04 09:40         9Q4  breach               Dana Kim                 sms    "
            "                          suppressed  no address\n"
            "2026-11-04 13:40         9Q4  escalation, level 1  Dana Kim for Mia Torres  email  "
            "dana.kim@skyport.example  suppressed  shadow\n");
  EXPECT_THAT(steward.run("tasks --ref 9Q4").output,
              AllOf(HasSubstr("step 1"), HasSubstr("escalation, level 2")));
  EXPECT_THAT(steward.run("tasks --state skipped").output, HasSubstr("before activation"));
  EXPECT_EQ(steward.run("tasks --ref 7K2").output, "No such task.\n");
  EXPECT_THAT(steward.run("tasks --limit 1").output,
              HasSubstr("The newest 1 of 3 tasks; all of them: --limit 0\n"));
}

TEST_F(Reports, WhatIsForgottenIsSaidToBe) {
  database.run(
      "delete from steward.task; delete from steward.notice; delete from steward.outcome;"
      "update steward.commitment set forgotten_at = '2033-12-01 12:00Z', assignee = null, "
      "client = null where reference = '9Q4'");
  EXPECT_THAT(steward.run("commitments --ref 9Q4").output,
              AllOf(HasSubstr("9Q4  kept late  2026-11-04 09:40"),
                    EndsWith("Of 1 of them the history was dropped, as 'retention' says.\n")));
  EXPECT_THAT(steward.run("commitments --ref 9Q4 --format json").output,
              HasSubstr("\"forgotten_at\":\"2033-12-01T12:00:00Z\""));
  const std::string dropped =
      "9Q4 is kept late; its history was dropped on 2033-12-01 07:00, and with it who was told "
      "what.\n";
  EXPECT_EQ(steward.run("tasks --ref 9Q4").output, dropped);
  EXPECT_EQ(steward.run("tasks --ref b-2026-00001").output, dropped);
  EXPECT_EQ(steward.run("tasks --ref 7K2").output, "No such task.\n");
  EXPECT_EQ(steward.run("ack 9Q4 --as 'dana kim'").errors,
            "steward: 9Q4 is kept already: nothing is left to take\n");
  // The breach knows what the promise does not any more.
  EXPECT_THAT(steward.run("breaches 9Q4").output,
              HasSubstr("service_deliveries/2 (9Q4), Zürich, Inc.; resolved late\n"));
  EXPECT_THAT(steward.run("breaches --from 2026-11-01 --to 2026-11-30 --client inc").output,
              HasSubstr("B-2026-00001"));
}

TEST_F(Reports, BreachesHeadTheirPeriodAndWhatWasWatched) {
  EXPECT_EQ(
      steward.run("breaches --from 2026-11-01 --to 2026-11-30").output,
      "Breaches of promises due from Sun 1 Nov 2026, 00:00 EDT until Tue 1 Dec 2026, 00:00 EST "
      "(times of America/New_York)\n"
      "3 promises watched in this period: 1 kept in time, 2 breached, 0 cancelled, 0 still open.\n"
      "\n"
      "breach        due               rule                client        who                 "
      "  late by  state          noticed\n"
      "B-2026-00001  2026-11-04 09:40  priority-follow-up  Zürich, Inc.  Dana Kim           "
      "4 h 10 min  resolved late  2026-11-04 09:40\n"
      "B-2026-00002  2026-11-05 09:40  priority-follow-up  Heron Air     role duty-officer  "
      "   in time  recorded late  2026-11-05 09:40\n");
  EXPECT_THAT(steward.run("breaches --from 2026-11-06 --to 2026-11-07").output,
              HasSubstr("0 promises watched in this period: 0 kept in time, 0 breached, "
                        "0 cancelled, 0 still open.\n\nNo breach.\n"));
}

TEST_F(Reports, BreachesAreCsvOfRfc4180InUtc) {
  EXPECT_EQ(
      steward.run("breaches --from 2026-11-01 --to 2026-11-30 --client inc --format csv").output,
      "breach,reference,due,rule,title,subject,client,client_name,assignee,assignee_name,"
      "assignee_role,late_by_seconds,state,noticed_at,ended_at,ended_noticed_at,"
      "organisation_seconds,detection_seconds,firing_seconds,queue_seconds,provider_seconds\r\n"
      "B-2026-00001,9Q4,2026-11-04T14:40:00Z,priority-follow-up,Follow up,service_deliveries/2,2,"
      "\"Zürich, Inc.\",1,Dana Kim,,15000,resolved late,2026-11-04T14:40:00Z,"
      "2026-11-04T18:50:00Z,2026-11-04T18:51:00Z,14985.000000,0.000000,10.000000,2.000000,"
      "3.000000\r\n");
}

TEST_F(Reports, BreachesAreJsonWithEveryEntry) {
  const auto json = steward.run("breaches --from 2026-11-01 --to 2026-11-30 --format json").output;
  EXPECT_THAT(json,
              StartsWith("{\"from\":\"2026-11-01T04:00:00Z\",\"to\":\"2026-12-01T05:00:00Z\""));
  EXPECT_THAT(json, HasSubstr("\"watched\":3,\"kept\":1,\"breached\":2"));
  EXPECT_THAT(json, HasSubstr("\"kind\":\"escalated\",\"at\":\"2026-11-04T18:40:00Z\""));
  EXPECT_THAT(json, HasSubstr("\"lateness\":{\"changed_at\":null,\"known_at\":null,"
                              "\"noticed_at\":\"2026-11-04T14:40:10Z\","
                              "\"handed_over_at\":\"2026-11-04T14:40:12Z\","
                              "\"accepted_at\":\"2026-11-04T14:40:15Z\","
                              "\"organisation_seconds\":1.4985E4,\"detection_seconds\":0E0,"
                              "\"firing_seconds\":1E1,\"queue_seconds\":2E0,"
                              "\"provider_seconds\":3E0}"));
  EXPECT_THAT(json, HasSubstr("\"lateness\":null"));
}

TEST_F(Reports, OneBreachTellsItsStory) {
  EXPECT_EQ(steward.run("breaches 9Q4").output,
            "B-2026-00001: Follow up\n"
            "service_deliveries/2 (9Q4), Zürich, Inc.; resolved late\n"
            "late by 4 h 10 min: the organisation's 4 h 9 min, steward's 15 s (detection 0 ms, "
            "firing 10.0 s, queue 2.0 s, provider 3.0 s)\n"
            "at (America/New_York)  entry      noticed           detail\n"
            "2026-11-04 09:40       breached   2026-11-04 09:40\n"
            "2026-11-04 13:40       escalated  2026-11-04 13:40  client-service, level 1\n"
            "2026-11-04 13:50       resolved   2026-11-04 13:51\n");
  const auto none = steward.run("breaches B-2026-00009");
  EXPECT_EQ(none.errors, "steward: no breach has the reference B-2026-00009\n");
  EXPECT_EQ(none.exit_code, 1);
}

TEST_F(Reports, OneBreachTellsWhatTheRecordSaid) {
  const auto said = [&](const std::string& noticed_at, const std::string& facts) {
    database.run("insert into steward.fact values (2, '" + noticed_at + "', '" + facts + "')");
  };
  const auto story = [&] { return steward.run("breaches 9Q4").output; };
  const std::string entries = "2026-11-04 13:50       resolved   2026-11-04 13:51\n";
  EXPECT_THAT(story(), testing::EndsWith(entries)) << "of a breach from before they were kept";
  said("2026-11-04 14:40Z",
       R"({"status": "completed", "price": 1250.10, "completed_at": "2026-11-02T14:40:00Z"})");
  EXPECT_THAT(story(), testing::EndsWith(entries + "\n"
                                                   "the record said  breached 2026-11-04 09:40\n"
                                                   "completed_at     2026-11-02 09:40\n"
                                                   "price            1250.10\n"
                                                   "status           completed\n"));
  said("2026-11-04 18:40Z", R"({"status": "of an instant at which only a level acted"})");
  said("2026-11-04 18:51Z", R"({"status": null, "price": 1250.10, "vip": true})");
  EXPECT_THAT(story(), testing::EndsWith(
                           entries +
                           "\n"
                           "the record said  breached 2026-11-04 09:40  resolved 2026-11-04 13:51\n"
                           "completed_at     2026-11-02 09:40\n"
                           "price            1250.10                    1250.10\n"
                           "status           completed                  nothing\n"
                           "vip                                         true\n"));
  const auto json = steward.run("breaches 9Q4 --format json").output;
  EXPECT_THAT(json, HasSubstr(R"("facts":{"price":"1250.10","status":null,"vip":"true"})"));
  EXPECT_THAT(json, HasSubstr("\"facts\":null")) << "of the level";
}

TEST_F(Reports, AckTakesThePromiseAndSaysWhoIsSpared) {
  EXPECT_EQ(steward.run("ack 7K2 --as 'dana kim'").output,
            "7K2 is yours, Dana Kim. Nobody was being asked.\n");
  database.run(
      "insert into steward.escalation (commitment, step, chain, level, started_at, next_at) "
      "values (1, '4', 'client-service', 2, '2030-01-15 20:00Z', '2030-01-16 07:14Z')");
  const auto taken = steward.run("ack 7k2 --as dana.kim@skyport.example");
  EXPECT_EQ(taken.output,
            "7K2 is yours, Dana Kim. Level 3 would have been asked on Wed 16 Jan 2030, 02:14 EST; "
            "it will not be.\n");
  EXPECT_EQ(taken.exit_code, 0);
  EXPECT_EQ(database.value("select acknowledged_by from steward.escalation"), "1");

  EXPECT_EQ(steward.run("ack 4MD --as 'Dana Kim'").errors,
            "steward: 4MD is kept already: nothing is left to take\n");
  EXPECT_EQ(steward.run("ack ZZZ --as 'Dana Kim'").errors,
            "steward: nothing has the reference ZZZ\n");
  EXPECT_EQ(steward.run("ack 7K2 --as Nobody").exit_code, 1);
}

TEST_F(Reports, ListsSurviveFilesWithErrors) {
  std::ofstream(steward.folder() / "broken.yaml") << "rules: [\n";
  const std::string config =
      "sed -i 's|^rules: .*|rules: [broken.yaml]|' '" + steward.config().string() + "'";
  ASSERT_EQ(std::system(config.c_str()), 0);
  const auto list = steward.run("commitments");
  EXPECT_EQ(list.errors,
            "steward: the files have errors ('steward check' lists them): people are shown by key "
            "and times in UTC\n");
  EXPECT_THAT(list.output,
              HasSubstr("7K2  open   2030-01-15 20:00  priority-follow-up  1       1"));
  EXPECT_EQ(list.exit_code, 0);
}

TEST_F(Commands, SendTestProvesAChannelWhateverTheDeliveryIs) {
  const auto sent = steward.run("send-test --to ops@skyport.example");
  EXPECT_EQ(sent.errors, "");
  EXPECT_THAT(sent.output, StartsWith("Delivery is shadow; a test is sent all the same.\n"
                                      "ops@skyport.example was accepted: "));
  EXPECT_EQ(sent.exit_code, 0);

  const auto none = steward.run("send-test --to +15555550100");
  EXPECT_EQ(none.errors, "steward: there is no way to +15555550100: add 'sms:' to " +
                             steward.config().string() + "\n");
  EXPECT_EQ(none.exit_code, 1);

  const auto bad = steward.run("send-test --to nobody");
  EXPECT_THAT(bad.errors, StartsWith("steward: nobody was not reached: "));
  EXPECT_EQ(bad.exit_code, 1);
}

TEST_F(Commands, AConfigurationThatIsNotThereIsNamed) {
  EXPECT_EQ(steward.run_bare("status --config nowhere.yaml").exit_code, 2);
  const auto checked = steward.run_bare("check --config nowhere.yaml");
  EXPECT_THAT(checked.errors, HasSubstr("nowhere.yaml"));
  EXPECT_EQ(checked.exit_code, 1);
  const auto usage = steward.run_bare("nonsense");
  EXPECT_THAT(usage.errors, HasSubstr("nonsense"));
  EXPECT_EQ(usage.exit_code, 2);
}

}  // namespace
}  // namespace steward::test

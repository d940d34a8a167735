// SPDX-License-Identifier: MIT
#include "app/health.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace steward::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kLooked = parse_instant("2026-11-22T15:30:00Z").value();

store::SeenDaemon daemon(Instant seen_at) {
  store::SeenDaemon seen;
  seen.daemon.host = "ramp";
  seen.daemon.pid = 4711;
  seen.daemon.state = "running";
  seen.daemon.delivery = "live";
  seen.seen_at = seen_at;
  return seen;
}

Condition well() {
  Condition condition;
  condition.now = kLooked;
  condition.files = "f00d";
  condition.report.rule_set = "f00d";
  condition.report.daemons = {daemon(kLooked - seconds(1))};
  return condition;
}

TEST(HealthFindings, AreNoneWhenAllIsWell) {
  EXPECT_THAT(findings(well()), IsEmpty());
  EXPECT_EQ(health_of({}), Health::healthy);
}

TEST(HealthFindings, SayThatNobodyRuns) {
  auto condition = well();
  condition.report.daemons.clear();
  const Finding nobody{Health::down, "no daemon is running: nothing is watched, nobody is told",
                       "steward run, or systemctl start steward"};
  EXPECT_THAT(findings(condition), ElementsAre(nobody));
  EXPECT_EQ(health_of(findings(condition)), Health::down);

  condition.report.daemons = {daemon(kLooked - minutes(3))};
  const Finding gone{Health::down,
                     "no daemon is running: nothing is watched, nobody is told (the daemon on ramp "
                     "(pid 4711) was last seen 3 min ago)",
                     "steward run, or systemctl start steward"};
  EXPECT_THAT(findings(condition), ElementsAre(gone));
}

TEST(HealthFindings, CountADaemonAsLostOnlyAfterItsLimit) {
  auto condition = well();
  condition.report.daemons = {daemon(kLooked - store::kLost)};
  EXPECT_THAT(findings(condition), IsEmpty());
  condition.report.daemons = {daemon(kLooked - store::kLost - Microseconds(1))};
  EXPECT_EQ(health_of(findings(condition)), Health::down);
}

TEST(HealthFindings, SayWhyADaemonWaitsAndWhatItsNoteIs) {
  auto condition = well();
  auto& seen = condition.report.daemons.front().daemon;
  seen.state = "waiting";
  seen.note = "its files differ";
  const Finding waits{Health::degraded, "the daemon on ramp (pid 4711) waits: its files differ",
                      "give every daemon the same version, and a database like the others'"};
  EXPECT_THAT(findings(condition), ElementsAre(waits));
  seen.state = "running";
  seen.note = "the last load failed";
  const Finding failed{Health::degraded, "the daemon on ramp (pid 4711) says: the last load failed",
                       "steward check"};
  EXPECT_THAT(findings(condition), ElementsAre(failed));
  seen.note = "retention: nothing is dropped, because it cannot be exported: no space";
  const Finding retention{Health::degraded,
                          "the daemon on ramp (pid 4711) says: retention: nothing is dropped, "
                          "because it cannot be exported: no space",
                          "let it write into the folder that 'export' of 'retention' names"};
  EXPECT_THAT(findings(condition), ElementsAre(retention));
}

TEST(HealthFindings, TellWhatDiffersBetweenDaemonsThatShouldBeAlike) {
  auto condition = well();
  auto& daemons = condition.report.daemons;
  daemons.push_back(daemons.front());
  daemons[0].daemon.version = "0.1.0";
  daemons[0].daemon.rule_set = std::string(64, 'a');
  daemons[1].daemon.version = "0.2.0";
  daemons[1].daemon.rule_set = std::string(64, 'b');
  EXPECT_THAT(
      findings(condition),
      ElementsAre(Finding{Health::degraded, "daemons of several versions are running: 0.1.0, 0.2.0",
                          "give every daemon the same version"},
                  Finding{Health::degraded,
                          "the daemons run by several rule sets: aaaaaaaaaaaa, bbbbbbbbbbbb",
                          "wait a few seconds: each takes up the set in force"}));
  daemons[1].seen_at = kLooked - minutes(3);  // it is gone
  EXPECT_THAT(findings(condition), IsEmpty());
}

TEST(HealthFindings, TellOfAHostsClockBeyondTwoSeconds) {
  auto condition = well();
  auto& ahead = condition.report.daemons.front().daemon.clock_ahead;
  ahead = seconds(2);
  EXPECT_THAT(findings(condition), IsEmpty());
  ahead = hours(1);
  const std::string next = "set it right there: let NTP keep it";
  const Finding fast{Health::degraded,
                     "the clock of ramp is 1 h ahead of the database server's, which counts", next};
  EXPECT_THAT(findings(condition), ElementsAre(fast));
  ahead = -seconds(3);
  const Finding slow{Health::degraded,
                     "the clock of ramp is 3 s behind the database server's, which counts", next};
  EXPECT_THAT(findings(condition), ElementsAre(slow));
}

TEST(HealthFindings, TellShadowWithoutCallingItIll) {
  auto condition = well();
  condition.delivery = engine::DeliveryMode::shadow;
  condition.report.daemons.front().daemon.delivery = "shadow";
  condition.report.withheld = 3;
  const Finding shadow{Health::healthy,
                       "delivery is shadow: nothing leaves; 3 messages withheld in the last 24 h",
                       "steward tasks shows them; delivery: live in the configuration sends"};
  EXPECT_THAT(findings(condition), ElementsAre(shadow));
  EXPECT_EQ(health_of(findings(condition)), Health::healthy);
}

TEST(HealthFindings, TellThatADaemonRunsWithAnotherDelivery) {
  auto condition = well();
  condition.report.daemons.front().daemon.delivery = "shadow";
  const Finding differs{Health::degraded,
                        "the daemon on ramp (pid 4711) runs with delivery shadow, the "
                        "configuration says live",
                        "systemctl restart steward"};
  EXPECT_THAT(findings(condition), ElementsAre(differs));
}

TEST(HealthFindings, TellWhatIsWrongWithTheFiles) {
  auto condition = well();
  condition.files = "beef";
  const Finding differ{Health::degraded, "the files here differ from the rule set in force",
                       "steward plan shows what they would do, steward reload offers them"};
  EXPECT_THAT(findings(condition), ElementsAre(differ));
  condition.files.clear();
  condition.file_errors = 2;
  condition.first_error = "rules/a.yaml:3:5: unknown key 'wihtin'";
  const Finding errors{Health::degraded,
                       "the files have 2 errors, the first at rules/a.yaml:3:5: unknown key "
                       "'wihtin'; the set in force runs on",
                       "steward check"};
  EXPECT_THAT(findings(condition), ElementsAre(errors));
  condition = well();
  condition.report.rule_set.clear();
  const Finding none{Health::degraded, "no rule set was ever in force: nothing is promised yet",
                     "steward run puts the files in force"};
  EXPECT_THAT(findings(condition), ElementsAre(none));
}

TEST(HealthFindings, TellWhichSetWaitsForAPersonAndNothingElseOfIt) {
  auto condition = well();
  condition.staged.emplace();
  condition.staged->digest = std::string(64, 'a');
  condition.staged->host = "ramp";
  condition.staged->said = {"Look at these 6 first.", "6 promises cancelled"};
  condition.files = condition.staged->digest;
  condition.report.daemons.front().daemon.note = "rule set aaaaaaaaaaaa waits for a person: Look";
  const Finding waits{Health::degraded,
                      "rule set aaaaaaaaaaaa of ramp waits for a person: Look at these 6 first. "
                      "The set in force runs on",
                      "steward plan, then steward apply; or undo the edit"};
  EXPECT_THAT(findings(condition), ElementsAre(waits));
}

TEST(HealthFindings, NameTheTablesWithoutCaptureOnce) {
  auto condition = well();
  condition.capture_gaps = {{"crm.clients", "a", store::CaptureState::missing},
                            {"crm.clients", "b", store::CaptureState::disabled},
                            {"crm.enquiries", "a", store::CaptureState::outdated},
                            {"crm.staff", "a", store::CaptureState::obsolete}};
  const Finding blind{Health::degraded, "changes are not seen in crm.clients, crm.enquiries",
                      "steward db capture"};
  EXPECT_THAT(findings(condition), ElementsAre(blind));
  condition.capture_gaps = {{"crm.staff", "a", store::CaptureState::obsolete}};
  EXPECT_THAT(findings(condition), IsEmpty());
}

TEST(HealthFindings, TellWhatIsLate) {
  auto condition = well();
  condition.report.overdue = {1, kLooked - hours(2)};
  condition.report.changes = {1200, kLooked - minutes(3)};
  condition.report.messages = {4, kLooked - minutes(6)};
  condition.report.retries = {3, kLooked - minutes(6)};
  EXPECT_THAT(
      findings(condition),
      ElementsAre(Finding{Health::degraded, "1 step overdue, the oldest for 2 h",
                          "journalctl -u steward says why the daemon does not act"},
                  Finding{Health::degraded,
                          "1200 changed records not looked at yet, the oldest "
                          "for 3 min",
                          "journalctl -u steward says why the daemon does not follow"},
                  Finding{Health::degraded,
                          "4 messages not handed over yet, the oldest for 6 min (3 tried and "
                          "refused for now)",
                          "steward tasks --state ready, then steward send-test --to ADDRESS"}));
  condition = well();
  condition.report.changes = {1200, kLooked - seconds(60)};
  condition.report.messages = {4, kLooked - minutes(5)};
  EXPECT_THAT(findings(condition), IsEmpty());
}

engine::Quarantined set_aside(const std::string& rule, const std::string& key) {
  engine::Quarantined one;
  one.rule = rule;
  one.key = key;
  one.reason = "division by zero";
  one.since = kLooked - minutes(5);
  return one;
}

TEST(HealthFindings, NameWhatIsSetAsideWithItsReason) {
  auto condition = well();
  condition.report.quarantined = {set_aside("follow-up", ""), set_aside("review", "42")};
  condition.report.quarantined_count = 2;
  EXPECT_THAT(
      findings(condition),
      ElementsAre(Finding{Health::degraded, "follow-up is set aside for 5 min: division by zero",
                          "mend the rule or the database; it is tried again by itself"},
                  Finding{Health::degraded, "review 42 is set aside for 5 min: division by zero",
                          "mend the record; it is tried again by itself"}));
}

TEST(HealthFindings, CountWhatIsSetAsideBeyondTheFirstFive) {
  auto condition = well();
  condition.report.quarantined.assign(5, set_aside("review", "42"));
  condition.report.quarantined_count = 5;
  EXPECT_EQ(findings(condition).size(), 5U);
  condition.report.quarantined.assign(7, set_aside("review", "42"));
  condition.report.quarantined_count = 1005;
  ASSERT_EQ(findings(condition).size(), 6U);
  EXPECT_EQ(findings(condition).back(),
            (Finding{Health::degraded, "1000 more are set aside",
                     "steward_quarantined in /metrics counts rules and records"}));
}

engine::Activation look(std::int64_t seen) {
  engine::Activation activation;
  activation.rule = "follow-up";
  activation.seen = seen;
  return activation;
}

TEST(HealthFindings, TellHowFarALookAtAllRecordsIs) {
  auto condition = well();
  condition.report.activations = {look(500)};
  const Finding first{
      Health::healthy,
      "follow-up is still looking at the records that were there before it (500 so far)", ""};
  EXPECT_THAT(findings(condition), ElementsAre(first));
  condition.report.activations.front().resync = "asked for";
  const Finding again{Health::healthy,
                      "follow-up is still looking at all its records again (500 so far)", ""};
  EXPECT_THAT(findings(condition), ElementsAre(again));
}

TEST(HealthFindings, TellOfTheDriftThatWasRepairedForADay) {
  auto condition = well();
  auto activation = look(1200);
  activation.done = true;
  activation.resync = "asked for";
  activation.finished_at = kLooked - hours(3);
  condition.report.activations = {activation};
  EXPECT_THAT(findings(condition), IsEmpty());
  auto& known = condition.report.activations.front();
  const std::string next = "find out who changes records while their triggers are off";
  known.repaired = 1;
  const Finding one{
      Health::healthy,
      "1 promise of follow-up was not as its record said when all were looked at again 3 h ago: "
      "repaired",
      next};
  EXPECT_THAT(findings(condition), ElementsAre(one));
  known.repaired = 7;
  const Finding several{
      Health::healthy,
      "7 promises of follow-up were not as their records said when all were looked at again 3 h "
      "ago: repaired",
      next};
  EXPECT_THAT(findings(condition), ElementsAre(several));
  known.finished_at = kLooked - hours(24);
  EXPECT_THAT(findings(condition), IsEmpty());
}

TEST(HealthFindings, CountOnlyTheTasksThatShouldHaveReachedSomebody) {
  auto condition = well();
  condition.report.suppressed = {{"shadow", 7}, {"told already", 2}, {"no longer true", 1}};
  EXPECT_THAT(findings(condition), IsEmpty());
  condition.report.suppressed = {{"no address", 2}, {"rejected", 1}, {"shadow", 7}};
  const Finding lost{Health::degraded,
                     "3 tasks of the last 24 h reached nobody: 2 no address, 1 rejected",
                     "steward tasks --state suppressed"};
  EXPECT_THAT(findings(condition), ElementsAre(lost));
}

TEST(HealthFindings, PutTheWorstFirst) {
  auto condition = well();
  condition.delivery = engine::DeliveryMode::shadow;
  condition.report.overdue = {1, kLooked - hours(2)};
  condition.report.daemons.clear();
  std::vector<Health> order;
  for (const auto& finding : findings(condition)) order.push_back(finding.health);
  EXPECT_THAT(order, ElementsAre(Health::down, Health::degraded, Health::healthy));
}

TEST(HealthFindings, SayWhenHolidaysEnd) {
  using std::chrono::sys_days;
  auto condition = well();
  const auto date = [](int year, unsigned month, unsigned day) {
    return sys_days(std::chrono::year(year) / month / day);
  };
  condition.holiday_files = {{{}, "us.ics", date(2027, 12, 25)},
                             {{}, "soon.ics", date(2027, 11, 21)},
                             {{}, "today.ics", date(2026, 11, 22)},
                             {{}, "over.ics", date(2026, 11, 21)}};
  const std::string next = "put a newer file in its place";
  const std::string working = ": dates after it count as working days";
  EXPECT_THAT(
      findings(condition),
      ElementsAre(
          Finding{Health::degraded, "the holidays of 'over.ics' end on 2026-11-21" + working, next},
          Finding{Health::healthy, "the holidays of 'soon.ics' end on 2027-11-21" + working, next},
          Finding{Health::healthy, "the holidays of 'today.ics' end on 2026-11-22" + working,
                  next}));
}

}  // namespace
}  // namespace steward::app

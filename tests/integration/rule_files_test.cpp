// SPDX-License-Identifier: MIT
// Edits of a running daemon's files, by every way in which a file is saved, and the commands that
// offer, take and show rule sets.
#include <gmock/gmock.h>
#include <signal.h>

#include <fstream>
#include <sstream>

#include "support/daemon_fixture.hpp"
#include "support/steward_command.hpp"

namespace steward::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kSets = "select count(*) from steward.rule_set";

std::string text_of(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto found = text.find(from);
  EXPECT_NE(found, std::string::npos) << from;
  return text.replace(found, from.size(), to);
}

/// In place.
void save(const fs::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

/// A daemon whose rules are a copy of the shipped ones.
class RuleFiles : public Daemon {
 protected:
  RuleFiles() : rules(folder.with_rules_of_its_own()), follow_up(rules / "follow-up.yaml") {
    folder.configure("probe: 20ms\n", "probe: 20ms\ndatabase: \"" + database.connection() + "\"\n");
  }

  void start() {
    process.emplace(folder, database);
    until_active();
  }

  /// As many editors do it.
  void save_by_rename(const std::string& text) const {
    std::ofstream(rules / ".follow-up.yaml.new") << text;
    fs::rename(rules / ".follow-up.yaml.new", follow_up);
  }

  std::string last_load(const std::string& column) {
    return database.value("select " + column + " from steward.load order by id desc limit 1");
  }

  /// Runs a command on the daemon's own configuration.
  CommandResult steward(const std::string& words) {
    return command.run_bare("--config " + folder.config().string() + " " + words);
  }

  const fs::path rules;
  const fs::path follow_up;
  std::optional<DaemonProcess> process;
  const StewardCommand command{database.connection()};
};

TEST_F(RuleFiles, AreReadWhenTheyAreSavedInWhateverWay) {
  start();
  save_by_rename(replaced(text_of(follow_up), "within: 48h", "within: 47h"));
  until(kSets, 2);
  EXPECT_EQ(last_load("origin || ' ' || outcome"), "edit in force");
  EXPECT_EQ(last_load("said[1]"), "priority-follow-up: new promises get 47h instead of 48h");

  save(follow_up, replaced(text_of(follow_up), "within: 47h", "within: 46h"));
  until(kSets, 3);

  // Another file, by a name that sorts after it, and then none.
  const auto other = rules / "other.yaml";
  fs::copy(rules / "critical-enquiry.yaml", rules / "other.new");
  const auto text = replaced(text_of(rules / "other.new"), "rule: critical-enquiry", "rule: other");
  save(other, text);
  until(kSets, 4);
  EXPECT_EQ(last_load("said[1]"), "other: new");
  fs::remove(other);
  until(kSets, 5);
  EXPECT_EQ(last_load("said[1]"), "other: removed");

  // The folder as a whole.
  const auto next = folder.path() / "rules.next";
  fs::copy(rules, next);
  save(next / "follow-up.yaml", replaced(text_of(follow_up), "within: 46h", "within: 45h"));
  fs::rename(rules, folder.path() / "rules.old");
  fs::rename(next, rules);
  until(kSets, 6);
  save_by_rename(replaced(text_of(follow_up), "within: 45h", "within: 44h"));
  until(kSets, 7);
}

TEST_F(RuleFiles, WithAMistakeLeaveTheLastGoodSetAndAreToldOnce) {
  start();
  const auto good = text_of(follow_up);
  save_by_rename(replaced(good, "calendar: always", "calender: always"));
  until("select count(*) from steward.load where outcome = 'failed'", 1);
  until("the owner is told", [&] { return folder.emails() == 1; });
  EXPECT_EQ(database.value(kSets), "1");
  until("its note says so", [&] {
    return database.value("select note from steward.daemon").find("the files have ") == 0;
  });
  const auto status = steward("status");
  EXPECT_EQ(status.exit_code, 1);
  EXPECT_THAT(status.output, AllOf(HasSubstr("the first at "), HasSubstr("follow-up.yaml:"),
                                   HasSubstr("next: steward check")));
  const auto reloaded = steward("reload");
  EXPECT_EQ(reloaded.exit_code, 1);
  EXPECT_THAT(reloaded.output, StartsWith("The files were not taken: rule set "));
  EXPECT_THAT(reloaded.errors, HasSubstr("        calender: always\n        ^~~~~~~~\n"));
  EXPECT_EQ(folder.emails(), 1U);

  save_by_rename(good);
  until("its note is gone",
        [&] { return database.value("select note from steward.daemon").empty(); });
  EXPECT_EQ(database.value(kSets), "1");
}

TEST_F(RuleFiles, WithAMistakeAtTheStartLeaveTheLastGoodSet) {
  start();
  process->signal(SIGTERM);
  EXPECT_EQ(process->wait(), 0);
  save(follow_up, replaced(text_of(follow_up), "calendar: always", "calender: always"));
  process.emplace(folder, database);
  until("select count(*) from steward.daemon where state = 'running'", 1);
  until("select count(*) from steward.load where outcome = 'failed'", 1);
  EXPECT_TRUE(process->is_running());
}

TEST_F(RuleFiles, AreTakenWholeOrNotAtAllWhenTheDaemonIsKilled) {
  start();
  RawSession holder(database.connection());
  holder.run("begin; lock table steward.rule_set in row exclusive mode");
  save_by_rename(replaced(text_of(follow_up), "within: 48h", "within: 36h"));
  until("it waits to put the set in force", [&] {
    return database.value(
               "select count(*) from pg_stat_activity where datname = "
               "current_database() and wait_event_type = 'Lock' and query like "
               "'%share row exclusive%'") == "1";
  });
  process->signal(SIGKILL);
  EXPECT_EQ(process->wait(), -SIGKILL);
  holder.run("rollback");
  EXPECT_EQ(database.value(kSets), "1");
  EXPECT_EQ(database.value("select count(*) from steward.file_set"), "1");
  EXPECT_EQ(last_load("outcome"), "in force");
  process.emplace(folder, database);
  until(kSets, 2);
  EXPECT_EQ(last_load("origin || ' ' || outcome"), "start in force");
}

TEST_F(RuleFiles, WaitForAPersonWhoTakesThemOrAnOlderSet) {
  folder.configure("probe: 20ms\n", "probe: 20ms\nreload: manual\n");
  start();
  const auto before = database.value("select left(digest, 12) from steward.rule_set");
  EXPECT_EQ(steward("apply").errors,
            "steward: no rule set waits: 'steward reload' offers the files of this host, 'steward "
            "rules log' shows the sets that 'steward apply REVISION' can take\n");
  save_by_rename(replaced(text_of(follow_up), "within: 48h", "within: 36h"));
  until("select count(*) from steward.load where outcome = 'staged'", 1);
  const auto staged = last_load("left(digest, 12)");
  const auto status = steward("status");
  EXPECT_EQ(status.exit_code, 1);
  EXPECT_THAT(status.output, HasSubstr("rule set " + staged + " of "));
  EXPECT_EQ(steward("reload").exit_code, 1);

  const auto taken = steward("apply --reason 'agreed on Monday'");
  EXPECT_EQ(taken.exit_code, 0) << taken.errors;
  EXPECT_EQ(taken.output, "Rule set " + staged +
                              " is in force (7 rules). The daemons take it up within seconds.\n"
                              "  priority-follow-up: new promises get 36h instead of 48h\n");
  until("the daemon runs it",
        [&] { return database.value("select left(rule_set, 12) from steward.daemon") == staged; });

  EXPECT_EQ(steward("apply " + before.substr(0, 8)).exit_code, 0);
  EXPECT_EQ(database.value("select left(digest, 12) from steward.rule_set order by id desc limit "
                           "1"),
            before);
  EXPECT_THAT(steward("apply " + before).output,
              StartsWith("Rule set " + before + " is in force already"));
  EXPECT_EQ(steward("apply 0123456789").exit_code, 1);
  EXPECT_EQ(steward("apply xyz").errors,
            "steward: 'xyz' names no rule set: expected the first digits of its digest, at least 4 "
            "('steward rules log' shows them)\n");

  const auto log = steward("rules log").output;
  EXPECT_THAT(
      log, AllOf(HasSubstr("  " + staged + "  staged  7 rules, edit by "), HasSubstr("    told: "),
                 HasSubstr("    reason: agreed on Monday\n"),
                 HasSubstr("    priority-follow-up: new promises get 48h instead of 36h\n")));
}

TEST_F(RuleFiles, ArePlannedWithAnExitCodeForScripts) {
  start();
  const auto plan = [&](const std::string& words = "") { return steward("plan " + words); };
  const auto good = text_of(follow_up);
  auto planned = plan();
  EXPECT_EQ(planned.exit_code, 0);
  EXPECT_THAT(planned.output, EndsWith("\nNothing would change.\n"));

  process->signal(SIGTERM);
  EXPECT_EQ(process->wait(), 0);
  save(follow_up, replaced(good, "within: 48h", "within: 47h"));
  planned = plan();
  EXPECT_EQ(planned.exit_code, 0);
  EXPECT_THAT(planned.output, EndsWith("\nSafe to load.\n"));

  save(follow_up, replaced(good, "within: 48h", "within: four days"));
  planned = plan();
  EXPECT_EQ(planned.exit_code, 1);
  EXPECT_EQ(planned.output, "");
  EXPECT_THAT(planned.errors, HasSubstr("error: 'four days' is not a length of time"));

  const TestDatabase without_schema;
  planned = StewardCommand(without_schema.connection()).run("plan");
  EXPECT_EQ(planned.exit_code, 2);
  EXPECT_THAT(planned.errors, HasSubstr("steward db migrate"));
  EXPECT_EQ(planned.output, "");
  EXPECT_EQ(StewardCommand("host=/nowhere dbname=none").run("plan").exit_code, 2);
}

TEST_F(RuleFiles, ThatTakeABreachBackAreTakenForAReasonOnly) {
  start();
  add_deliveries(database, 300);
  const std::string states =
      "select string_agg(state, ' ') from steward.commitment where rule = 'priority-follow-up'";
  until("it is breached", [&] { return database.value(states) == "breached"; });
  save_by_rename(replaced(text_of(follow_up), "when: client.tier",
                          "when: client.tier == \"standard\" || client.is_vip && client.tier"));
  until("select count(*) from steward.load where outcome = 'staged'", 1);

  const auto planned = steward("plan");
  EXPECT_EQ(planned.exit_code, 1);
  EXPECT_THAT(planned.output,
              HasSubstr("\nRefused without --reason: 1 breach would be taken back. "));
  const auto with_reason = steward("plan --reason 'entered twice'");
  EXPECT_EQ(with_reason.exit_code, 1) << "somebody is to look at it all the same";
  EXPECT_THAT(with_reason.output,
              AllOf(Not(HasSubstr("Refused")), EndsWith("\nLook at this one first.\n")));
  EXPECT_THAT(steward("plan --reason 'entered twice' --format json").output,
              HasSubstr("\"verdict\":\"Look at this one first.\""));

  const auto refused = steward("apply");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.errors, HasSubstr("--reason"));
  EXPECT_EQ(database.value(kSets), "1");
  EXPECT_EQ(database.value(states), "breached");

  const auto taken = steward("apply --reason 'entered twice'");
  EXPECT_EQ(taken.exit_code, 0) << taken.errors;
  until("it is taken back", [&] { return database.value(states) == "cancelled"; });
  EXPECT_EQ(database.value("select count(*) from steward.ledger where body::text like "
                           "'%entered twice%'"),
            "1");
}

TEST_F(RuleFiles, AreShownAndComparedAsTheyWere) {
  start();
  const auto first = database.value("select left(digest, 12) from steward.rule_set");
  save_by_rename(replaced(text_of(follow_up), "within: 48h", "within: 36h"));
  until(kSets, 2);
  const auto second = last_load("left(digest, 12)");
  EXPECT_THAT(steward("rules show priority-follow-up").output,
              AllOf(StartsWith("# "), HasSubstr("follow-up.yaml of rule set " + second + "\n"),
                    HasSubstr("      within: 36h\n")));
  const auto as_it_was = steward("rules show priority-follow-up --revision " + first);
  EXPECT_THAT(as_it_was.output, HasSubstr("      within: 48h\n"));
  const auto revision = database.value(
      "select left(revision, 16) from steward.rule_set_member where rule = 'priority-follow-up' "
      "order by rule_set limit 1");
  EXPECT_EQ(steward("rules show priority-follow-up --revision " + revision).output,
            as_it_was.output);
  EXPECT_EQ(steward("rules show no-such-rule").errors,
            "steward: rule set " + second + " has no rule 'no-such-rule'\n");
  EXPECT_THAT(steward("rules show").output, HasSubstr("config/model.yaml (model)\n"));

  const std::string change = "-      within: 48h\n+      within: 36h\n";
  EXPECT_THAT(steward("rules diff " + first + " " + second).output, HasSubstr(change));
  EXPECT_THAT(steward("rules diff " + first).output, HasSubstr(change));
  EXPECT_EQ(steward("rules diff").output, "");
  std::ofstream(rules / "notes.txt") << "not read\n";
  std::ofstream(follow_up, std::ios::app) << "# a comment\n";
  EXPECT_THAT(steward("rules diff").output,
              AllOf(StartsWith("--- " + second + "/"), HasSubstr("\n+# a comment\n")));
}

}  // namespace
}  // namespace steward::test

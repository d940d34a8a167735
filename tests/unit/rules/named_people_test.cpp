// SPDX-License-Identifier: MIT
// Roles and people that rules name, held to those who are there.
#include <gmock/gmock.h>

#include "unit/rules/loader_catalog.hpp"
#include "unit/rules/rule_context.hpp"

namespace steward::rules {
namespace {

model::Roster roster_of_leaders() {
  model::Roster roster;
  roster.people["7"] = {"7", "Ana", "ana@skyport.example", "+15555550101", ""};
  roster.holders = {{"leader", "7", std::nullopt, std::nullopt},
                    {"desk", "7", std::nullopt, std::nullopt},
                    {"duty-officer", "7", std::nullopt, std::nullopt}};
  return roster;
}

std::string said_of_people(const RuleFolder& folder, const model::Roster& roster,
                           Severity severity) {
  folder.write("a.yaml",
               "defaults: {owner: leader}\nrules:\n- {rule: a, title: t, source: s, subject: "
               "enquiries,\n   assign: role(\"leeder\"), clock: {starts: received_at},\n   steps: "
               "[{at: start, notify: [role(\"desc\"), person(\"8\")], never: person(\"7\"), "
               "template: escalated}]}\n");
  Problems problems;
  const auto set =
      load_rules(paths_with(folder.path()), test::loader_catalog(), "Skyport", problems,
                 {[&](const auto&) { return std::optional(roster); }, severity});
  EXPECT_EQ(set == nullptr, severity == Severity::error && !roster.people.empty());
  auto text = problems.render_all();
  for (auto at = text.find(folder.path().string()); at != std::string::npos;
       at = text.find(folder.path().string())) {
    text.erase(at, folder.path().string().size() + 1);
  }
  return text;
}

TEST(People, MustBeThereWhereTheyCanBeAskedFor) {
  const RuleFolder folder;
  EXPECT_EQ(
      said_of_people(folder, roster_of_leaders(), Severity::error),
      "a.yaml:4:17: error: nobody has the role 'leeder'\n"
      "     assign: role(\"leeder\"), clock: {starts: received_at},\n"
      "                  ^~~~~~~~\n"
      "  = did you mean 'leader'?\n"
      "a.yaml:5:38: error: nobody has the role 'desc'\n"
      "     steps: [{at: start, notify: [role(\"desc\"), person(\"8\")], never: person(\"7\"), "
      "template: escalated}]}\n"
      "                                       ^~~~~~\n"
      "  = did you mean 'desk'?\n"
      "a.yaml:5:54: error: nobody on the staff has the key '8'\n"
      "     steps: [{at: start, notify: [role(\"desc\"), person(\"8\")], never: person(\"7\"), "
      "template: escalated}]}\n"
      "                                                       ^~~\n"
      "  = person(\"…\") takes a primary key of the table of staff\n"
      "3 errors, 0 warnings\n");
}

/// What is said of two rules with variables, one of them the file's, to a roster of leaders.
std::string said_of_vars(const RuleFolder& folder, const std::string& of_file,
                         const std::string& of_rule) {
  folder.write("a.yaml",
               "defaults: {owner: leader}\nvars: {" + of_file +
                   "}\nrules:\n- {rule: a, title: t, source: s, subject: enquiries, vars: {" +
                   of_rule +
                   "},\n   assign: boss, clock: {starts: received_at},\n   steps: "
                   "[{at: start, notify: assignee, template: escalated}]}\n");
  Problems problems;
  static_cast<void>(load_rules(
      paths_with(folder.path()), test::loader_catalog(), "Skyport", problems,
      {[&](const auto&) { return std::optional(roster_of_leaders()); }, Severity::error}));
  std::string text;
  for (const auto& problem : problems.sorted()) {
    text += std::to_string(problem.mark.line) + ":" + std::to_string(problem.mark.column) + ": " +
            problem.message + "\n";
  }
  return text;
}

TEST(People, AreLookedForInVariablesWhateverTheirNames) {
  const RuleFolder folder;
  EXPECT_EQ(said_of_vars(folder, "boss: role(\"leader\")", "owner: client.manager"), "");
  EXPECT_EQ(said_of_vars(folder, "boss: role(\"no-such-role\")", "assign: person(\"9\")"),
            "2:19: nobody has the role 'no-such-role'\n"
            "4:76: nobody on the staff has the key '9'\n");
  EXPECT_EQ(said_of_vars(folder, "owner: subject", "boss: 'role(''desc'')'"),
            "4:73: nobody has the role 'desc'\n");
}

TEST(People, NeedAnAddressOnTheChannelsOfTheStep) {
  const RuleFolder folder;
  folder.write("a.yaml",
               "defaults: {owner: leader}\nrules:\n- {rule: a, title: t, source: s, subject: "
               "enquiries,\n   clock: {starts: received_at},\n   steps: [\n"
               "   {at: start, notify: [person('7'), role('desk')], by: [email, sms], "
               "template: service-late},\n"
               "   {at: start, notify: [role('desk'), role('leader')], template: escalated},\n"
               "   {at: start, notify: role('desk'), by: [sms], template: service-late}]}\n");
  auto roster = roster_of_leaders();
  roster.people["7"].mobile = "";
  roster.people["8"] = {"8", "Max", "", "", ""};
  roster.holders[1].person = "8";
  Problems problems;
  static_cast<void>(
      load_rules(paths_with(folder.path()), test::loader_catalog(), "Skyport", problems,
                 {[&](const auto&) { return std::optional(roster); }, Severity::error}));
  std::string text;
  for (const auto& problem : problems.sorted()) {
    if (problem.severity == Severity::error) continue;  // what the template shows
    if (problem.mark.file.find("a.yaml") == std::string::npos) continue;
    text += std::to_string(problem.mark.line) + ": " + problem.message + "\n";
  }
  EXPECT_EQ(text,
            "6: person(\"7\"), Ana, has no mobile number\n"
            "6: nobody who has the role 'desk' has an email address or a mobile number\n"
            "7: nobody who has the role 'desk' has an email address\n"
            "8: nobody who has the role 'desk' has a mobile number\n");
}

TEST(People, AreNeededToTellThemAnything) {
  const RuleFolder folder;
  folder.write("a.yaml", announcement("One"));
  folder.write("model.txt", "schema: crm\n");
  auto paths = paths_with(folder.path());
  paths.model = folder.path() / "model.txt";
  const auto said = [&] {
    Problems problems;
    static_cast<void>(load_rules(paths, test::loader_catalog(), "Skyport", problems));
    return problems.render_all();
  };
  EXPECT_THAT(said(), testing::HasSubstr("a.yaml:3:44: error: nobody can be told: model.yaml has "
                                         "no 'staff'\n"));
  folder.write("a.yaml", "defaults: {mode: off}\n" + announcement("One"));
  EXPECT_EQ(said(), "");
}

TEST(People, AreOnlyWarnedOfWhereTheRulesRunAlready) {
  const RuleFolder folder;
  const auto text = said_of_people(folder, roster_of_leaders(), Severity::warning);
  EXPECT_NE(text.find("0 errors, 3 warnings"), std::string::npos) << text;
  EXPECT_EQ(said_of_people(folder, {}, Severity::error), "") << "nobody has been entered yet";
}

}  // namespace
}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "app/command_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace steward::app {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

std::variant<CommandLine, Reply> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "steward");
  return parse_command_line(static_cast<int>(words.size()), words.data());
}

template <class Wanted>
Wanted command(const std::vector<const char*>& words) {
  const auto parsed = parse(words);
  if (const auto* const reply = std::get_if<Reply>(&parsed)) {
    ADD_FAILURE() << reply->text;
    return {};
  }
  return std::get<Wanted>(std::get<CommandLine>(parsed).command);
}

std::string mistake(const std::vector<const char*>& words) {
  const auto parsed = parse(words);
  const auto* const reply = std::get_if<Reply>(&parsed);
  return reply != nullptr && reply->is_error ? reply->text : "no mistake";
}

TEST(CommandParser, TakesTheConfigurationBeforeAndAfterTheCommand) {
  for (const auto& words :
       {std::vector{"--config", "a.yaml", "status"}, std::vector{"status", "--config", "a.yaml"}}) {
    const auto parsed = parse(words);
    ASSERT_TRUE(std::holds_alternative<CommandLine>(parsed));
    EXPECT_EQ(std::get<CommandLine>(parsed).config, "a.yaml");
  }
  const auto deep = parse({"db", "migrate", "--config", "a.yaml"});
  ASSERT_TRUE(std::holds_alternative<CommandLine>(deep));
  EXPECT_EQ(std::get<CommandLine>(deep).config, "a.yaml");
}

TEST(CommandParser, ReadsCheck) {
  EXPECT_TRUE(command<CheckCommand>({"check"}).rules.empty());
  EXPECT_THAT(command<CheckCommand>({"check", "rules", "x.yaml"}).rules,
              ElementsAre("rules", "x.yaml"));
}

TEST(CommandParser, ReadsTheCommandsOfRuleSets) {
  EXPECT_EQ(command<ApplyCommand>({"apply"}).revision, "");
  const auto apply = command<ApplyCommand>({"apply", "3f2a", "--reason", "agreed"});
  EXPECT_EQ(apply.revision, "3f2a");
  EXPECT_EQ(apply.reason, "agreed");
  command<ReloadCommand>({"reload"});
  EXPECT_EQ(command<RulesLogCommand>({"rules", "log", "--limit", "3"}).limit, 3);
  const auto show = command<RulesShowCommand>({"rules", "show", "first", "--revision", "3f2a"});
  EXPECT_EQ(show.rule, "first");
  EXPECT_EQ(show.revision, "3f2a");
  const auto diff = command<RulesDiffCommand>({"rules", "diff", "3f2a", "4b1c"});
  EXPECT_EQ(diff.from, "3f2a");
  EXPECT_EQ(diff.to, "4b1c");
  EXPECT_EQ(mistake({"rules", "shwo"}),
            "steward: there is no command 'rules shwo': did you mean 'show'?\n"
            "Try 'steward rules --help'.\n");
}

TEST(CommandParser, ReadsPlan) {
  EXPECT_EQ(command<PlanCommand>({"plan"}).format, Format::table);
  const auto plan = command<PlanCommand>({"plan", "--format", "json", "--reason", "a mistake"});
  EXPECT_EQ(plan.format, Format::json);
  EXPECT_EQ(plan.reason, "a mistake");
  EXPECT_THAT(mistake({"plan", "--format", "csv"}), HasSubstr("'csv' is not known: "));
}

TEST(CommandParser, ReadsSchedule) {
  EXPECT_TRUE(command<ScheduleCommand>({"schedule", "--jsonl"}).json_lines);
  EXPECT_EQ(mistake({"schedule"}),
            "steward: --jsonl is required\nTry 'steward schedule --help'.\n");
}

TEST(CommandParser, ReadsCalendar) {
  EXPECT_FALSE(command<CalendarCommand>({"calendar"}).json_lines);
  EXPECT_TRUE(command<CalendarCommand>({"calendar", "--jsonl"}).json_lines);
  const auto add = command<CalendarAddCommand>({"calendar", "add", "office", "now", "-1h", "30m"});
  EXPECT_EQ(add.calendar, "office");
  EXPECT_EQ(add.start, "now");
  EXPECT_THAT(add.span, ElementsAre("-1h", "30m"));
  const auto between = command<CalendarBetweenCommand>({"calendar", "between", "office", "a", "b"});
  EXPECT_EQ(between.from, "a");
  EXPECT_EQ(between.to, "b");
  EXPECT_EQ(command<CalendarOpenCommand>({"calendar", "open", "office"}).at, "");
  const auto next = command<CalendarNextCommand>({"calendar", "next", "office", "--count", "3"});
  EXPECT_EQ(next.count, 3);
  const auto show =
      command<CalendarShowCommand>({"calendar", "show", "office", "--week", "2026-12-24"});
  EXPECT_EQ(show.week, "2026-12-24");
  EXPECT_EQ(mistake({"calendar", "--jsonl", "open", "office"}),
            "steward: --jsonl excludes open\nTry 'steward calendar open --help'.\n");
  EXPECT_EQ(mistake({"calendar", "shw", "office"}),
            "steward: there is no command 'calendar shw': did you mean 'show'?\n"
            "Try 'steward calendar --help'.\n");
  EXPECT_THAT(mistake({"calendar", "add", "office", "now"}), HasSubstr("LENGTH is required"));
  EXPECT_THAT(mistake({"calendar", "next", "office", "--count", "0"}), HasSubstr("--count"));
}

TEST(CommandParser, ReadsCommitments) {
  const auto plain = command<CommitmentsCommand>({"commitments"});
  EXPECT_EQ(plain.state, "live");
  EXPECT_EQ(plain.limit, std::nullopt);
  EXPECT_EQ(plain.format, Format::table);
  const auto full = command<CommitmentsCommand>(
      {"commitments", "--state", "kept", "--rule", "r", "--tag", "safety", "--severity", "minor",
       "--client", "Heron", "--ref", "7K2", "--historic", "--limit", "5", "--format", "json"});
  EXPECT_EQ(full.state, "kept");
  EXPECT_EQ(full.rule, "r");
  EXPECT_EQ(full.client, "Heron");
  EXPECT_EQ(full.tag, "safety");
  EXPECT_EQ(full.severity, "minor");
  EXPECT_EQ(full.reference, "7K2");
  EXPECT_TRUE(full.historic);
  EXPECT_EQ(full.limit, 5);
  EXPECT_EQ(full.format, Format::json);
}

TEST(CommandParser, KnowsTheSeverities) {
  EXPECT_THAT(mistake({"breaches", "--severity", "high"}), HasSubstr("--severity"));
}

TEST(CommandParser, ReadsTasks) {
  const auto tasks = command<TasksCommand>(
      {"tasks", "--ref", "7K2", "--state", "suppressed", "--limit", "0", "--format", "csv"});
  EXPECT_EQ(tasks.reference, "7K2");
  EXPECT_EQ(tasks.state, "suppressed");
  EXPECT_EQ(tasks.limit, 0);
  EXPECT_EQ(tasks.format, Format::csv);
}

TEST(CommandParser, ReadsBreaches) {
  const auto breaches = command<BreachesCommand>(
      {"breaches", "--from", "2026-11-01", "--to", "2026-11-30", "--rule", "r", "--client", "3"});
  EXPECT_EQ(breaches.from, "2026-11-01");
  EXPECT_EQ(breaches.to, "2026-11-30");
  EXPECT_EQ(breaches.rule, "r");
  EXPECT_EQ(breaches.client, "3");
  EXPECT_EQ(command<BreachesCommand>({"breaches", "B-2026-00142"}).reference, "B-2026-00142");
}

TEST(CommandParser, ReadsAnswersAndTests) {
  const auto ack = command<AckCommand>({"ack", "7K2", "--as", "Dana Kim"});
  EXPECT_EQ(ack.reference, "7K2");
  EXPECT_EQ(ack.person, "Dana Kim");
  EXPECT_EQ(command<SendTestCommand>({"send-test", "--to", "+15555550100"}).address,
            "+15555550100");
}

TEST(CommandParser, ReadsTheDatabaseCommands) {
  EXPECT_FALSE(command<MigrateCommand>({"db", "migrate"}).simulation);
  EXPECT_TRUE(command<MigrateCommand>({"db", "migrate", "--simulation"}).simulation);
  EXPECT_TRUE(command<CaptureCommand>({"db", "capture", "--sql"}).only_print);
  EXPECT_TRUE(command<CaptureCommand>({"db", "capture", "--remove"}).remove);
}

TEST(CommandParser, ReadsResync) {
  EXPECT_TRUE(command<ResyncCommand>({"resync"}).rules.empty());
  EXPECT_THAT(command<ResyncCommand>({"resync", "first", "second"}).rules,
              ElementsAre("first", "second"));
  EXPECT_EQ(mistake({"resnc"}),
            "steward: there is no command 'resnc': did you mean 'resync'?\n"
            "Try 'steward --help'.\n");
}

TEST(CommandParser, SaysWhatIsWrong) {
  EXPECT_EQ(mistake({"comitments"}),
            "steward: there is no command 'comitments': did you mean 'commitments'?\n"
            "Try 'steward --help'.\n");
  EXPECT_EQ(mistake({"db", "migrat"}),
            "steward: there is no command 'db migrat': did you mean 'migrate'?\n"
            "Try 'steward db --help'.\n");
  EXPECT_EQ(mistake({"status", "now"}),
            "steward: The following argument was not expected: now\n"
            "Try 'steward status --help'.\n");
  EXPECT_EQ(mistake({"ack", "7K2"}), "steward: --as is required\nTry 'steward ack --help'.\n");
  EXPECT_EQ(mistake({"tasks", "--format", "xml"}),
            "steward: --format: 'xml' is not known: expected one of: csv, json, table\n"
            "Try 'steward tasks --help'.\n");
  EXPECT_EQ(mistake({"commitments", "--state", "opened"}),
            "steward: --state: 'opened' is not known: did you mean 'open'?\n"
            "Try 'steward commitments --help'.\n");
  for (const char* const number : {"-1", "many", "99999999999999999999"}) {
    EXPECT_EQ(mistake({"tasks", "--limit", number}),
              "steward: --limit: '" + std::string(number) +
                  "' is not a whole number from 0\nTry 'steward tasks --help'.\n");
  }
  EXPECT_THAT(mistake({"db", "capture", "--sql", "--remove"}), HasSubstr("excludes"));
}

TEST(CommandParser, ShowsTheCommandsWhenNoneIsNamed) {
  EXPECT_THAT(mistake({}), HasSubstr("\n  status "));
  EXPECT_THAT(mistake({"db"}), HasSubstr("\n  migrate "));
}

TEST(CommandParser, AnswersForItself) {
  const auto version = std::get<Reply>(parse({"--version"}));
  EXPECT_FALSE(version.is_error);
  EXPECT_THAT(version.text, testing::MatchesRegex("steward [0-9]+\\.[0-9]+\\.[0-9]+\n"));

  const auto help = std::get<Reply>(parse({"--help"}));
  EXPECT_FALSE(help.is_error);
  for (const char* const command :
       {"run", "check", "status", "commitments", "tasks", "breaches", "ack", "send-test", "db"}) {
    EXPECT_THAT(help.text, HasSubstr("\n  " + std::string(command) + " "));
  }
  const auto of_tasks = std::get<Reply>(parse({"tasks", "--help"}));
  EXPECT_FALSE(of_tasks.is_error);
  EXPECT_THAT(of_tasks.text, HasSubstr("--state"));
}

}  // namespace
}  // namespace steward::app

// SPDX-License-Identifier: MIT
// `steward schedule --jsonl` as a shell runs it: no configuration, no database.
#include <gmock/gmock.h>

#include <fstream>
#include <string>
#include <vector>

#include "support/steward_command.hpp"

namespace steward::test {
namespace {

using testing::HasSubstr;

CommandResult schedule(const std::string& lines) {
  const StewardCommand command("");
  std::ofstream(command.folder() / "lines") << lines;
  return command.run_bare("schedule --jsonl < lines");
}

TEST(Schedule, AnswersEachLine) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {R"({"dtstart":"1997-09-02T09:00:00","timezone":"America/New_York","rrule":"FREQ=DAILY;COUNT=2"})",
       R"({"result":["1997-09-02T09:00:00-04:00","1997-09-03T09:00:00-04:00"]})"},
      {R"({"dtstart":"1997-09-02T09:00:00","rrule":"FREQ=DAILY;COUNT=3","exdates":["1997-09-03T09:00:00"]})",
       R"({"result":["1997-09-02T09:00:00","1997-09-04T09:00:00"]})"},
      {R"({"dtstart":"1997-09-02T13:00:00Z","timezone":"America/New_York","rrule":"FREQ=DAILY","limit":1})",
       R"({"result":["1997-09-02T09:00:00-04:00"]})"},
      {R"({"dtstart":"2026-01-01T09:00:00","timezone":"UTC","rrule":"FREQ=DAILY","limit":1,"after":"2026-01-01T09:00:00"})",
       R"({"result":["2026-01-02T09:00:00Z"]})"},
      {R"({"dtstart":"2026-10-31T01:30:00","timezone":"America/New_York","rrule":"FREQ=DAILY","limit":1,"after":"2026-11-01T01:15:00-05:00"})",
       R"({"result":["2026-11-02T01:30:00-05:00"]})"},
      {R"({"dtstart":"2026-03-07T03:00:00","timezone":"America/New_York","rrule":"FREQ=DAILY","limit":1,"after":"2026-03-08T02:30:00"})",
       R"({"result":["2026-03-08T03:00:00-04:00"]})"},
      {R"({"dtstart":"2026-10-31T01:30:00","timezone":"America/New_York","rrule":"FREQ=DAILY;COUNT=2","exdates":["2026-11-01T01:30:00-05:00","2026-10-31T05:30:00Z"]})",
       R"({"result":["2026-11-01T01:30:00-04:00"]})"},
      {R"({"dtstart":"2026-12-25","rrule":"FREQ=YEARLY;UNTIL=20271225","exdates":null,"limit":null})",
       R"({"result":["2026-12-25T00:00:00","2027-12-25T00:00:00"]})"},
      {R"({"dtstart":"1997-09-02T09:00:00","rrule":"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30","limit":1})",
       R"({"result":[]})"},
  };
  std::string lines;
  std::string answers;
  for (const auto& [line, answer] : rows) {
    lines += line + "\n";
    answers += answer + "\n";
  }
  const auto result = schedule(lines);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output, answers);
  EXPECT_EQ(result.errors, "");
}

TEST(Schedule, SaysWhatIsWrongWithALineAndGoesOn) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", "the line is empty: expected a JSON object"},
      {"{}", "rrule: is missing"},
      {R"({"rrule":"FREQ=DAILY"})", "dtstart: is missing"},
      {R"({"rrule":1})", "rrule: expected a text"},
      {R"({"dstart":"1997-09-02"})", "unknown key 'dstart': did you mean 'dtstart'?"},
      {R"({"dtstart":"1997-09-02T13:00:00Z","rrule":"FREQ=DAILY","limit":1})",
       "dtstart: '1997-09-02T13:00:00Z' has an offset: give a 'timezone', or a local time without "
       "one"},
      {R"({"dtstart":"2026-02-30","rrule":"FREQ=DAILY","limit":1})",
       "dtstart: '2026-02-30' is not a local time: expected 2026-11-22T15:00:00 without an offset, "
       "from 00:00:00 to 23:59:59, or a date 2026-11-22"},
      {R"({"dtstart":"1997-09-02T09:00:00","timezone":"New_York","rrule":"FREQ=DAILY"})",
       "timezone: unknown time zone 'New_York': did you mean 'America/New_York'?"},
      {R"({"dtstart":"1997-09-02T09:00:00","rrule":"FREQ=DAILY;INTERVAL=0"})",
       "rrule: INTERVAL=0: expected a whole number from 1 to 1000000"},
      {R"({"dtstart":"1997-09-02T09:00:00","rrule":"FREQ=DAILY"})",
       "the rule never ends: give a 'limit' from 1 to 10000, COUNT or UNTIL"},
      {R"({"dtstart":"1997-09-02T09:00:00","rrule":"FREQ=DAILY;COUNT=10001"})",
       "the rule occurs more than 10000 times: give a 'limit' from 1 to 10000"},
      {R"({"dtstart":"1997-09-02T09:00:00","rrule":"FREQ=DAILY","limit":10001})",
       "limit: expected a whole number from 1 to 10000"},
      {R"({"dtstart":"1997-09-02T09:00:00","rrule":"FREQ=DAILY","limit":1.5})",
       "limit: expected a whole number from 1 to 10000"},
      {R"({"dtstart":"1997-09-02T09:00:00","rrule":"FREQ=DAILY","limit":1,"exdates":"x"})",
       "exdates: expected a list of times"},
      {R"({"dtstart":"1997-09-02T09:00:00","rrule":"FREQ=DAILY","limit":1,"exdates":["1997-09-03"]})",
       "exdates: '1997-09-03' is a date, and dtstart is a time: expected the time of an "
       "occurrence"},
      {R"({"dtstart":"1997-09-02T09:00:00","rrule":"FREQ=DAILY","limit":1,"after":"soon"})",
       "after: 'soon' is not a local time: expected 2026-11-22T15:00:00 without an offset, from "
       "00:00:00 to 23:59:59, or a date 2026-11-22"},
  };
  std::string lines;
  std::string answers;
  for (const auto& [line, error] : rows) {
    lines += line + "\n";
    answers += R"({"error":")" + error + "\"}\n";
  }
  const auto result = schedule(lines);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output, answers);
}

TEST(Schedule, NeedsItsForm) {
  const StewardCommand command("");
  const auto result = command.run_bare("schedule");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.errors, "steward: --jsonl is required\nTry 'steward schedule --help'.\n");
  EXPECT_THAT(command.run_bare("schedule --help").output, HasSubstr("Exit codes: 0 at the end"));
}

}  // namespace
}  // namespace steward::test

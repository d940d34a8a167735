// SPDX-License-Identifier: MIT
// `steward calendar` as a shell runs it: the shipped calendars, no database.
#include <gmock/gmock.h>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "support/steward_command.hpp"

namespace steward::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class CalendarCommandTest : public testing::Test {
 protected:
  std::string answer(const std::string& words) {
    const auto result = steward_.run("calendar " + words);
    EXPECT_EQ(result.exit_code, 0) << words << ": " << result.errors;
    return result.output;
  }
  std::string refusal(const std::string& words) {
    const auto result = steward_.run("calendar " + words);
    EXPECT_EQ(result.exit_code, 1) << words;
    EXPECT_EQ(result.output, "");
    return result.errors;
  }
  /// Each line and its answer, in one run.
  void expect_answers(const std::vector<std::pair<std::string, std::string>>& rows) {
    std::string expected;
    std::ofstream lines(steward_.folder() / "lines");
    for (const auto& [line, wanted] : rows) {
      lines << line << "\n";
      expected += wanted + "\n";
    }
    lines.close();
    const auto result = steward_.run("calendar --jsonl < lines");
    EXPECT_EQ(result.output, expected);
    EXPECT_EQ(result.exit_code, 0);
  }

  StewardCommand steward_{""};
};

TEST_F(CalendarCommandTest, AddsAndMeasuresOpenTime) {
  EXPECT_EQ(answer("add business-hours 2030-11-22T16:00 8h"),
            "Mon 25 Nov 2030, 16:00 EST  (2030-11-25T16:00:00-05:00)\n");
  EXPECT_EQ(answer("add business-hours '2030-11-22 16:00' 2 working days"),
            "Tue 26 Nov 2030, 16:00 EST  (2030-11-26T16:00:00-05:00)\n");
  EXPECT_EQ(answer("add business-hours 2030-11-22T21:00:00Z -1h 30m"),
            "Fri 22 Nov 2030, 14:30 EST  (2030-11-22T14:30:00-05:00)\n");
  EXPECT_EQ(answer("between business-hours 2030-11-22T16:00 2030-11-26"),
            "9h of open time in 80h\n");
}

TEST_F(CalendarCommandTest, SaysWhetherItIsOpenAndWhenItOpensNext) {
  EXPECT_EQ(answer("open business-hours 2030-11-22T16:00"),
            "open until Fri 22 Nov 2030, 17:00 EST\n");
  EXPECT_EQ(answer("open business-hours 2030-11-23"), "closed until Mon 25 Nov 2030, 09:00 EST\n");
  EXPECT_EQ(answer("open business-hours 2030-11-28T12:00"),
            "closed for Thanksgiving until Fri 29 Nov 2030, 09:00 EST\n");
  EXPECT_EQ(answer("open always"), "open for good\n");
  EXPECT_EQ(answer("next business-hours 2030-11-22T16:00 --count 2"),
            "Mon 25 Nov 2030, 09:00 EST to Mon 25 Nov 2030, 17:00 EST\n"
            "Tue 26 Nov 2030, 09:00 EST to Tue 26 Nov 2030, 17:00 EST\n");
}

TEST_F(CalendarCommandTest, DrawsAWeekAndAMonth) {
  EXPECT_EQ(answer("show business-hours --week 2030-12-28"),
            "business-hours from 2030-12-23 to 2030-12-29, America/New_York\n"
            "\n"
            "            0   3   6   9   12  15  18  21  24\n"
            "Mon 23 Dec  ············███████████·········  09:00-17:00\n"
            "Tue 24 Dec  ············███████████·········  09:00-17:00\n"
            "Wed 25 Dec  ································  Christmas Day\n"
            "Thu 26 Dec  ············███████████·········  09:00-17:00\n"
            "Fri 27 Dec  ············███████████·········  09:00-17:00\n"
            "Sat 28 Dec  ································  closed\n"
            "Sun 29 Dec  ································  closed\n"
            "\n"
            "32h open on 4 days\n");
  const auto month = answer("show airport-hours --month 2028-02");
  EXPECT_THAT(month, StartsWith("airport-hours in February 2028, America/New_York\n"));
  EXPECT_THAT(month, HasSubstr("Tue 29 Feb  ······█████████████████████████·  05:00-23:00\n"
                               "\n"
                               "522h open on 29 days\n"));
  EXPECT_THAT(answer("show always --month 2030-01"),
              HasSubstr("Thu 31 Jan  ████████████████████████████████  00:00-24:00\n"));
}

TEST_F(CalendarCommandTest, ListsAllCalendars) {
  const auto list = answer("");
  EXPECT_THAT(list, StartsWith("CALENDAR             ZONE              NOW\n"));
  EXPECT_THAT(list, HasSubstr("\nalways               America/New_York  open for good\n"));
  EXPECT_THAT(list, HasSubstr("\nus-federal-holidays  America/New_York  never opens\n"));
}

TEST_F(CalendarCommandTest, RefusesWhatItCannotAnswer) {
  EXPECT_EQ(refusal("open busines-hours"),
            "steward: there is no calendar 'busines-hours': did you mean 'business-hours'?\n");
  EXPECT_EQ(refusal("open business-hours yesterday"),
            "steward: 'yesterday' is no instant: expected 2026-11-20T16:00:00-05:00, or in "
            "America/New_York 2026-11-20T16:00 or 2026-11-20\n");
  EXPECT_EQ(refusal("add business-hours now 2 fortnights"),
            "steward: '2 fortnights' is not a length of time up to 100 years: expected 48h, 90m, "
            "10s, 1h 30m, 2 days, 1 week, 1 month, 1 year, 2 working days or end of next working "
            "day\n");
  EXPECT_EQ(refusal("show business-hours --month 2026-13"),
            "steward: '2026-13' is no month: expected 2026-12\n");
  EXPECT_EQ(refusal("show business-hours --week 2026-W30"),
            "steward: '2026-W30' is no day: expected 2026-12-24\n");
  EXPECT_EQ(refusal("show business-hours --month 2038-01"),
            "steward: 2038-01-01 is outside the years 1970 to 2037 that calendar 'business-hours' "
            "knows\n");
}

constexpr const char* kOffice =
    R"("calendar":{"timezone":"America/New_York","hours":{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]],"wed":[["09:00","17:00"]],"thu":[["09:00","17:00"]],"fri":[["09:00","17:00"]]},"holidays":["2026-01-01"],"exceptions":{"2026-12-24":[["09:00","12:00"]]},"breaks":{"2026-11-20":[["12:00","13:00"]]}})";

TEST_F(CalendarCommandTest, AnswersJsonLines) {
  const auto office = [](const std::string& rest) {
    return std::string("{") + kOffice + "," + rest + "}";
  };
  expect_answers({
      {office(R"("op":"add","start":"2026-11-20T16:00:00-05:00","seconds":28800)"),
       R"({"result":"2026-11-23T16:00:00-05:00"})"},
      {office(R"("op":"add","start":"2026-11-20T16:00:00-05:00","seconds":-18000.5)"),
       R"({"result":"2026-11-20T09:59:59.5-05:00"})"},
      {office(R"("op":"add","start":"2026-11-20T11:00:00","seconds":7200)"),
       R"({"result":"2026-11-20T14:00:00-05:00"})"},
      {office(
           R"("op":"between","start":"2026-11-20T16:00:00-05:00","end":"2026-11-23T16:00:00-05:00")"),
       R"({"seconds":28800})"},
      {office(
           R"("op":"between","end":"2026-11-20T16:00:00-05:00","start":"2026-11-23T09:00:00.5-05:00")"),
       R"({"seconds":-3.6005E3})"},
      {office(
           R"("op":"due","start":"2026-11-21T16:00:00-05:00","within":"end of next working day")"),
       R"({"result":"2026-11-23T17:00:00-05:00"})"},
      {office(
           R"("op":"share","start":"2026-11-23T09:00:00","end":"2026-11-23T17:00:00","percent":75)"),
       R"({"result":"2026-11-23T15:00:00-05:00"})"},
      {office(R"("op":"is_open","start":"2026-12-24T12:00:00-05:00")"), R"({"result":false})"},
      {office(R"("op":"is_open","start":"2026-12-24T11:59:59-05:00")"), R"({"result":true})"},
      {office(R"("op":"next_open","start":"2026-11-20T12:00:00-05:00")"),
       R"({"result":"2026-11-20T13:00:00-05:00"})"},
      {office(R"("op":"next_close","start":"2026-11-20T13:00:00-05:00")"),
       R"({"result":"2026-11-20T17:00:00-05:00"})"},
      {office(
           R"("op":"add","start":"2026-11-23T09:00:00","seconds":3600,"pauses":[["2026-11-23T08:00:00","2026-11-23T10:30:00"],["2026-11-23T11:00:00","2026-11-23T12:00:00"]])"),
       R"({"result":"2026-11-23T12:30:00-05:00"})"},
      {office(
           R"("op":"is_open","start":"2027-01-04T12:00:00","pauses":[["2026-11-23T08:00:00",null]])"),
       R"({"result":false})"},
      {R"({"calendar":"airport-hours","op":"next_open","start":"2026-11-23T23:00:00-05:00"})",
       R"({"result":"2026-11-24T05:00:00-05:00"})"},
      {R"({"calendar":{"hours":{"sat":[["22:00","06:00"]]}},"op":"next_close","start":"2026-11-22T05:00:00Z"})",
       R"({"result":"2026-11-22T06:00:00Z"})"},
  });
}

TEST_F(CalendarCommandTest, SaysWhatIsWrongWithALineAndGoesOn) {
  const auto error = [](const std::string& text) { return R"({"error":")" + text + R"("})"; };
  const auto office = [](const std::string& rest) {
    return std::string("{") + kOffice + "," + rest + "}";
  };
  const auto monday = [](const std::string& openings) {
    return R"({"calendar":{"hours":{"mon":)" + openings +
           R"(}},"op":"is_open","start":"2026-11-23T12:00:00Z"})";
  };
  expect_answers({
      {"{}", error("op: is missing")},
      {R"({"op":"ad"})", error("op: there is no 'ad': did you mean 'add'?")},
      {R"({"op":"add"})", error("calendar: is missing")},
      {R"({"op":"is_open","calendar":{"hours":{"mon":[],"mon":[["09:00","10:00"]]}}})",
       error("a key is given twice")},
      {R"({"op":"is_open","calendar":7})", error("calendar: expected a name or an object")},
      {R"({"op":"is_open","calendar":"nights"})",
       error("calendar: there is no calendar 'nights': expected one of: airport-hours, always, "
             "australian-holidays, business-hours, us-federal-holidays")},
      {R"({"op":"is_open","calendar":{"timezone":"America/New_Yrok","hours":{}}})",
       error("calendar: timezone: unknown time zone 'America/New_Yrok': did you mean "
             "'America/New_York'?")},
      {monday(R"([["09:00","25:00"]])"),
       error("calendar: hours.mon: '09:00-25:00' is not a time from and to: expected "
             R"(\"09:00-17:00\" or [\"09:00\", \"17:00\"]; a day ends at 24:00)")},
      {monday(R"([["09:00","12:00"],["11:00","13:00"]])"),
       error("calendar: hours.mon: calendar 'inline', Monday: 11:00-13:00 begins before "
             "09:00-12:00 ends")},
      {office(R"("op":"add","start":"2026-11-20","seconds":1e18)"),
       error("seconds: more than any calendar knows, which is some 10,000 years")},
      {office(R"("op":"add","start":"2026-11-20","seconds":1e10)"),
       error("calendar 'inline' cannot place 2777777h 46m 40s from 2026-11-20: the search ended at "
             "2037-12-31")},
      {office(R"("op":"add","start":"2026-11-20","seconds":"1")"),
       error("seconds: expected a number")},
      {office(R"("op":"add","start":"2026-11-20")"), error("seconds: is missing")},
      {office(R"("op":"is_open","start":"2038-01-05")"),
       error("2038-01-05 is outside the years 1970 to 2037 that calendar 'inline' knows")},
      {office(R"("op":"is_open","start":"2026-02-30")"),
       error("start: '2026-02-30' is no instant: expected 2026-11-20T16:00:00-05:00, or in "
             "America/New_York 2026-11-20T16:00 or 2026-11-20")},
      {office(R"("op":"due","start":"2026-11-20","within":"soon")"),
       error("within: 'soon' is not a length of time up to 100 years: expected 48h, 90m, 10s, 1h "
             "30m, 2 days, 1 week, 1 month, 1 year, 2 working days or end of next working day")},
      {office(R"("op":"share","start":"2026-11-20","end":"2026-11-21","percent":101)"),
       error("percent: expected a whole number from 0 to 100")},
      {office(R"("op":"next_open","start":"2026-11-20","pauses":[["2026-11-21","2026-11-20"]])"),
       error("pauses: a pause from 2026-11-21T05:00:00Z ends before it begins, at "
             "2026-11-20T05:00:00Z")},
      {office(R"("op":"next_open","start":"2026-11-20","pauses":[[null,"2026-11-20"]])"),
       error(R"(pauses: expected [[\"from\", \"to\"], …], or null for \"to\")")},
      {office(R"("op":"next_open","start":"2026-11-20","pauses":[["2026-11-20",null]])"),
       error("nothing opens any more: the pause from 2026-11-20T05:00:00Z on is for good")},
      {monday("[]"), R"({"result":false})"},
  });
}

TEST_F(CalendarCommandTest, NeedsNoConfigurationForCalendarsThatComeAlong) {
  std::ofstream(steward_.folder() / "lines")
      << "{" << kOffice << R"(,"op":"is_open","start":"2026-11-23T12:00:00"})"
      << "\n";
  const auto result = steward_.run_bare("calendar --jsonl < lines");
  EXPECT_EQ(result.output, "{\"result\":true}\n");
  EXPECT_EQ(result.exit_code, 0);
}

}  // namespace
}  // namespace steward::test

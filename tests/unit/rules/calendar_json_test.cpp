// SPDX-License-Identifier: MIT
#include "steward/rules/calendar_json.hpp"

#include <gtest/gtest.h>

#include "unit/rules/reading_calendars.hpp"

namespace steward::rules {
namespace {

using test::holiday_on;
using test::hours_on;

Result<calendar::Calendar> read(std::string_view text) {
  return read_calendar_json(parse_json(text).value().as_object());
}

/// What is wrong with it, or "".
std::string said(std::string_view text) {
  const auto calendar = read(text);
  return calendar ? "" : calendar.error().message();
}

TEST(CalendarJson, HasEveryKeyOfABatch) {
  const auto calendar = read(R"({
    "timezone": "America/New_York",
    "hours": {"mon": [["09:00", "17:00"]], "tue-thu": ["09:00-12:00", ["13:00:30", "24:00"]],
              "fri": [["22:00", "06:00"]], "sat": [], "sun": [["00:00", "00:00"]]},
    "holidays": ["2026-01-01", {"date": "2026-11-24", "name": "Founder's Day"}],
    "exceptions": {"2026-01-01": [["09:00", "12:00"]], "2026-11-25": []},
    "breaks": {"2026-11-23": [["12:00", "13:00"]]}})");
  ASSERT_TRUE(calendar) << calendar.error().message();
  EXPECT_EQ(calendar->name(), "inline");
  EXPECT_EQ(calendar->zone().name(), "America/New_York");
  EXPECT_EQ(hours_on(*calendar, "2026-11-16"), "09:00-17:00");
  EXPECT_EQ(hours_on(*calendar, "2026-11-17"), "09:00-12:00 13:00-00:00");
  EXPECT_EQ(hours_on(*calendar, "2026-11-20"), "22:00-06:00");
  EXPECT_EQ(hours_on(*calendar, "2026-11-21"), "");
  EXPECT_EQ(hours_on(*calendar, "2026-11-22"), "00:00-00:00");
  EXPECT_EQ(hours_on(*calendar, "2026-11-23"), "09:00-12:00 13:00-17:00");
  EXPECT_EQ(hours_on(*calendar, "2026-11-24"), "");
  EXPECT_EQ(holiday_on(*calendar, "2026-11-24"), "Founder's Day");
  EXPECT_EQ(hours_on(*calendar, "2026-11-25"), "");
  EXPECT_EQ(hours_on(*calendar, "2026-01-01"), "09:00-12:00");
}

TEST(CalendarJson, HasRecurringHolidaysAndChanges) {
  const auto calendar = read(R"({
    "hours": {"mon-sun": ["09:00-17:00"]},
    "holidays": [{"rrule": "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"}, {"easter": -2, "name": "Good"}],
    "changes": [{"valid_from": "2027-01-01", "hours": {"sat": [["10:00", "11:00"]]}}]})");
  ASSERT_TRUE(calendar) << calendar.error().message();
  EXPECT_EQ(hours_on(*calendar, "2026-11-26"), "");
  EXPECT_EQ(holiday_on(*calendar, "2026-04-03"), "Good");
  EXPECT_EQ(hours_on(*calendar, "2027-01-02"), "10:00-11:00");
}

TEST(CalendarJson, IsInUtcWithoutAZone) {
  const auto calendar = read(R"({"calendar": "desk", "hours": {"mon-sun": ["09:00-17:00"]}})");
  ASSERT_TRUE(calendar) << calendar.error().message();
  EXPECT_EQ(calendar->zone().name(), "UTC");
  EXPECT_EQ(calendar->name(), "desk");
}

TEST(CalendarJson, MindsNothingThatSaysNothing) {
  EXPECT_EQ(said(R"({"hours": {}})"), "");
  EXPECT_EQ(said(R"({"hours": {"mon": []}, "holidays": [], "changes": []})"), "");
  EXPECT_EQ(said(R"({"hours": {}, "holidays": ["2026-01-01", "2026-01-01"], "exceptions": {},
                     "breaks": {"2026-01-02": []}})"),
            "");
}

TEST(CalendarJson, NamesTheKeyOfAMistake) {
  EXPECT_EQ(said("{}"),
            "a calendar has no 'hours': 'hours' is when it is open on each day of the week");
  EXPECT_EQ(said(R"({"hours": {"mon": [["25:00", "26:00"]]}})"),
            "hours.mon: '25:00-26:00' is not a time from and to: expected \"09:00-17:00\" or "
            "[\"09:00\", \"17:00\"]; a day ends at 24:00");
  EXPECT_EQ(said(R"({"hours": {"mon": [{"from": "09:00"}]}})"),
            "hours.mon: a mapping is not a time from and to: expected \"09:00-17:00\" or "
            "[\"09:00\", \"17:00\"]; a day ends at 24:00");
  EXPECT_EQ(said(R"({"hours": {"mon": ["09:00-17:00"], "monday": []}})"),
            "hours: 'monday' is not a day of the week: expected mon, tue, wed, thu, fri, sat, sun, "
            "or a range: mon-fri");
  EXPECT_EQ(said(R"({"hours": null})"), "hours: 'hours' has no value");
  EXPECT_EQ(said(R"({"hours": {"mon": 9}})"),
            "hours.mon: 'mon' must be a list, not text: expected [\"09:00-17:00\"], or [] for a "
            "day that stays closed");
  EXPECT_EQ(said(R"({"hours": {}, "holidays": ["2026-02-30"]})"),
            "holidays: '2026-02-30' is not a date: expected 2026-12-25");
  EXPECT_EQ(said(R"({"hours": {}, "exceptions": {"tomorrow": []}})"),
            "exceptions: 'tomorrow' is not a date: expected 2026-12-25");
  EXPECT_EQ(said(R"({"hours": {}, "timezone": "America/NewYork"})"),
            "timezone: unknown time zone 'America/NewYork': did you mean 'America/New_York'?");
  EXPECT_EQ(said(R"({"hours": {}, "timezone": "UTC", "zone": "UTC"})"),
            "'zone' and 'timezone' are two names of one thing: give one of them");
  EXPECT_EQ(said(R"({"hours": {}, "holiday": []})"),
            "unknown key 'holiday' in a calendar: did you mean 'holidays'?");
}

TEST(CalendarJson, NamesWhatOverlaps) {
  EXPECT_EQ(said(R"({"hours": {"mon": [["22:00", "06:00"]], "tue": [["05:00", "09:00"]]}})"),
            "hours.tue: calendar 'inline', Tuesday: 05:00-09:00 begins before 22:00-06:00 of "
            "Monday ends");
  EXPECT_EQ(said(R"({"hours": {}, "exceptions": {"2026-12-24": [["09:00", "12:00"],
                                                               ["11:00", "13:00"]]}})"),
            "exceptions.2026-12-24: calendar 'inline', 2026-12-24: 11:00-13:00 begins before "
            "09:00-12:00 ends");
}

TEST(CalendarJson, HasNothingBesideIt) {
  EXPECT_EQ(said(R"({"hours": {}, "extends": "us"})"), "'extends' is for calendar files alone");
  EXPECT_EQ(said(R"({"hours": {}, "holidays": [{"ics": "us.ics"}]})"),
            "holidays.ics: 'ics' is for calendar files alone");
  EXPECT_EQ(said(R"({"hours": {}, "on_change": "keep"})"),
            "'on_change' is not supported by this version of steward");
}

}  // namespace
}  // namespace steward::rules

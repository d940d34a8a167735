// SPDX-License-Identifier: MIT
#include "rules/calendar_reader.hpp"

#include <gtest/gtest.h>

#include "unit/rules/reading_calendars.hpp"

namespace steward::rules {
namespace {

using test::CalendarTexts;
using test::holiday_on;
using test::hours_on;
using test::said_of_calendar;

TEST(CalendarReader, AcceptsEveryForm) {
  const CalendarTexts files(
      {"calendar: desk-2\nzone: Europe/Berlin\n"
       "hours:\n"
       "  mon-wed: [\"13:00-24:00\", [\"08:00\", \"12:00:30\"]]\n"
       "  thu: ['22:00-06:00']\n"
       "  fri: []\n"
       "  sat-sun: ['00:00-00:00']\n"
       "holidays: [2026-12-25, {date: 2026-12-26, name: Boxing Day}]\n"
       "exceptions:\n  2026-12-25: [\"10:00-11:00\"]\n  2026-12-31: []\n"
       "breaks:\n  2026-11-23: [\"13:00-14:00\", \"16:00-16:30\"]\n"
       "changes:\n"
       "  - {valid_from: 2027-03-01, hours: {mon-sun: [\"09:00-10:00\"]}}\n"
       "  - valid_from: 2027-07-01\n    valid_to: 2027-07-31\n"
       "    hours: {mon-sun: []}\n"});
  EXPECT_EQ(files.said(), "");
  const auto& desk = files["desk-2"];
  EXPECT_EQ(desk.zone().name(), "Europe/Berlin");
  EXPECT_EQ(hours_on(desk, "2026-11-16"), "08:00-12:00 13:00-00:00");
  EXPECT_EQ(hours_on(desk, "2026-11-19"), "22:00-06:00");
  EXPECT_EQ(hours_on(desk, "2026-11-20"), "");
  EXPECT_EQ(hours_on(desk, "2026-11-21"), "00:00-00:00");
  EXPECT_EQ(hours_on(desk, "2026-11-23"), "08:00-12:00 14:00-16:00 16:30-00:00");
  EXPECT_EQ(hours_on(desk, "2026-12-25"), "10:00-11:00");
  EXPECT_EQ(holiday_on(desk, "2026-12-25"), "");
  EXPECT_EQ(hours_on(desk, "2026-12-26"), "");
  EXPECT_EQ(holiday_on(desk, "2026-12-26"), "Boxing Day");
  EXPECT_EQ(hours_on(desk, "2026-12-31"), "");
  EXPECT_EQ(hours_on(desk, "2027-02-28"), "00:00-00:00");
  EXPECT_EQ(hours_on(desk, "2027-03-01"), "09:00-10:00");
  EXPECT_EQ(hours_on(desk, "2027-07-31"), "");
  EXPECT_EQ(hours_on(desk, "2027-08-01"), "09:00-10:00");
}

TEST(CalendarReader, TakesTheModelsZoneWhereItHasNone) {
  const CalendarTexts files({"{calendar: c, hours: {mon: [\"09:00-17:00\"]}, holidays: []}\n"},
                            calendar::Zone::find("America/New_York").value());
  EXPECT_EQ(files.said(), "");
  EXPECT_EQ(files["c"].zone().name(), "America/New_York");
  EXPECT_TRUE(files["c"].is_open(*parse_instant("2026-11-23T14:00:00Z")));
  EXPECT_FALSE(files["c"].is_open(*parse_instant("2026-11-23T13:59:59Z")));
}

TEST(CalendarReader, NamesWhatIsWrong) {
  EXPECT_EQ(said_of_calendar("calendar: c\nzone: America/NewYork\n"
                             "hours:\n  mon-sunday: []\n  tue: \"09:00-17:00\"\n"
                             "  wed: [\"9-17\", \"25:00-26:00\", [\"09:60\", \"10:00\"], []]\n"
                             "  thu-fri: [\"09:00-17:00\"]\n  fri: [\"24:00-06:00\"]\n"
                             "holidays: [2026-02-29, 2026-12-25, {date: 2026-12-25}, {name: x}]\n"),
            "a.yaml:2:7: error: unknown time zone 'America/NewYork'\n"
            "  zone: America/NewYork\n"
            "        ^~~~~~~~~~~~~~~\n"
            "  = did you mean 'America/New_York'?\n"
            "a.yaml:4:3: error: 'mon-sunday' is not a day of the week\n"
            "    mon-sunday: []\n"
            "    ^~~~~~~~~~\n"
            "  = expected mon, tue, wed, thu, fri, sat, sun, or a range: mon-fri\n"
            "a.yaml:5:9: error: 'tue' must be a list, not text\n"
            "    tue: \"09:00-17:00\"\n"
            "          ^~~~~~~~~~~\n"
            "  = expected [\"09:00-17:00\"], or [] for a day that stays closed\n"
            "a.yaml:6:10: error: '9-17' is not a time from and to\n"
            "    wed: [\"9-17\", \"25:00-26:00\", [\"09:60\", \"10:00\"], []]\n"
            "           ^~~~\n"
            "  = expected \"09:00-17:00\" or [\"09:00\", \"17:00\"]; a day ends at 24:00\n"
            "a.yaml:6:18: error: '25:00-26:00' is not a time from and to\n"
            "    wed: [\"9-17\", \"25:00-26:00\", [\"09:60\", \"10:00\"], []]\n"
            "                   ^~~~~~~~~~~\n"
            "  = expected \"09:00-17:00\" or [\"09:00\", \"17:00\"]; a day ends at 24:00\n"
            "a.yaml:6:32: error: '09:60-10:00' is not a time from and to\n"
            "    wed: [\"9-17\", \"25:00-26:00\", [\"09:60\", \"10:00\"], []]\n"
            "                                 ^\n"
            "  = expected \"09:00-17:00\" or [\"09:00\", \"17:00\"]; a day ends at 24:00\n"
            "a.yaml:6:52: error: a list is not a time from and to\n"
            "    wed: [\"9-17\", \"25:00-26:00\", [\"09:60\", \"10:00\"], []]\n"
            "                                                     ^\n"
            "  = expected \"09:00-17:00\" or [\"09:00\", \"17:00\"]; a day ends at 24:00\n"
            "a.yaml:8:3: error: 'fri' is given twice\n"
            "    fri: [\"24:00-06:00\"]\n"
            "    ^~~\n"
            "a.yaml:8:10: error: '24:00-06:00' is not a time from and to\n"
            "    fri: [\"24:00-06:00\"]\n"
            "           ^~~~~~~~~~~\n"
            "  = expected \"09:00-17:00\" or [\"09:00\", \"17:00\"]; a day ends at 24:00\n"
            "a.yaml:9:12: error: '2026-02-29' is not a date\n"
            "  holidays: [2026-02-29, 2026-12-25, {date: 2026-12-25}, {name: x}]\n"
            "             ^~~~~~~~~~\n"
            "  = expected 2026-12-25\n"
            "a.yaml:9:43: error: the holiday '2026-12-25' is given twice\n"
            "  holidays: [2026-02-29, 2026-12-25, {date: 2026-12-25}, {name: x}]\n"
            "                                            ^~~~~~~~~~\n"
            "a.yaml:9:56: error: a holiday has no 'date'\n"
            "  holidays: [2026-02-29, 2026-12-25, {date: 2026-12-25}, {name: x}]\n"
            "                                                         ^\n"
            "  = 'date' is its date, 2026-12-25\n"
            "12 errors, 0 warnings\n");
}

}  // namespace
}  // namespace steward::rules

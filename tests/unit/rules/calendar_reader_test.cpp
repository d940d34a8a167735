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
            "a.yaml:9:56: error: a holiday has no date\n"
            "  holidays: [2026-02-29, 2026-12-25, {date: 2026-12-25}, {name: x}]\n"
            "                                                         ^\n"
            "  = expected one of: date, rrule, easter, ics\n"
            "12 errors, 0 warnings\n");
}

TEST(CalendarReader, FindsWhatDoesNotFit) {
  EXPECT_EQ(said_of_calendar("calendar: c\nhours:\n  mon: [\"13:00-17:00\", \"08:00-14:00\"]\n"
                             "  tue: [\"00:00-00:00\"]\n  wed-fri: [\"22:00-06:00\"]\n"
                             "  sat: [\"05:00-09:00\", \"09:00-10:00\"]\n"
                             "exceptions: {2026-12-24: [\"09:00-12:00\", \"11:59:59-13:00\"]}\n"
                             "breaks: {2026-12-24: [\"09:00-12:00\", \"10:00-11:00\"]}\n"),
            "a.yaml:3:25: error: calendar 'c', Monday: 13:00-17:00 begins before 08:00-14:00 ends\n"
            "    mon: [\"13:00-17:00\", \"08:00-14:00\"]\n"
            "                          ^~~~~~~~~~~\n"
            "a.yaml:6:10: error: calendar 'c', Saturday: 05:00-09:00 begins before 22:00-06:00 of "
            "Friday ends\n"
            "    sat: [\"05:00-09:00\", \"09:00-10:00\"]\n"
            "           ^~~~~~~~~~~\n"
            "a.yaml:7:43: error: calendar 'c', 2026-12-24: 11:59:59-13:00 begins before "
            "09:00-12:00 ends\n"
            "  exceptions: {2026-12-24: [\"09:00-12:00\", \"11:59:59-13:00\"]}\n"
            "                                            ^~~~~~~~~~~~~~\n"
            "a.yaml:8:39: error: calendar 'c', breaks of 2026-12-24: 10:00-11:00 begins before "
            "09:00-12:00 ends\n"
            "  breaks: {2026-12-24: [\"09:00-12:00\", \"10:00-11:00\"]}\n"
            "                                        ^~~~~~~~~~~\n"
            "4 errors, 0 warnings\n");
}

TEST(CalendarReader, FindsWhatDoesNotFitBesideOtherMistakes) {
  EXPECT_EQ(
      said_of_calendar("calendar: c\nhours: {mon: [\"09:00-12:00\", \"11:00-25:00\"],\n"
                       "        tue: [\"09:00-12:00\", \"11:00-13:00\"]}\n"),
      "a.yaml:2:31: error: '11:00-25:00' is not a time from and to\n"
      "  hours: {mon: [\"09:00-12:00\", \"11:00-25:00\"],\n"
      "                                ^~~~~~~~~~~\n"
      "  = expected \"09:00-17:00\" or [\"09:00\", \"17:00\"]; a day ends at 24:00\n"
      "a.yaml:3:31: error: calendar 'c', Tuesday: 11:00-13:00 begins before 09:00-12:00 ends\n"
      "          tue: [\"09:00-12:00\", \"11:00-13:00\"]}\n"
      "                                ^~~~~~~~~~~\n"
      "2 errors, 0 warnings\n");
}

TEST(CalendarReader, FindsTheChangeThatDoesNotFit) {
  EXPECT_EQ(said_of_calendar(
                "calendar: c\nhours: {mon: [\"09:00-17:00\"]}\nchanges:\n"
                "  - {valid_from: 2027-03-01, valid_to: 2027-02-01, hours: {mon: []}}\n"
                "  - {valid_from: 2027-05-01, valid_to: 2027-06-30, hours: {mon: []}}\n"
                "  - {valid_from: 2027-06-30, hours: {mon: [\"09:00-12:00\", \"08:00-10:00\"]}}\n"),
            "a.yaml:4:6: error: calendar 'c', hours from 2027-03-01 end before that, on "
            "2027-02-01\n"
            "    - {valid_from: 2027-03-01, valid_to: 2027-02-01, hours: {mon: []}}\n"
            "       ^~~~~~~~~~\n"
            "a.yaml:6:6: error: calendar 'c', hours from 2027-06-30 begin before those from "
            "2027-05-01 end, on 2027-06-30\n"
            "    - {valid_from: 2027-06-30, hours: {mon: [\"09:00-12:00\", \"08:00-10:00\"]}}\n"
            "       ^~~~~~~~~~\n"
            "a.yaml:6:60: error: calendar 'c', hours from 2027-06-30, Monday: 09:00-12:00 begins "
            "before 08:00-10:00 ends\n"
            "    - {valid_from: 2027-06-30, hours: {mon: [\"09:00-12:00\", \"08:00-10:00\"]}}\n"
            "                                                             ^~~~~~~~~~~\n"
            "3 errors, 0 warnings\n");
}

TEST(CalendarReader, WantsADayOnWhichItOpens) {
  EXPECT_EQ(said_of_calendar("calendar: c\nhours: {mon: []}\nexceptions: {2026-12-24: []}\n"),
            "a.yaml:2:8: error: the calendar never opens\n"
            "  hours: {mon: []}\n"
            "         ^\n"
            "1 error, 0 warnings\n");
  EXPECT_EQ(said_of_calendar("calendar: c\nhours: {mon: []}\n"
                             "exceptions: {2026-12-24: [\"09:00-12:00\"]}\n"),
            "");
  EXPECT_EQ(said_of_calendar("calendar: c\nhours: {mon: []}\n"
                             "changes: [{valid_from: 2027-01-01, hours: {sat: [[\"09:00\", "
                             "\"12:00\"]]}}]\n"),
            "");
  EXPECT_EQ(said_of_calendar("calendar: c\nhours: {}\n"),
            "a.yaml:2:8: error: 'hours' names no day\n"
            "  hours: {}\n"
            "         ^\n"
            "  = expected mon-fri: [\"09:00-17:00\"], or mon-sun: [] when it is closed\n"
            "1 error, 0 warnings\n");
}

TEST(CalendarReader, NamesWhatHasAnotherForm) {
  EXPECT_EQ(said_of_calendar("zone: UTC\nhours: [mon]\nholidays: us.ics\nextends: {a: b}\n"
                             "changes: {valid_from: 2027-01-01}\nexceptions: []\n"
                             "breaks: {2026-11-20: [], 2026-11-31: [\"09:00-10:00\"]}\n"
                             "hollidays: []\non_change: later\n"),
            "a.yaml:1:1: error: a calendar file has no 'calendar'\n"
            "  zone: UTC\n"
            "  ^\n"
            "  = 'calendar' is its name\n"
            "a.yaml:2:8: error: 'hours' must be a mapping, not a list\n"
            "  hours: [mon]\n"
            "         ^\n"
            "a.yaml:3:11: error: 'holidays' must be a list, not text\n"
            "  holidays: us.ics\n"
            "            ^~~~~~\n"
            "  = expected [2026-12-25] or, for a file, [{ics: holidays.ics}]\n"
            "a.yaml:4:10: error: 'extends' must be a calendar's name or a list of names, not "
            "a mapping\n"
            "  extends: {a: b}\n"
            "           ^\n"
            "a.yaml:5:10: error: 'changes' must be a list, not a mapping\n"
            "  changes: {valid_from: 2027-01-01}\n"
            "           ^\n"
            "  = expected - {valid_from: 2027-03-01, hours: …} for each change\n"
            "a.yaml:6:13: error: 'exceptions' must be a mapping, not a list\n"
            "  exceptions: []\n"
            "              ^\n"
            "a.yaml:7:22: error: '2026-11-20' has no break\n"
            "  breaks: {2026-11-20: [], 2026-11-31: [\"09:00-10:00\"]}\n"
            "                       ^\n"
            "  = expected [\"12:00-13:00\"]\n"
            "a.yaml:7:26: error: '2026-11-31' is not a date\n"
            "  breaks: {2026-11-20: [], 2026-11-31: [\"09:00-10:00\"]}\n"
            "                           ^~~~~~~~~~\n"
            "  = expected 2026-12-25\n"
            "a.yaml:8:1: error: unknown key 'hollidays' in a calendar file\n"
            "  hollidays: []\n"
            "  ^~~~~~~~~\n"
            "  = did you mean 'holidays'?\n"
            "a.yaml:9:12: error: unknown 'on_change: later'\n"
            "  on_change: later\n"
            "             ^~~~~\n"
            "  = expected one of: keep, rebase\n"
            "10 errors, 0 warnings\n");
}

TEST(CalendarReader, NamesWhatAChangeLacks) {
  EXPECT_EQ(said_of_calendar("calendar: c\nhours: {mon: [\"09:00-17:00\"]}\nchanges:\n"
                             "  - {valid_form: 2027-03-01, valid_to: 1.7.2027}\n"),
            "a.yaml:4:5: error: a change of hours has no 'valid_from'\n"
            "    - {valid_form: 2027-03-01, valid_to: 1.7.2027}\n"
            "      ^\n"
            "  = 'valid_from' is its first date, 2027-03-01\n"
            "a.yaml:4:5: error: a change of hours has no 'hours'\n"
            "    - {valid_form: 2027-03-01, valid_to: 1.7.2027}\n"
            "      ^\n"
            "  = 'hours' is when the calendar is open on each day of the week then\n"
            "a.yaml:4:6: error: unknown key 'valid_form' in a change of hours\n"
            "    - {valid_form: 2027-03-01, valid_to: 1.7.2027}\n"
            "       ^~~~~~~~~~\n"
            "  = did you mean 'valid_from'?\n"
            "a.yaml:4:40: error: '1.7.2027' is not a date\n"
            "    - {valid_form: 2027-03-01, valid_to: 1.7.2027}\n"
            "                                         ^~~~~~~~\n"
            "  = expected 2026-12-25\n"
            "4 errors, 0 warnings\n");
}

TEST(CalendarReader, WarnsOfDatesThatNoCalendarKnows) {
  EXPECT_EQ(said_of_calendar("calendar: c\nhours: {mon: [\"09:00-17:00\"]}\n"
                             "holidays: [3026-12-25]\nexceptions: {1969-12-31: []}\n"
                             "changes: [{valid_from: 1900-01-01, valid_to: 2099-12-31, hours: "
                             "{mon: []}}]\n"),
            "a.yaml:3:12: warning: '3026-12-25' has no effect\n"
            "  holidays: [3026-12-25]\n"
            "             ^~~~~~~~~~\n"
            "  = a calendar knows the years 1970 to 2037\n"
            "a.yaml:4:14: warning: '1969-12-31' has no effect\n"
            "  exceptions: {1969-12-31: []}\n"
            "               ^~~~~~~~~~\n"
            "  = a calendar knows the years 1970 to 2037\n"
            "0 errors, 2 warnings\n");
}

}  // namespace
}  // namespace steward::rules

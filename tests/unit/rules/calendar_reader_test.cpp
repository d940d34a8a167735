// SPDX-License-Identifier: MIT
#include "rules/calendar_reader.hpp"

#include <gtest/gtest.h>

#include "unit/rules/reading.hpp"

namespace steward::rules {
namespace {

std::string said(const std::string& text) {
  return test::complaints(text, [](const YamlNode& node, Problems& problems) {
    const auto placed = read_calendar(node, calendar::Zone(), problems);
    EXPECT_EQ(placed.calendar.has_value(), !problems.has_errors());
  });
}

TEST(CalendarReader, AcceptsEveryForm) {
  EXPECT_EQ(said("calendar: desk-2\nzone: Europe/Berlin\n"
                 "hours:\n  mon-wed: [\"08:00-12:00\", \"13:00-24:00\"]\n  fri: []\n"
                 "  sat-sun: ['00:00-24:00']\n"
                 "holidays: [2026-12-25, {date: 2026-12-26, name: Boxing Day}]\n"),
            "");
  EXPECT_EQ(said("{calendar: bare, hours: {mon: [\"09:00-17:00\"]}, holidays: []}\n"), "");
}

TEST(CalendarReader, TakesTheModelsZoneWhereItHasNone) {
  Problems problems;
  const auto node = parse_yaml(
      SourceText("f.yaml", "{calendar: c, hours: {mon: [\"09:00-17:00\"]}}\n"), problems);
  ASSERT_TRUE(node);
  const auto zone = calendar::Zone::find("America/New_York");
  ASSERT_TRUE(zone);
  const auto placed = read_calendar(*node, *zone, problems);
  ASSERT_TRUE(placed.calendar);
  EXPECT_EQ(placed.calendar->zone().name(), "America/New_York");
  EXPECT_TRUE(placed.calendar->is_open(*parse_instant("2026-11-23T14:00:00Z")));
  EXPECT_FALSE(placed.calendar->is_open(*parse_instant("2026-11-23T13:59:59Z")));
}

TEST(CalendarReader, NamesWhatIsWrong) {
  EXPECT_EQ(said("calendar: c\nzone: America/NewYork\n"
                 "hours:\n  mon-sunday: []\n  tue: \"09:00-17:00\"\n"
                 "  wed: [\"9-17\", \"25:00-26:00\", \"09:60-10:00\"]\n"
                 "  thu-fri: [\"09:00-17:00\"]\n  fri: [\"10:00-11:00\"]\n"
                 "holidays: [2026-02-29, 2026-12-25, {date: 2026-12-25}, {name: x}]\n"),
            "f.yaml:2:7: error: unknown time zone 'America/NewYork'\n"
            "  zone: America/NewYork\n"
            "        ^~~~~~~~~~~~~~~\n"
            "  = did you mean 'America/New_York'?\n"
            "f.yaml:4:3: error: 'mon-sunday' is not a day of the week\n"
            "    mon-sunday: []\n"
            "    ^~~~~~~~~~\n"
            "  = expected mon, tue, wed, thu, fri, sat, sun, or a range: mon-fri\n"
            "f.yaml:5:9: error: 'tue' must be a list, not text\n"
            "    tue: \"09:00-17:00\"\n"
            "          ^~~~~~~~~~~\n"
            "  = expected [\"09:00-17:00\"], or [] for a day that stays closed\n"
            "f.yaml:6:10: error: '9-17' is not a time from and to\n"
            "    wed: [\"9-17\", \"25:00-26:00\", \"09:60-10:00\"]\n"
            "           ^~~~\n"
            "  = expected \"09:00-17:00\"; a day ends at 24:00\n"
            "f.yaml:6:18: error: '25:00-26:00' is not a time from and to\n"
            "    wed: [\"9-17\", \"25:00-26:00\", \"09:60-10:00\"]\n"
            "                   ^~~~~~~~~~~\n"
            "  = expected \"09:00-17:00\"; a day ends at 24:00\n"
            "f.yaml:6:33: error: '09:60-10:00' is not a time from and to\n"
            "    wed: [\"9-17\", \"25:00-26:00\", \"09:60-10:00\"]\n"
            "                                  ^~~~~~~~~~~\n"
            "  = expected \"09:00-17:00\"; a day ends at 24:00\n"
            "f.yaml:8:3: error: 'fri' is given twice\n"
            "    fri: [\"10:00-11:00\"]\n"
            "    ^~~\n"
            "f.yaml:9:12: error: '2026-02-29' is not a date\n"
            "  holidays: [2026-02-29, 2026-12-25, {date: 2026-12-25}, {name: x}]\n"
            "             ^~~~~~~~~~\n"
            "  = expected 2026-12-25\n"
            "f.yaml:9:43: error: the holiday '2026-12-25' is given twice\n"
            "  holidays: [2026-02-29, 2026-12-25, {date: 2026-12-25}, {name: x}]\n"
            "                                            ^~~~~~~~~~\n"
            "f.yaml:9:56: error: a holiday has no 'date'\n"
            "  holidays: [2026-02-29, 2026-12-25, {date: 2026-12-25}, {name: x}]\n"
            "                                                         ^\n"
            "  = 'date' is its date, 2026-12-25\n"
            "10 errors, 0 warnings\n");
}

TEST(CalendarReader, ChecksTheDayAsAWhole) {
  EXPECT_EQ(said("calendar: c\nhours: {mon: [\"13:00-17:00\", \"08:00-14:00\"]}\n"),
            "f.yaml:2:1: error: calendar 'c', Monday: 13:00-17:00 begins before 08:00-14:00 ends\n"
            "  hours: {mon: [\"13:00-17:00\", \"08:00-14:00\"]}\n"
            "  ^~~~~\n"
            "1 error, 0 warnings\n");
  EXPECT_EQ(said("calendar: c\nhours: {mon: []}\n"),
            "f.yaml:2:8: error: the calendar never opens\n"
            "  hours: {mon: []}\n"
            "         ^\n"
            "1 error, 0 warnings\n");
}

TEST(CalendarReader, RefusesByNameWhatALaterVersionBrings) {
  EXPECT_EQ(said("calendar: c\nextends: base\nhours: {mon: [\"22:00-06:00\"], tue: "
                 "[\"09:00-10:00\"]}\nbreaks: []\nexceptions: []\nholidays: us.ics\n"),
            "f.yaml:2:1: error: 'extends' is not supported by this version of steward\n"
            "  extends: base\n"
            "  ^~~~~~~\n"
            "f.yaml:3:16: error: '22:00-06:00', which ends on the next day, is not supported by "
            "this version of steward\n"
            "  hours: {mon: [\"22:00-06:00\"], tue: [\"09:00-10:00\"]}\n"
            "                 ^~~~~~~~~~~\n"
            "  = end it at 24:00, and begin the next day at 00:00\n"
            "f.yaml:4:1: error: 'breaks' is not supported by this version of steward\n"
            "  breaks: []\n"
            "  ^~~~~~\n"
            "f.yaml:5:1: error: 'exceptions' is not supported by this version of steward\n"
            "  exceptions: []\n"
            "  ^~~~~~~~~~\n"
            "f.yaml:6:11: error: 'holidays' from a file is not supported by this version of "
            "steward\n"
            "  holidays: us.ics\n"
            "            ^~~~~~\n"
            "5 errors, 0 warnings\n");
}

}  // namespace
}  // namespace steward::rules

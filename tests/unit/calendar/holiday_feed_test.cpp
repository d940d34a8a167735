// SPDX-License-Identifier: MIT
#include "steward/calendar/holiday_feed.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "steward/base/instant.hpp"

namespace steward::calendar {
namespace {

std::chrono::sys_days day(std::string_view text) {
  return std::chrono::floor<std::chrono::days>(parse_instant(text).value());
}

/// A feed around events, its lines ended as RFC 5545 ends them.
std::string feed(const std::string& events) {
  std::string text;
  for (const char c : "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//Holidays//EN\n" + events +
                          "END:VCALENDAR\n") {
    if (c == '\n') text += '\r';
    text += c;
  }
  return text;
}

std::string event(const std::string& properties) {
  return feed("BEGIN:VEVENT\nUID:1@example.com\n" + properties + "END:VEVENT\n");
}

/// "2026-12-25 Christmas", one a line; or the error's text.
std::string listed(const std::string& text) {
  const auto read = read_holiday_feed(text);
  if (!read) return read.error().message();
  std::string shown;
  for (const auto& [date, name] : read->holidays) {
    shown += to_rfc3339(Instant(date)).substr(0, 10) + " " + name + "\n";
  }
  return shown;
}

TEST(HolidayFeed, ReadsDatesAndNames) {
  const auto text = feed(
      "BEGIN:VEVENT\nUID:1@example.com\nDTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226\n"
      "SUMMARY:Christmas Day\\, observed\nEND:VEVENT\n"
      "BEGIN:VEVENT\nUID:2@example.com\nDTSTART;VALUE=DATE:20270101\nSUMMARY:New Year\n END\n"
      "END:VEVENT\n"
      "BEGIN:VEVENT\nUID:3@example.com\nDTSTART;VALUE=DATE:20270402\nSTATUS:CANCELLED\n"
      "SUMMARY:No holiday\nEND:VEVENT\n");
  const auto read = read_holiday_feed(text);
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(listed(text), "2026-12-25 Christmas Day, observed\n2027-01-01 New YearEND\n");
  EXPECT_EQ(read->last, day("2027-01-01"));
}

TEST(HolidayFeed, ReadsLinesHoweverTheyEnd) {
  auto text = feed("BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20261225\nSUMMARY:Noel\nEND:VEVENT\n");
  const std::string expected = "2026-12-25 Noel\n";
  EXPECT_EQ(listed(text), expected);
  EXPECT_EQ(listed("\xEF\xBB\xBF" + text), expected);
  std::string plain;
  for (const char c : text) {
    if (c != '\r') plain += c;
  }
  EXPECT_EQ(listed(plain), expected);
}

TEST(HolidayFeed, GivesEachDateOfAnEvent) {
  const std::string expected = "2026-12-24 Break\n2026-12-25 Break\n2026-12-26 Break\n";
  EXPECT_EQ(
      listed(event("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Break\n")),
      expected);
  EXPECT_EQ(listed(event("DTSTART;VALUE=DATE:20261224\nDURATION:P3D\nSUMMARY:Break\n")), expected);
  EXPECT_EQ(listed(event("DTSTART;TZID=America/New_York:20261224T000000\n"
                         "DTEND;TZID=America/New_York:20261227T000000\nSUMMARY:Break\n")),
            expected);
  EXPECT_EQ(listed(event("DTSTART:20261224T000000\nDURATION:PT72H\nSUMMARY:Break\n")), expected);
  EXPECT_EQ(listed(event("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224\nSUMMARY:Eve\n")),
            "2026-12-24 Eve\n");
}

TEST(HolidayFeed, JoinsNamesOfOneDate) {
  const std::string one =
      "BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20260426\nSUMMARY:A\nEND:VEVENT\n";
  const std::string two =
      "BEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20260426\nSUMMARY:B\nEND:VEVENT\n";
  const std::string none = "BEGIN:VEVENT\nUID:3\nDTSTART;VALUE=DATE:20260426\nEND:VEVENT\n";
  EXPECT_EQ(listed(feed(one + none + two + one)), "2026-04-26 A / B\n");
  EXPECT_EQ(listed(feed(none)), "2026-04-26 \n");
}

TEST(HolidayFeed, RepeatsEvents) {
  EXPECT_EQ(
      listed(event("DTSTART;VALUE=DATE:20261126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3"
                   "\nSUMMARY:Thanksgiving\n")),
      "2026-11-26 Thanksgiving\n2027-11-25 Thanksgiving\n2028-11-23 Thanksgiving\n");
  EXPECT_EQ(listed(event("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;UNTIL=20281225\n"
                         "EXDATE;VALUE=DATE:20271225\nRDATE;VALUE=DATE:20300101,20310101\n"
                         "SUMMARY:X\n")),
            "2026-12-25 X\n2028-12-25 X\n2030-01-01 X\n2031-01-01 X\n");
}

TEST(HolidayFeed, FollowsWhatIsRepeatedForGoodTo2037) {
  const auto read = read_holiday_feed(
      event("DTSTART;VALUE=DATE:20300101\nRRULE:FREQ=YEARLY\nSUMMARY:New Year\n"));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->last, std::nullopt);
  EXPECT_EQ(read->holidays.size(), 8);
  EXPECT_EQ(read->holidays.begin()->first, day("2030-01-01"));
  EXPECT_EQ(read->holidays.rbegin()->first, day("2037-01-01"));
}

TEST(HolidayFeed, EndsWithTheLastOfTheEventsThatEnd) {
  const std::string christmas =
      "BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20361225\nRRULE:FREQ=YEARLY\nSUMMARY:Christmas\n"
      "END:VEVENT\n";
  const std::string easter =
      "BEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20270328\nDTEND;VALUE=DATE:20270330\n"
      "SUMMARY:Easter\nEND:VEVENT\n";
  const std::string shown =
      "2027-03-28 Easter\n2027-03-29 Easter\n2036-12-25 Christmas\n2037-12-25 Christmas\n";
  for (const auto& text : {feed(christmas + easter), feed(easter + christmas)}) {
    EXPECT_EQ(listed(text), shown);
    EXPECT_EQ(read_holiday_feed(text).value().last, day("2027-03-29"));
  }
  EXPECT_EQ(read_holiday_feed(feed(christmas)).value().last, std::nullopt);
}

TEST(HolidayFeed, CountsTheStartEvenWhereTheRuleLeavesItOut) {
  const std::string rule = "DTSTART;VALUE=DATE:20261224\nSUMMARY:X\nRRULE:FREQ=WEEKLY;BYDAY=";
  EXPECT_EQ(listed(event(rule + "MO;COUNT=3\n")), "2026-12-24 X\n2026-12-28 X\n2027-01-04 X\n");
  EXPECT_EQ(listed(event(rule + "TH;COUNT=3\n")), "2026-12-24 X\n2026-12-31 X\n2027-01-07 X\n");
  EXPECT_EQ(listed(event(rule + "MO;COUNT=1\n")), "2026-12-24 X\n");
  EXPECT_EQ(listed(event(rule + "MO;UNTIL=20270104\n")),
            "2026-12-24 X\n2026-12-28 X\n2027-01-04 X\n");
}

TEST(HolidayFeed, TakesTheDateOfAnUntilBesideADate) {
  const std::string start = "DTSTART;VALUE=DATE:20261212\nSUMMARY:X\nRRULE:";
  const std::string expected = "2026-12-12 X\n2027-12-12 X\n";
  for (const auto* const rule :
       {"FREQ=YEARLY;UNTIL=20271212T000000Z", "FREQ=YEARLY;UNTIL=20271212T000000Z;INTERVAL=1",
        "freq=yearly;until=20271212T000000Z", "UNTIL=20271212T235959;FREQ=YEARLY"}) {
    EXPECT_EQ(listed(event(start + rule + "\n")), expected) << rule;
  }
}

TEST(HolidayFeed, FollowsLocalMidnightsToTheLastDateOf2037) {
  const std::string rest = ":20361231T000000\nDURATION:P1D\nRRULE:FREQ=YEARLY\nSUMMARY:Eve\n";
  const std::string expected = "2036-12-31 Eve\n2037-12-31 Eve\n";
  EXPECT_EQ(listed(event("DTSTART" + rest)), expected);
  EXPECT_EQ(listed(event("DTSTART;TZID=Pacific/Kiritimati" + rest)), expected);
  EXPECT_EQ(listed(event("DTSTART;TZID=Pacific/Honolulu" + rest)), expected);
}

TEST(HolidayFeed, RefusesMoreThanTwoHundredRepeatedEvents) {
  const std::string yearly =
      "BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20360101\nRRULE:FREQ=YEARLY;COUNT=2\nSUMMARY:A\n"
      "END:VEVENT\n";
  std::string events;
  for (int i = 0; i < 200; ++i) events += yearly;
  EXPECT_EQ(listed(feed(events)), "2036-01-01 A\n2037-01-01 A\n");
  EXPECT_EQ(listed(feed(events + yearly)),
            "line 1204: event 'A' is where the feed has more than 200 events that are repeated");
}

TEST(HolidayFeed, RefusesComponentsThatLieTooDeep) {
  const auto deep = [](int components) {
    std::string text;
    for (int i = 0; i < components; ++i) text += "BEGIN:X\n";
    text += "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nSUMMARY:A\nEND:VEVENT\n";
    for (int i = 0; i < components; ++i) text += "END:X\n";
    return feed(text);
  };
  EXPECT_EQ(listed(deep(8)), "2026-01-01 A\n");
  EXPECT_EQ(listed(deep(9)), "line 13: components are more than 10 deep");
  EXPECT_EQ(listed(deep(40000)), "line 13: components are more than 10 deep");
}

TEST(HolidayFeed, MovesAndTakesAwayInstances) {
  const std::string series =
      "BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20261228\nRRULE:FREQ=YEARLY;COUNT=3\nSUMMARY:Boxing "
      "Day\nEND:VEVENT\n";
  const std::string moved =
      "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;VALUE=DATE:20271228\nDTSTART;VALUE=DATE:20271227\n"
      "SUMMARY:Boxing Day (moved)\nEND:VEVENT\n";
  const std::string cancelled =
      "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;VALUE=DATE:20281228\nDTSTART;VALUE=DATE:20281228\n"
      "STATUS:CANCELLED\nEND:VEVENT\n";
  const std::string expected = "2026-12-28 Boxing Day\n2027-12-27 Boxing Day (moved)\n";
  EXPECT_EQ(listed(feed(series + moved + cancelled)), expected);
  EXPECT_EQ(listed(feed(moved + cancelled + series)), expected);
}

TEST(HolidayFeed, RefusesWhatIsNoWholeDay) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"DTSTART:20261225T090000\nDTEND:20261225T170000\nSUMMARY:Party\n",
       "line 4: event 'Party' begins at a time of day, 09:00:00: a holiday is whole days"},
      {"DTSTART:20261225T000000Z\nDTEND:20261226T000000Z\nSUMMARY:Party\n",
       "line 4: event 'Party' begins at a time of day, 00:00:00 UTC: a holiday is whole days"},
      {"DTSTART:20261225T000000\nDTEND:20261225T170000\nSUMMARY:Party\n",
       "line 4: event 'Party' does not last whole days"},
      {"DTSTART:20261225T000000\nSUMMARY:Party\n",
       "line 4: event 'Party' does not last whole days"},
      {"DTSTART;VALUE=DATE:20261225\nDURATION:PT36H\nSUMMARY:Party\n",
       "line 4: event 'Party' does not last whole days"},
      {"DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261224\nSUMMARY:Party\n",
       "line 4: event 'Party' ends before it begins"},
      {"SUMMARY:Party\n", "line 4: event 'Party' has no DTSTART"},
      {"DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY\nRRULE:FREQ=MONTHLY\nSUMMARY:Party\n",
       "line 4: event 'Party' has more than one RRULE"},
      {"DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=WEEKLY;BYMONTHDAY=3\nSUMMARY:Party\n",
       "line 4: event 'Party' has a wrong RRULE: BYMONTHDAY cannot stand with FREQ=WEEKLY"},
      {"DTSTART;VALUE=DATE:19000101\nRRULE:FREQ=DAILY\nSUMMARY:Every day\n",
       "line 4: event 'Every day' is where the feed has more than 20000 dates"},
      {"DTSTART;VALUE=DATE:20260101\nDURATION:P100000D\nSUMMARY:Long\n",
       "line 4: event 'Long' is where the feed has more than 20000 dates"},
  };
  for (const auto& [properties, message] : rows) {
    EXPECT_EQ(listed(event(properties)), message) << properties;
  }
}

TEST(HolidayFeed, RefusesWhatIsNotICalendar) {
  const std::string not_one = "line 1: this is not iCalendar: expected BEGIN:VCALENDAR";
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", "the calendar has no events"},
      {"<html>not found</html>", not_one},
      {"BEGIN:VEVENT\nEND:VEVENT\n", not_one},
      {feed(""), "the calendar has no events"},
      {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\n", "line 2: VEVENT has no end"},
      {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n",
       "line 3: END:VCALENDAR ends no VCALENDAR: expected END:VEVENT, which begins in line 2"},
      {"BEGIN:VCALENDAR\nrubbish\nEND:VCALENDAR\n",
       "line 2: 'rubbish' is not a property: expected NAME:VALUE"},
      {std::string("BEGIN:VCALENDAR\n\0", 17), "this is not iCalendar: it holds a zero byte"},
      {std::string((1 << 20) + 1, 'x'), "the feed is larger than 1048576 bytes"},
  };
  for (const auto& [text, message] : rows) {
    EXPECT_EQ(listed(text), message);
    EXPECT_EQ(read_holiday_feed(text).error().code(), ErrorCode::invalid_input);
  }
}

}  // namespace
}  // namespace steward::calendar

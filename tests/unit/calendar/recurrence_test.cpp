// SPDX-License-Identifier: MIT
#include "steward/calendar/recurrence.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace steward::calendar {
namespace {

LocalTime local(std::string_view text) {
  return parse_local_time(text).value();
}

Instant at(std::string_view text) {
  return parse_instant(text).value();
}

Zone new_york() {
  return Zone::find("America/New_York").value();
}

Recurrence recurrence(std::string rule, std::string_view start, std::vector<LocalTime> except = {},
                      std::optional<Zone> zone = {}) {
  return Recurrence::from({std::move(rule), local(start), false, std::move(except), zone}).value();
}

std::string shown(const Result<std::vector<LocalTime>>& occurrences) {
  if (!occurrences) return occurrences.error().message();
  std::string shown;
  for (const auto& occurrence : *occurrences) shown += to_iso8601(occurrence) + " ";
  return shown;
}

std::string shown(const Result<std::vector<Instant>>& occurrences, const Zone& zone) {
  if (!occurrences) return occurrences.error().message();
  std::string shown;
  for (const auto occurrence : *occurrences) shown += to_rfc3339(occurrence, zone) + " ";
  return shown;
}

TEST(Recurrence, SaysWhetherItEnds) {
  EXPECT_TRUE(recurrence("FREQ=DAILY;COUNT=3", "2026-01-01T09:00:00").ends());
  EXPECT_TRUE(recurrence("freq=daily;until=20260103t090000", "2026-01-01T09:00:00").ends());
  EXPECT_FALSE(recurrence("FREQ=DAILY", "2026-01-01T09:00:00").ends());
}

TEST(Recurrence, GivesSoManyAfterATime) {
  const auto daily = recurrence("FREQ=DAILY", "2026-01-01T09:00:00");
  EXPECT_EQ(shown(daily.next(2)), "2026-01-01T09:00:00 2026-01-02T09:00:00 ");
  EXPECT_EQ(shown(daily.next(1, local("2026-01-01T08:59:59"))), "2026-01-01T09:00:00 ");
  EXPECT_EQ(shown(daily.next(1, local("2026-01-01T09:00:00"))), "2026-01-02T09:00:00 ");
  EXPECT_EQ(shown(daily.next(1, local("1999-01-01"))), "2026-01-01T09:00:00 ");
  EXPECT_EQ(shown(daily.next(0)), "");
  const auto counted = recurrence("FREQ=DAILY;COUNT=5", "2026-01-01T09:00:00");
  EXPECT_EQ(shown(counted.next(9, local("2026-01-04"))),
            "2026-01-04T09:00:00 2026-01-05T09:00:00 ");
  EXPECT_EQ(shown(counted.next(9, local("2026-01-05T09:00:00"))), "");
  const auto every_third =
      recurrence("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1,1", "2026-01-01T09:00:00");
  EXPECT_EQ(shown(every_third.next(3, local("2099-05-01"))),
            "2099-07-01T09:00:00 2099-07-31T09:00:00 2099-10-01T09:00:00 ");
}

TEST(Recurrence, LeavesOutExceptionsButCountsThem) {
  const auto with_exceptions =
      recurrence("FREQ=DAILY;COUNT=4", "2026-01-01T09:00:00",
                 {local("2026-01-02T09:00:00"), local("2026-01-03T09:00:01")});
  EXPECT_EQ(shown(with_exceptions.next(9)),
            "2026-01-01T09:00:00 2026-01-03T09:00:00 2026-01-04T09:00:00 ");
}

TEST(Recurrence, IsNotItsStartWhereTheRuleSaysOtherwise) {
  const auto fridays = recurrence("FREQ=WEEKLY;BYDAY=FR;COUNT=2", "1997-09-02T09:00:00");
  EXPECT_EQ(shown(fridays.next(9)), "1997-09-05T09:00:00 1997-09-12T09:00:00 ");
}

TEST(Recurrence, NeitherGivesNorCountsWhatAGapSkips) {
  const auto zone = new_york();
  const auto early = recurrence("FREQ=DAILY;COUNT=3", "2026-03-07T02:30:00", {}, zone);
  EXPECT_EQ(shown(early.next_instants(9), zone),
            "2026-03-07T02:30:00-05:00 2026-03-09T02:30:00-04:00 2026-03-10T02:30:00-04:00 ");
  EXPECT_EQ(shown(recurrence("FREQ=DAILY;COUNT=3", "2026-03-07T02:30:00").next(9)),
            "2026-03-07T02:30:00 2026-03-08T02:30:00 2026-03-09T02:30:00 ");
}

TEST(Recurrence, GivesTheFirstOfTwoEqualTimes) {
  const auto zone = new_york();
  const auto early = recurrence("FREQ=DAILY;COUNT=3", "2026-10-31T01:30:00", {}, zone);
  EXPECT_EQ(shown(early.next_instants(9), zone),
            "2026-10-31T01:30:00-04:00 2026-11-01T01:30:00-04:00 2026-11-02T01:30:00-05:00 ");
  EXPECT_EQ(shown(early.next_instants(1, at("2026-11-01T01:15:00-04:00")), zone),
            "2026-11-01T01:30:00-04:00 ");
  EXPECT_EQ(shown(early.next_instants(1, at("2026-11-01T01:15:00-05:00")), zone),
            "2026-11-02T01:30:00-05:00 ");
}

TEST(Recurrence, EndsAtAnUntilInUtcOrInLocalTime) {
  const auto zone = new_york();
  const std::string last = "2026-07-01T09:00:00-04:00 2026-07-02T09:00:00-04:00 ";
  for (const auto* const until : {"20260702T130000Z", "20260702T090000", "20260703T125959Z"}) {
    const auto daily =
        recurrence(std::string("FREQ=DAILY;UNTIL=") + until, "2026-07-01T09:00:00", {}, zone);
    EXPECT_EQ(shown(daily.next_instants(9), zone), last) << until;
  }
  // 06:15 UTC is after both of the times that are 01:30, 05:45 UTC after the first alone.
  const auto hour =
      recurrence("FREQ=DAILY;UNTIL=20261101T061500Z", "2026-11-01T01:30:00", {}, zone);
  EXPECT_EQ(shown(hour.next(9)), "2026-11-01T01:30:00 ");
  EXPECT_EQ(shown(recurrence("FREQ=DAILY;UNTIL=20260101T000000", "2026-07-01T09:00:00").next(9)),
            "");
}

TEST(Recurrence, GoesOnPast2037) {
  const auto zone = new_york();
  const auto yearly =
      recurrence("FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1", "2026-01-01T09:00:00", {}, zone);
  EXPECT_EQ(shown(yearly.next_instants(2, at("2060-01-01")), zone),
            "2060-01-01T09:00:00-05:00 2060-07-01T09:00:00-04:00 ");
}

TEST(Recurrence, TakesWholeDays) {
  const auto christmas =
      Recurrence::from({"FREQ=YEARLY;UNTIL=20281225", local("2026-12-25"), true}).value();
  EXPECT_EQ(shown(christmas.next(9)),
            "2026-12-25T00:00:00 2027-12-25T00:00:00 2028-12-25T00:00:00 ");
}

// What libical 3.0.16 leaves out, takes for something else or never finishes.
TEST(Recurrence, CombinesParts) {
  struct Row {
    std::string rule;
    std::string_view expected;
  };
  const std::vector<Row> rows{
      {"FREQ=DAILY;BYMONTHDAY=-1;COUNT=2", "2026-01-31T09:00:00 2026-02-28T09:00:00 "},
      {"FREQ=HOURLY;BYYEARDAY=-1;COUNT=2", "2026-12-31T00:00:00 2026-12-31T01:00:00 "},
      {"FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1;COUNT=2",
       "2026-01-02T09:00:00 2026-01-09T09:00:00 "},
      {"FREQ=MONTHLY;BYDAY=MO;BYHOUR=17,9;BYSETPOS=2,-1;COUNT=3",
       "2026-01-05T17:00:00 2026-01-26T17:00:00 2026-02-02T17:00:00 "},
      {"FREQ=HOURLY;BYMINUTE=45,15,30;BYSETPOS=1;COUNT=2",
       "2026-01-01T09:15:00 2026-01-01T10:15:00 "},
      {"FREQ=YEARLY;BYYEARDAY=1,60;BYMONTH=2,3;COUNT=3",
       "2026-03-01T09:00:00 2027-03-01T09:00:00 2028-02-29T09:00:00 "},
      {"FREQ=YEARLY;BYWEEKNO=1;COUNT=2", "2026-01-01T09:00:00 2027-01-07T09:00:00 "},
      {"FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=2", "2027-01-04T09:00:00 2028-01-03T09:00:00 "},
      {"FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU;COUNT=2", "2027-01-03T09:00:00 2028-01-02T09:00:00 "},
      {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=2",
       "2044-02-29T09:00:00 2072-02-29T09:00:00 "},
      {"FREQ=MINUTELY;INTERVAL=7;BYHOUR=12;COUNT=2", "2026-01-01T12:02:00 2026-01-01T12:09:00 "},
      {"FREQ=SECONDLY;INTERVAL=3601;COUNT=3",
       "2026-01-01T09:00:00 2026-01-01T10:00:01 2026-01-01T11:00:02 "},
      {"FREQ=MINUTELY;BYSECOND=60,5;COUNT=2", "2026-01-01T09:00:05 2026-01-01T09:00:59 "},
      {"FREQ=MONTHLY;BYDAY=+1MO,1MO;COUNT=1", "2026-01-05T09:00:00 "},
  };
  for (const auto& [rule, expected] : rows) {
    EXPECT_EQ(shown(recurrence(rule, "2026-01-01T09:00:00").next(9)), expected) << rule;
  }
}

// A search that did not end early would take minutes, or hours.
TEST(Recurrence, NeverOccursWithoutALongSearch) {
  for (const auto* const rule :
       {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;INTERVAL=60;BYSECOND=5",
        "FREQ=SECONDLY;BYHOUR=1;BYSETPOS=2", "FREQ=HOURLY;INTERVAL=24;BYHOUR=5",
        "FREQ=DAILY;BYHOUR=9;BYSETPOS=-2", "FREQ=YEARLY;BYWEEKNO=30;BYMONTH=1",
        "FREQ=WEEKLY;INTERVAL=999999;BYMONTH=2;BYDAY=MO,TU,WE;BYSETPOS=4"}) {
    EXPECT_EQ(shown(recurrence(rule, "1997-09-02T09:00:00").next(1)), "") << rule;
  }
  const auto huge = recurrence("FREQ=YEARLY;INTERVAL=1000000", "1997-09-02T09:00:00");
  EXPECT_EQ(shown(huge.next(5)), "1997-09-02T09:00:00 ");
  const auto late = recurrence("FREQ=DAILY", "9999-12-30T09:00:00");
  EXPECT_EQ(shown(late.next(5)), "9999-12-30T09:00:00 9999-12-31T09:00:00 ");
}

// Without the repetition of the calendar, both would be searched to the year 9999.
TEST(Recurrence, NeverOccursAtStepsThatMissADay) {
  // Tuesdays.
  for (const auto* const rule :
       {"FREQ=SECONDLY;INTERVAL=604800;BYDAY=MO", "FREQ=HOURLY;INTERVAL=168;BYDAY=MO"}) {
    EXPECT_EQ(shown(recurrence(rule, "1997-09-02T09:00:00").next(1)), "") << rule;
  }
  EXPECT_EQ(shown(recurrence("FREQ=SECONDLY;INTERVAL=604800;BYDAY=TU;BYMONTH=2;BYMONTHDAY=29",
                             "2026-01-06T09:00:00")
                      .next(2)),
            "2028-02-29T09:00:00 2056-02-29T09:00:00 ");
}

TEST(Recurrence, FindsAWeekThatBeganInTheYearBefore) {
  const auto sundays = recurrence("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "2026-01-01T09:00:00");
  EXPECT_EQ(shown(sundays.next(1, local("2027-01-01"))), "2027-01-03T09:00:00 ");
}

std::string half_of_the_numbers() {
  std::string numbers;
  for (int number = 0; number < 60; number += 2) {
    numbers += (numbers.empty() ? "" : ",") + std::to_string(number);
  }
  return numbers;
}

TEST(Recurrence, RefusesToSearchForLong) {
  const std::string refused =
      "more than 300000 times were looked at: expected a rule whose times are fewer or nearer to "
      "its start";
  const auto in_gaps =
      recurrence("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;BYHOUR=2;BYMINUTE=" + half_of_the_numbers() +
                     ";BYSECOND=" + half_of_the_numbers(),
                 "2026-03-08T02:30:00", {}, new_york());
  EXPECT_EQ(shown(in_gaps.next(10)), refused);
  EXPECT_EQ(shown(in_gaps.next_instants(10), new_york()), refused);
  const auto counted = recurrence("FREQ=SECONDLY;COUNT=1000000", "2026-01-01T00:00:00");
  EXPECT_EQ(shown(counted.next(1, local("2036-01-01"))), refused);
  EXPECT_EQ(shown(counted.next(1, local("2026-01-04T11:19:58"))), "2026-01-04T11:19:59 ");
  EXPECT_EQ(shown(counted.next(1, local("2026-01-04T11:19:59"))), refused);
  const auto by_steps =
      recurrence("FREQ=MINUTELY;INTERVAL=7;BYDAY=MO;BYHOUR=9;BYMINUTE=1", "2026-01-01T00:00:00");
  EXPECT_EQ(shown(by_steps.next(1)), refused);
}

// Those before the time asked for are passed over by whole days, not looked at.
TEST(Recurrence, FindsTheEndOfALongPeriod) {
  std::string minutes;
  for (int minute = 0; minute < 60; ++minute) {
    minutes += (minutes.empty() ? "" : ",") + std::to_string(minute);
  }
  const auto every_minute = recurrence(
      "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMINUTE=" + minutes + ";BYSECOND=" + minutes,
      "2026-01-01T09:00:00");
  EXPECT_EQ(shown(every_minute.next(2, local("2026-12-31T09:59:58"))),
            "2026-12-31T09:59:59 2027-01-01T09:00:00 ");
}

TEST(Recurrence, RefusesWhatIsNoRule) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", "'' is not a part of a rule: expected FREQ=DAILY;COUNT=10 or the like"},
      {"FREQ=DAILY;", "'' is not a part of a rule: expected FREQ=DAILY;COUNT=10 or the like"},
      {"FREQ=DAILY COUNT=3",
       "FREQ=DAILY COUNT=3: expected one of SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, "
       "YEARLY"},
      {"COUNT=3", "FREQ is missing: expected FREQ=DAILY or the like"},
      {"RRULE:FREQ=DAILY", "the rule begins with 'RRULE:': leave that out"},
      {"FREQ=DAILY;FREQ=DAILY", "FREQ is given twice"},
      {"FREQ=DAILY;byday=MO;BYDAY=TU", "BYDAY is given twice"},
      {"FREQ=DAILY;BYDAYS=MO", "unknown part 'BYDAYS': did you mean 'BYDAY'?"},
      {"FREQ=DAILY;RSCALE=HEBREW", "RSCALE is not supported: rules are in the Gregorian calendar"},
      {"FREQ=DAILY;INTERVAL=0", "INTERVAL=0: expected a whole number from 1 to 1000000"},
      {"FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1: expected a whole number from 1 to 1000000"},
      {"FREQ=DAILY;COUNT=0", "COUNT=0: expected a whole number from 1 to 1000000"},
      {"FREQ=DAILY;COUNT=3x", "COUNT=3X: expected a whole number from 1 to 1000000"},
      {"FREQ=DAILY;COUNT=99999999999",
       "COUNT=99999999999: expected a whole number from 1 to 1000000"},
      {"FREQ=DAILY;COUNT=3;UNTIL=20260101T000000", "COUNT and UNTIL cannot stand together"},
      {"FREQ=DAILY;UNTIL=20260230T000000",
       "UNTIL=20260230T000000: expected a time such as 19971224T000000Z, or a date such as "
       "19971224"},
      {"FREQ=DAILY;UNTIL=20260101",
       "the start is a time, and UNTIL is a date: expected UNTIL=19971224T000000"},
      {"FREQ=DAILY;UNTIL=20260101T000000Z",
       "UNTIL is in UTC, and the recurrence has no time zone: expected UNTIL=19971224T000000 "
       "without Z"},
      {"FREQ=WEEKLY;WKST=1", "WKST=1: expected one of SU, MO, TU, WE, TH, FR, SA"},
      {"FREQ=DAILY;BYSECOND=61", "BYSECOND=61: expected numbers from 0 to 60"},
      {"FREQ=DAILY;BYMINUTE=60", "BYMINUTE=60: expected numbers from 0 to 59"},
      {"FREQ=DAILY;BYHOUR=24", "BYHOUR=24: expected numbers from 0 to 23"},
      {"FREQ=DAILY;BYHOUR=9,", "BYHOUR=9,: expected numbers from 0 to 23"},
      {"FREQ=MONTHLY;BYMONTHDAY=32",
       "BYMONTHDAY=32: expected numbers from 1 to 31, or from -31 to -1"},
      {"FREQ=MONTHLY;BYMONTHDAY=0",
       "BYMONTHDAY=0: expected numbers from 1 to 31, or from -31 to -1"},
      {"FREQ=YEARLY;BYYEARDAY=367",
       "BYYEARDAY=367: expected numbers from 1 to 366, or from -366 to -1"},
      {"FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO=54: expected numbers from 1 to 53, or from -53 to -1"},
      {"FREQ=YEARLY;BYMONTH=13", "BYMONTH=13: expected numbers from 1 to 12"},
      {"FREQ=YEARLY;BYMONTH=-1", "BYMONTH=-1: expected numbers from 1 to 12"},
      {"FREQ=MONTHLY;BYDAY=MX",
       "BYDAY=MX: expected days such as MO or, of a month or year, 1MO and -1MO, up to 53"},
      {"FREQ=MONTHLY;BYDAY=0MO",
       "BYDAY=0MO: expected days such as MO or, of a month or year, 1MO and -1MO, up to 53"},
      {"FREQ=MONTHLY;BYDAY=MO, TU",
       "BYDAY=MO, TU: expected days such as MO or, of a month or year, 1MO and -1MO, up to 53"},
      {"FREQ=DAILY;BYDAY=1MO", "a numbered day in BYDAY cannot stand with FREQ=DAILY"},
      {"FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY cannot stand with FREQ=WEEKLY"},
      {"FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY cannot stand with FREQ=MONTHLY"},
      {"FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO cannot stand with FREQ=MONTHLY"},
      {"FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "a numbered day in BYDAY cannot stand with BYWEEKNO"},
      {"FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS is alone: expected another BY part beside it"},
  };
  for (const auto& [rule, message] : rows) {
    const auto refused = Recurrence::from({rule, local("2026-01-01T09:00:00")});
    ASSERT_FALSE(refused) << rule;
    EXPECT_EQ(refused.error(), Error(ErrorCode::invalid_input, message));
  }
}

TEST(Recurrence, RefusesTimesOfADayWhereTheStartIsADate) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"FREQ=HOURLY", "the start is a date: the rule cannot name times of a day"},
      {"FREQ=DAILY;BYHOUR=9", "the start is a date: the rule cannot name times of a day"},
      {"FREQ=DAILY;UNTIL=20281225T000000Z",
       "the start is a date, and UNTIL is a time: expected UNTIL=19971224"},
  };
  for (const auto& [rule, message] : rows) {
    const auto refused = Recurrence::from({rule, local("2026-12-25"), true});
    ASSERT_FALSE(refused) << rule;
    EXPECT_EQ(refused.error().message(), message);
  }
  const auto zoned =
      Recurrence::from({"FREQ=DAILY;UNTIL=20260101", local("2026-01-01"), false, {}, new_york()});
  ASSERT_FALSE(zoned);
  EXPECT_EQ(zoned.error().message(),
            "the start is a time, and UNTIL is a date: expected UNTIL=19971224T000000Z");
  const auto split_second = Recurrence::from({"FREQ=DAILY", local("2026-01-01T09:00:00.5")});
  ASSERT_FALSE(split_second);
  EXPECT_EQ(split_second.error().message(), "a recurrence begins at a whole second");
}

}  // namespace
}  // namespace steward::calendar

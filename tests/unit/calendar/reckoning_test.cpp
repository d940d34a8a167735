// SPDX-License-Identifier: MIT
// How a due is explained, on dates that anybody can count, and on random calendars.
#include "steward/calendar/reckoning.hpp"

#include <fmt/format.h>

#include "unit/calendar/invention.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using testing::ElementsAre;
using testing::IsEmpty;

/// Intervals in a zone, "2026-11-25 16:00 to 2026-11-25 17:00".
std::vector<std::string> show_in(const Zone& zone, const std::vector<Interval>& intervals) {
  std::vector<std::string> shown;
  for (const auto& [from, to] : intervals) {
    shown.push_back(format_table(from, zone) + " to " + format_table(to, zone));
  }
  return shown;
}

Reckoning reckoned(const Calendar& calendar, std::string_view start, const Span& span,
                   const Pauses& pauses = {}) {
  return reckon(calendar, pauses, at(start), span).value();
}

const Span kTenHours{SpanKind::open_time, hours(10), 0};

TEST(Reckoning, CountsOpenTimeAroundAHolidayAndAWeekend) {
  const auto office = new_york_office();
  // A Wednesday, before Thanksgiving.
  const auto reckoning = reckoned(office, "2026-11-25T15:00:00-05:00", kTenHours);
  EXPECT_EQ(show_in(office.zone(), reckoning.due), "2026-11-27 17:00 EST");
  EXPECT_THAT(
      show_in(office.zone(), reckoning.counted),
      ElementsAre("2026-11-25 15:00 to 2026-11-25 17:00", "2026-11-27 09:00 to 2026-11-27 17:00"));
  EXPECT_THAT(reckoning.closed,
              ElementsAre(ClosedDate{date("2026-11-26"), true, "Thanksgiving", false}));
  EXPECT_THAT(reckoning.working_dates, IsEmpty());
  EXPECT_EQ(reckoning.without_pauses, reckoning.due);
}

TEST(Reckoning, NamesTheDatesThatCountAsWorkingDays) {
  const auto office = new_york_office();
  const auto reckoning =
      reckoned(office, "2026-11-25T15:00:00-05:00", {SpanKind::working_days, {}, 2});
  EXPECT_EQ(show_in(office.zone(), reckoning.due), "2026-11-30 15:00 EST");
  EXPECT_THAT(reckoning.working_dates, ElementsAre(date("2026-11-27"), date("2026-11-30")));
  EXPECT_THAT(reckoning.closed,
              ElementsAre(ClosedDate{date("2026-11-26"), true, "Thanksgiving", false},
                          ClosedDate{date("2026-11-28")}, ClosedDate{date("2026-11-29")}));
  EXPECT_THAT(reckoning.counted, IsEmpty());
}

TEST(Reckoning, NamesTheNextWorkingDay) {
  const auto office = new_york_office();
  const auto reckoning =
      reckoned(office, "2026-11-25T15:00:00-05:00", {SpanKind::end_of_next_working_day, {}, 0});
  EXPECT_EQ(show_in(office.zone(), reckoning.due), "2026-11-27 17:00 EST");
  EXPECT_THAT(reckoning.working_dates, ElementsAre(date("2026-11-27")));
}

TEST(Reckoning, CutsPausesOut) {
  const auto office = new_york_office();
  const auto pauses =
      Pauses::from({{at("2026-11-25T16:00:00-05:00"), at("2026-11-27T10:00:00-05:00")}}).value();
  const auto reckoning =
      reckoned(office, "2026-11-25T15:00:00-05:00", {SpanKind::open_time, hours(3), 0}, pauses);
  EXPECT_THAT(
      show_in(office.zone(), reckoning.counted),
      ElementsAre("2026-11-25 15:00 to 2026-11-25 16:00", "2026-11-27 10:00 to 2026-11-27 12:00"));
  EXPECT_THAT(show_in(office.zone(), reckoning.paused),
              ElementsAre("2026-11-25 16:00 to 2026-11-27 10:00"));
  EXPECT_EQ(show_in(office.zone(), reckoning.without_pauses), "2026-11-27 10:00 EST");
}

TEST(Reckoning, AddsWhatPausesTookFromDays) {
  const auto office = new_york_office();
  const auto pauses =
      Pauses::from({{at("2026-11-23T15:00:00-05:00"), at("2026-11-23T17:00:00-05:00")}}).value();
  const auto reckoning =
      reckoned(office, "2026-11-23T10:00:00-05:00", {SpanKind::working_days, {}, 1}, pauses);
  EXPECT_EQ(show_in(office.zone(), reckoning.without_pauses), "2026-11-24 10:00 EST");
  EXPECT_THAT(show_in(office.zone(), reckoning.counted),
              ElementsAre("2026-11-24 10:00 to 2026-11-24 12:00"));
}

TEST(Reckoning, NamesADayWithMoreOrFewerHours) {
  const auto always = Calendar::always(zone_of("America/New_York"));
  const Span two_days{SpanKind::open_time, hours(48), 0};
  EXPECT_THAT(reckoned(always, "2026-03-07T12:00:00-05:00", two_days).clock_changes,
              ElementsAre(ClockChange{date("2026-03-08"), hours(23)}));
  EXPECT_THAT(reckoned(always, "2026-10-31T12:00:00-04:00", two_days).clock_changes,
              ElementsAre(ClockChange{date("2026-11-01"), hours(25)}));
  // It begins after the clocks have changed.
  EXPECT_THAT(reckoned(always, "2026-11-01T12:00:00-05:00", two_days).clock_changes, IsEmpty());
}

TEST(Reckoning, NamesDatesWithHoursOfTheirOwn) {
  auto definition = weekdays(zone_of("America/New_York"), {{hours(9), hours(17)}});
  definition.exceptions = {{date("2026-12-24"), {{hours(9), hours(12)}}}, {date("2026-12-28"), {}}};
  const auto office = Calendar::from(definition).value();
  const auto reckoning =
      reckoned(office, "2026-12-24T10:00:00-05:00", {SpanKind::open_time, hours(12), 0});
  ASSERT_EQ(reckoning.special.size(), 1U);
  EXPECT_EQ(reckoning.special[0].date, date("2026-12-24"));
  EXPECT_THAT(reckoning.closed,
              ElementsAre(ClosedDate{date("2026-12-26")}, ClosedDate{date("2026-12-27")},
                          ClosedDate{date("2026-12-28"), false, "", true}));
}

TEST(Reckoning, RefusesWhatCalendarsRefuse) {
  const auto office = new_york_office();
  EXPECT_EQ(
      reckon(office, {}, at("2026-11-23"), {SpanKind::open_time, -hours(1), 0}).error().message(),
      "a due does not lie before its start");
  EXPECT_EQ(reckon(office, {}, at("1960-01-01"), kTenHours).error().message(),
            "1959-12-31 is outside the years 1970 to 2037 that calendar 'office' knows");
}

class RandomReckonings : public testing::TestWithParam<std::string_view>, protected Invention {
 protected:
  Span span() {
    const auto count = number(1, 6);
    switch (number(0, 4)) {
      case 0:
        return {SpanKind::days, {}, count};
      case 1:
        return {SpanKind::working_days, {}, count};
      case 2:
        return {SpanKind::end_of_next_working_day, {}, 0};
      default:
        return {SpanKind::open_time, minutes(number(0, 3000)), 0};
    }
  }
};

Microseconds sum(const std::vector<Interval>& intervals) {
  Microseconds total{0};
  for (const auto& [from, to] : intervals) total += to - from;
  return total;
}

TEST_P(RandomReckonings, AddUpToTheSpanAndEndAtTheDue) {
  const auto day = date("2026-11-01");  // clocks change in New York
  for (int round = 0; round < 30; ++round) {
    const auto calendar = Calendar::from(definition(zone_of(GetParam()), day)).value();
    const auto stands_still = Pauses::from(pauses(day)).value();
    const PausedCalendar paused(calendar, stands_still);
    for (int query = 0; query < 40; ++query) {
      const Instant start = day + minutes(number(-9 * 1440, 9 * 1440));
      const auto length = span();
      SCOPED_TRACE(testing::Message()
                   << round << ": " << to_rfc3339(start) << " " << to_string(length));
      const auto reckoning = reckon(calendar, stands_still, start, length).value();
      ASSERT_EQ(reckoning.due, paused.due(start, length).value());
      const bool by_time = length.kind == SpanKind::open_time;
      const auto from = by_time ? start : reckoning.without_pauses;
      if (by_time) {
        ASSERT_EQ(sum(reckoning.counted), length.time);
      }
      ASSERT_EQ(sum(reckoning.counted), paused.between(from, reckoning.due).value());
      if (!reckoning.counted.empty()) {
        ASSERT_EQ(reckoning.counted.back().to, reckoning.due);
      }
      Instant before = from;
      for (const auto& [opens, closes] : reckoning.counted) {
        ASSERT_LE(before, opens);
        ASSERT_EQ(paused.between(opens, closes).value(), closes - opens);
        before = closes;
      }
      for (const auto& closed : reckoning.closed) {
        ASSERT_TRUE(calendar.day(closed.date)->openings.empty());
      }
      if (length.kind == SpanKind::working_days) {
        ASSERT_EQ(reckoning.working_dates.size(), static_cast<std::size_t>(length.count));
      }
      if (!reckoning.working_dates.empty()) {
        const auto local = calendar.zone().to_local(reckoning.without_pauses);
        ASSERT_LE(reckoning.working_dates.back(), std::chrono::sys_days(local.date));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Zones, RandomReckonings,
                         testing::Values("America/New_York", "Asia/Kathmandu"));

}  // namespace
}  // namespace steward::calendar

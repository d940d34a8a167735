// SPDX-License-Identifier: MIT
#include "calendar/open_intervals.hpp"

#include "unit/calendar/invention.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

std::string shown(const std::optional<Interval>& interval) {
  return interval ? to_rfc3339(interval->from) + " to " + to_rfc3339(interval->to) : "none";
}

/// What is left of an interval inside a range.
std::optional<Interval> cut(std::optional<Interval> interval, const OpenIntervals& range) {
  if (!interval || interval->to <= range.from() || range.to() <= interval->from) return {};
  return Interval{std::max(interval->from, range.from()), std::min(interval->to, range.to())};
}

TEST(OpenIntervals, KeepWhatRunsIntoAndOutOfTheirDates) {
  const auto nights = every_day(Zone(), {{hours(22), hours(30)}});
  const OpenIntervals one_day(nights, {date("2026-11-22"), date("2026-11-22")});
  EXPECT_EQ(shown(one_day.at_or_after(at("2026-11-22"))),
            "2026-11-22T00:00:00Z to 2026-11-22T06:00:00Z");
  EXPECT_EQ(shown(one_day.at_or_after(at("2026-11-22T06:00:00Z"))),
            "2026-11-22T22:00:00Z to 2026-11-23T00:00:00Z");
  EXPECT_EQ(one_day.total_before(at("2026-11-23")), hours(8));
  EXPECT_EQ(one_day.first_with(hours(8)), at("2026-11-23"));
  EXPECT_EQ(one_day.first_with(hours(8) + Microseconds(1)), std::nullopt);
  EXPECT_EQ(one_day.last_with(hours(6)), at("2026-11-22T22:00:00Z"));
  EXPECT_EQ(one_day.last_with(hours(8)), std::nullopt);
  EXPECT_EQ(one_day.last_with(-Microseconds(1)), std::nullopt);
}

TEST(OpenIntervals, AreEmptyWhereNothingOpens) {
  const Definition never{"never", Zone(), {}, {}};
  const OpenIntervals none(never, {date("2026-11-01"), date("2026-11-30")});
  EXPECT_FALSE(none.is_open(at("2026-11-22")));
  EXPECT_EQ(none.at_or_after(at("2026-11-22")), std::nullopt);
  EXPECT_EQ(none.at_or_before(at("2026-11-22")), std::nullopt);
  EXPECT_EQ(none.total_before(at("2026-12-01")), hours(0));
  EXPECT_EQ(none.first_with(Microseconds(1)), std::nullopt);
  EXPECT_EQ(none.last_with(hours(0)), std::nullopt);
  EXPECT_EQ(none.working_date(date("2026-11-22"), 1), std::nullopt);
  EXPECT_EQ(none.working_date(date("2026-11-22"), -1), std::nullopt);
}

TEST(OpenIntervals, TakeLittleMemoryForAllYears) {
  const DateRange all{date("1970-01-01"), date("2037-12-31")};
  EXPECT_LT(OpenIntervals({"never", Zone(), {}, {}}, all).memory(), 1000U);
  auto once = Definition{"once", Zone(), {}, {}};
  once.exceptions[date("2026-11-22")] = {{hours(9), hours(17)}};
  EXPECT_LT(OpenIntervals(once, all).memory(), 1000U);
  // A week of five days: some 4 KiB a year.
  EXPECT_LT(OpenIntervals(weekdays(Zone(), {{hours(9), hours(17)}}), all).memory(), 68U * 4096U);
}

// One search walks, and one halves: many openings close together, then none for long.
TEST(OpenIntervals, FindTheirWayInACrowdedCell) {
  Definition crowded{"crowded", Zone(), {}, {}};
  auto& openings = crowded.exceptions[date("2026-11-22")];
  for (int i = 0; i < 700; ++i) openings.push_back({minutes(2 * i), minutes(2 * i + 1)});
  const OpenIntervals intervals(crowded, {date("2020-01-01"), date("2030-12-31")});
  for (int i = 0; i < 700; ++i) {
    const auto opens = at("2026-11-22") + minutes(2 * i);
    ASSERT_EQ(intervals.at_or_after(opens)->from, opens);
    ASSERT_EQ(intervals.at_or_after(opens - seconds(1))->from, opens);
    ASSERT_EQ(intervals.total_before(opens + seconds(30)), minutes(i) + seconds(30));
    ASSERT_EQ(intervals.first_with(minutes(i) + seconds(30)), opens + seconds(30));
    ASSERT_EQ(intervals.last_with(minutes(i)), opens);
  }
  EXPECT_EQ(intervals.at_or_after(at("2026-11-23")), std::nullopt);
  EXPECT_EQ(shown(intervals.at_or_before(at("2030-12-31"))),
            "2026-11-22T23:18:00Z to 2026-11-22T23:19:00Z");
}

TEST(OpenIntervals, OfAShortRangeAreThoseOfALongOne) {
  Invention invention;
  const auto middle = date("2026-03-08");
  for (int round = 0; round < 60; ++round) {
    const auto definition = invention.definition(zone_of("America/New_York"), middle);
    const OpenIntervals all(definition, {middle - days(40), middle + days(40)});
    const auto first = middle + days(invention.number(-9, 9));
    const OpenIntervals some(definition, {first, first + days(invention.number(0, 3))});
    for (auto minute = some.from(); minute < some.to(); minute += minutes(7)) {
      ASSERT_EQ(some.is_open(minute), all.is_open(minute)) << to_rfc3339(minute);
      ASSERT_EQ(some.total_before(minute),
                all.total_before(minute) - all.total_before(some.from()));
      ASSERT_EQ(shown(some.at_or_after(minute)), shown(cut(all.at_or_after(minute), some)));
      ASSERT_EQ(shown(some.at_or_before(minute)), shown(cut(all.at_or_before(minute), some)));
    }
    for (auto day = some.range().first; day <= some.range().last; day += days(1)) {
      for (const int nth : {-2, -1, 1, 2}) {
        const auto found = some.working_date(day, nth);
        if (found) {
          ASSERT_EQ(found, all.working_date(day, nth));
        }
      }
    }
  }
}

}  // namespace
}  // namespace steward::calendar

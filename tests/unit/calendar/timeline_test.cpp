// SPDX-License-Identifier: MIT
// What a calendar answers must not depend on what it was asked before, nor on who asks beside.
#include "calendar/timeline.hpp"

#include <array>
#include <thread>

#include "unit/calendar/invention.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;

/// Everything that a calendar can be asked about one instant.
std::string answers(const Calendar& calendar, Instant instant) {
  std::string all = calendar.is_open(instant) ? "open" : "closed";
  for (const auto& answer :
       {calendar.next_open(instant), calendar.next_close(instant),
        calendar.previous_opening(instant), calendar.add(instant, hours(900)),
        calendar.add(instant, -hours(900)), calendar.due(instant, {SpanKind::working_days, {}, 30}),
        calendar.due(instant, {SpanKind::working_days, {}, -30}),
        calendar.due(instant, {SpanKind::end_of_next_working_day, {}, 0})}) {
    all += "\n" + show(answer);
  }
  return all + "\n" +
         fmt::format("{}", calendar.between(instant, instant + days(400)).value().count());
}

TEST(Timeline, AnswersTheSameWhateverItWasAskedBefore) {
  Invention invention;
  const auto definition = invention.definition(zone_of("America/St_Johns"), date("2009-11-01"));
  const auto asked_before = Calendar::from(definition).value();
  for (int query = 0; query < 200; ++query) {
    const Instant instant = date("1975-01-01") + minutes(invention.number(0, 60 * 365 * 1440));
    ASSERT_EQ(answers(asked_before, instant), answers(Calendar::from(definition).value(), instant))
        << to_rfc3339(instant);
  }
}

// The edge of a range lies in an interval, in a gap, in an hour that comes twice.
TEST(Timeline, AnswersTheSameWhereverItsFirstRangeEnds) {
  auto definition = every_day(zone_of("America/St_Johns"), {{hours(0), hours(24)}});
  definition.hours[5] = {};
  const auto asked_before = Calendar::from(definition).value();
  ASSERT_TRUE(asked_before.between(date("2000-01-01"), date("2020-01-01")));
  // A range begins eight days before what is asked first: its edge comes by the change of clocks.
  for (Instant instant = date("2009-11-03"); instant < date("2009-11-17");
       instant += minutes(110)) {
    const auto fresh = Calendar::from(definition).value();
    static_cast<void>(fresh.is_open(instant));
    const Instant near_the_edge = instant - days(8) + hours(3);
    ASSERT_EQ(answers(fresh, near_the_edge), answers(asked_before, near_the_edge))
        << to_rfc3339(instant);
  }
}

TEST(Timeline, ServesThreadsWhileItGrows) {
  const auto shared = new_york_office();
  const auto expected = [](Instant instant) { return answers(new_york_office(), instant); };
  std::array<std::string, 4> wrong;
  std::array<std::thread, 4> threads;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    threads[i] = std::thread([&, i] {
      for (int year = 0; year < 20; ++year) {
        // Two go back in time, two ahead.
        const auto years = days(365 * (i % 2 == 0 ? year : -year));
        const Instant instant = date("2004-06-01") + years + hours(i);
        if (answers(shared, instant) != expected(instant)) wrong[i] = to_rfc3339(instant);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(wrong, testing::Each(""));
}

TEST(Timeline, CompilesWhatIsAskedAboutAndSomeMonths) {
  const Timeline timeline(weekdays(Zone(), {{hours(9), hours(17)}}));
  const auto ranges = [&](std::string_view one, std::string_view other) {
    const auto range = timeline.over(at(one), at(other)).range();
    return to_rfc3339(range.first).substr(0, 10) + " " + to_rfc3339(range.last).substr(0, 10);
  };
  EXPECT_EQ(timeline.memory(), 0U);
  EXPECT_EQ(ranges("2026-11-22", "2026-11-22"), "2026-11-14 2027-03-16");  // 123 days
  const auto some_months = timeline.memory();
  EXPECT_EQ(ranges("2027-01-01", "2026-11-22"), "2026-11-14 2027-03-16");
  EXPECT_EQ(timeline.memory(), some_months);
  // At least as much again, on the side that is asked about.
  EXPECT_EQ(ranges("2027-03-17", "2027-03-17"), "2026-11-14 2027-07-17");
  EXPECT_EQ(ranges("2020-01-01", "2027-03-17"), "2019-12-31 2027-07-17");
  EXPECT_EQ(ranges("2037-12-31", "1970-01-01"), "1970-01-01 2037-12-31");
  EXPECT_GT(timeline.memory(), some_months);
}

}  // namespace
}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// Random calendars with everything that a definition can say, around changes of clocks.
#include <fmt/format.h>

#include <array>

#include "unit/calendar/invention.hpp"
#include "unit/calendar/oracle.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

struct Surroundings {
  std::string_view zone;
  std::string_view date;  ///< of a change of clocks, where there is one
};

constexpr std::array kSurroundings{
    Surroundings{"America/New_York", "2026-03-08"},
    Surroundings{"America/New_York", "2026-11-01"},
    Surroundings{"Australia/Sydney", "2026-10-04"},
    Surroundings{"Australia/Sydney", "2026-04-05"},
    Surroundings{"Australia/Lord_Howe", "2026-10-04"},
    Surroundings{"Australia/Lord_Howe", "2026-04-05"},
    Surroundings{"Asia/Kathmandu", "2026-04-05"},
    Surroundings{"Africa/Cairo", "2026-04-24"},       // from 00:00 to 01:00
    Surroundings{"America/Havana", "2026-11-01"},     // from 01:00 to 00:00
    Surroundings{"America/St_Johns", "2009-11-01"},   // from 00:01 to 23:01 of the day before
    Surroundings{"Pacific/Apia", "2011-12-30"},       // a date that never was
    Surroundings{"Pacific/Kwajalein", "1993-08-21"},  // another
};

class RandomCalendars : public testing::TestWithParam<Surroundings>, protected Invention {};

TEST_P(RandomCalendars, AgreeWithTheOracle) {
  const auto [zone, around] = GetParam();
  const auto day = date(around);
  for (int round = 0; round < 2; ++round) {
    const auto made = definition(zone_of(zone), day);
    const auto stands_still = pauses(day);
    const auto calendar = Calendar::from(made).value();
    const PausedCalendar paused(calendar, Pauses::from(stands_still).value());
    const Oracle oracle(made, day - days(18), day + days(22));
    const Oracle pausing = oracle.with(stands_still);
    SCOPED_TRACE(testing::Message() << "round " << round);
    for (int query = 0; query < 100; ++query) {
      const Instant start = day + minutes(number(-9 * 1440, 9 * 1440));
      const Instant other = start + minutes(number(-3000, 3000));
      const auto time = minutes(number(-900, 900));
      SCOPED_TRACE(testing::Message() << to_rfc3339(start) << ", " << to_rfc3339(other) << ", "
                                      << time.count() << " min");
      ASSERT_EQ(calendar.is_open(start), oracle.is_open(start));
      ASSERT_EQ(show(calendar.next_open(start)), to_rfc3339(oracle.next_open(start)));
      ASSERT_EQ(show(calendar.next_close(start)), to_rfc3339(oracle.next_close(start)));
      ASSERT_EQ(show(calendar.previous_opening(start)), to_rfc3339(oracle.previous_opening(start)));
      ASSERT_EQ(show(calendar.add(start, time)), to_rfc3339(oracle.add(start, time)));
      ASSERT_EQ(calendar.between(start, other).value(), oracle.between(start, other));

      ASSERT_EQ(paused.is_open(start), pausing.is_open(start));
      ASSERT_EQ(show(paused.next_open(start)), to_rfc3339(pausing.next_open(start)));
      ASSERT_EQ(show(paused.next_close(start)), to_rfc3339(pausing.next_close(start)));
      ASSERT_EQ(show(paused.add(start, time)), to_rfc3339(pausing.add(start, time)));
      ASSERT_EQ(paused.between(start, other).value(), pausing.between(start, other));
    }
  }
}

TEST_P(RandomCalendars, CountWorkingDatesByWalkingThem) {
  const auto [zone, around] = GetParam();
  const auto day = date(around);
  for (int round = 0; round < 2; ++round) {
    const auto made = definition(zone_of(zone), day);
    const auto calendar = Calendar::from(made).value();
    const Oracle oracle(made, day - days(22), day + days(32));
    const auto& closings = oracle.closings();
    for (int query = 0; query < 100; ++query) {
      const Instant start = day + minutes(number(-9 * 1440, 9 * 1440));
      const int count = number(1, 4);
      SCOPED_TRACE(testing::Message()
                   << "round " << round << ": " << to_rfc3339(start) << " + " << count);
      const auto local = made.zone.to_local(start);
      const auto next = closings.upper_bound(sys_days(local.date));
      ASSERT_EQ(show(calendar.due(start, {SpanKind::end_of_next_working_day, {}, 0})),
                to_rfc3339(next->second));
      const auto expected = [&](sys_days working_date) {
        const auto same_time = made.zone.to_instant({working_date, local.time_of_day});
        const bool closing = oracle.is_open(same_time - minutes(1));
        return to_rfc3339(closing ? same_time : oracle.next_open(same_time));
      };
      ASSERT_EQ(show(calendar.due(start, {SpanKind::working_days, {}, count})),
                expected(std::next(next, count - 1)->first));
      const auto today = closings.lower_bound(sys_days(local.date));
      ASSERT_EQ(show(calendar.due(start, {SpanKind::working_days, {}, -count})),
                expected(std::prev(today, count)->first));
    }
  }
}

TEST_P(RandomCalendars, ObeyTheLawsOfAddition) {
  const auto [zone, around] = GetParam();
  const auto day = date(around);
  for (int round = 0; round < 8; ++round) {
    const auto calendar = Calendar::from(definition(zone_of(zone), day)).value();
    const PausedCalendar paused(calendar, Pauses::from(pauses(day)).value());
    const auto some_time = [&] {
      return Microseconds(seconds(number(0, 200'000))) + Microseconds(number(0, 999'999));
    };
    const auto obeys = [&](const auto& time) {
      for (int query = 0; query < 100; ++query) {
        const Instant start = day - days(8) + some_time() * 4;
        const Instant later = start + some_time();
        const auto one = some_time();
        const auto two = some_time();
        const auto sum = time.add(start, one + two).value();
        // Adding and measuring, adding and going back are each other's inverse.
        ASSERT_EQ(time.between(start, sum).value(), one + two);
        ASSERT_EQ(time.add(sum, -(one + two)).value(), time.next_open(start).value());
        // In two pieces or one.
        ASSERT_EQ(time.add(time.add(start, one).value(), two + Microseconds(1)).value(),
                  time.add(start, one + two + Microseconds(1)).value());
        ASSERT_EQ(time.between(start, later).value() + time.between(later, sum).value(),
                  time.between(start, sum).value());
        // Later starts and longer times end no earlier.
        ASSERT_LE(time.add(start, one).value(), time.add(later, one).value());
        ASSERT_LE(time.add(start, one).value(), sum);
        ASSERT_GE(time.between(start, later).value(), Microseconds(0));
        ASSERT_EQ(time.between(later, start).value(), -time.between(start, later).value());
        // Never in closed time, where a deadline may be a closing instant.
        ASSERT_TRUE(time.is_open(time.next_open(start).value()));
        const auto end = time.add(start, one + Microseconds(1)).value();
        ASSERT_TRUE(time.is_open(end - Microseconds(1)));
        ASSERT_FALSE(time.is_open(time.next_close(start).value()));
      }
    };
    obeys(calendar);
    obeys(paused);
  }
}

INSTANTIATE_TEST_SUITE_P(AroundTheWorld, RandomCalendars, testing::ValuesIn(kSurroundings),
                         [](const auto& around) {
                           std::string name =
                               fmt::format("{}_{}", around.param.zone, around.param.date);
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) { return c == '/' || c == '-'; }, '_');
                           return name;
                         });

}  // namespace
}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// Calendars against a slow and obvious oracle that looks at every minute.
#include <array>
#include <map>
#include <random>

#include "unit/calendar/calendars.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Walks the minutes of a few weeks. A clock that is set back shows times again that have been:
/// the oracle reads the furthest local time so far, so that a door opens and closes once.
class Oracle {
 public:
  Oracle(const Definition& definition, Instant from, Instant to) : from_(from) {
    Instant furthest = Instant::min();
    for (auto minute = from; minute < to; minute += minutes(1)) {
      const auto local = definition.zone.to_local(minute);
      furthest = std::max(furthest, sys_days(local.date) + local.time_of_day);
      open_.push_back(is_open(definition, furthest));
    }
  }

  [[nodiscard]] Instant end() const { return from_ + minutes(open_.size()); }
  [[nodiscard]] bool is_open(Instant minute) const { return open_[index(minute)]; }

  [[nodiscard]] Instant next_open(Instant minute) const {
    while (minute < end() && !is_open(minute)) minute += minutes(1);
    return minute;
  }
  [[nodiscard]] Instant add(Instant minute, minutes open_time) const {
    if (open_time == minutes(0)) return next_open(minute);
    while (minute < end() && open_time > minutes(0)) {
      if (is_open(minute)) open_time -= minutes(1);
      minute += minutes(1);
    }
    return minute;
  }
  [[nodiscard]] minutes between(Instant from, Instant to) const {
    minutes open{0};
    for (auto minute = from; minute < to; minute += minutes(1)) {
      if (is_open(minute)) open += minutes(1);
    }
    return open;
  }

 private:
  static bool is_open(const Definition& definition, Instant local) {
    const auto date = std::chrono::floor<days>(local);
    if (definition.holidays.count(date) != 0) return false;
    for (const auto& opening : definition.hours[std::chrono::weekday(date).c_encoding()]) {
      if (opening.from <= local - date && local - date < opening.to) return true;
    }
    return false;
  }
  [[nodiscard]] std::size_t index(Instant minute) const {
    return static_cast<std::size_t>((minute - from_) / minutes(1));
  }

  Instant from_;
  std::vector<bool> open_;
};

class RandomCalendars : public testing::Test {
 protected:
  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  std::vector<Opening> openings() {
    std::vector<Opening> found;
    auto time = minutes(0);
    for (int count = number(0, 3); count > 0; --count) {
      const auto from = time + minutes(number(0, 300));
      const auto to = number(0, 9) == 0 ? minutes(1440) : from + minutes(number(1, 400));
      if (to > hours(24) || to <= from) break;
      found.push_back({from, to});
      time = to;
    }
    return found;
  }

  Definition definition(const Zone& zone, sys_days around) {
    Definition made{"random", zone, {}, {}};
    for (auto& hours_of_day : made.hours) hours_of_day = openings();
    // Always something: an empty week is for the tests of limits.
    made.hours[3].assign({{hours(0), hours(5)}});
    for (int count = number(0, 4); count > 0; --count) {
      made.holidays.emplace(around + days(number(-10, 10)), "");
    }
    return made;
  }

  std::mt19937 random_{20260101};
};

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
    Surroundings{"Africa/Cairo", "2026-04-24"},    // from 00:00 to 01:00
    Surroundings{"America/Havana", "2026-11-01"},  // from 01:00 to 00:00
    Surroundings{"Pacific/Apia", "2011-12-30"},    // a date that never was
};

TEST_F(RandomCalendars, AgreeWithTheOracle) {
  for (const auto& [name, day] : kSurroundings) {
    for (int round = 0; round < 2; ++round) {
      const auto made = definition(zone_of(name), date(day));
      const auto calendar = Calendar::from(made).value();
      const auto first = date(day) - days(12);
      const Oracle oracle(made, first, first + days(40));
      SCOPED_TRACE(testing::Message() << name << " " << day << " round " << round);
      // The first days settle what the oracle's clock has shown before.
      const auto some_minute = [&] { return first + days(5) + minutes(number(0, 17 * 1440)); };
      for (int query = 0; query < 40; ++query) {
        const auto start = some_minute();
        const auto other = start + minutes(number(-3000, 3000));
        const auto time = minutes(number(0, 900));
        ASSERT_EQ(calendar.is_open(start), oracle.is_open(start)) << to_rfc3339(start);
        ASSERT_EQ(show(calendar.next_open(start)), to_rfc3339(oracle.next_open(start)));
        ASSERT_EQ(show(calendar.add(start, time)), to_rfc3339(oracle.add(start, time)))
            << to_rfc3339(start) << " + " << time.count() << " min";
        ASSERT_EQ(calendar.between(start, other).value(),
                  start < other ? oracle.between(start, other) : -oracle.between(other, start))
            << to_rfc3339(start) << " to " << to_rfc3339(other);
      }
    }
  }
}

TEST_F(RandomCalendars, ObeyTheLawsOfAddition) {
  for (const auto& [name, day] : kSurroundings) {
    const auto calendar = Calendar::from(definition(zone_of(name), date(day))).value();
    SCOPED_TRACE(testing::Message() << name << " " << day);
    const auto some_time = [&] {
      return Microseconds(seconds(number(0, 200'000))) + Microseconds(number(0, 999'999));
    };
    for (int query = 0; query < 300; ++query) {
      const auto start = date(day) - days(8) + some_time() * 4;
      const auto later = start + some_time();
      const auto open = calendar.next_open(start).value();
      const auto one = some_time();
      const auto two = some_time();
      const auto sum = calendar.add(start, one + two).value();
      // Adding and measuring, adding and subtracting are each other's inverse.
      ASSERT_EQ(calendar.between(start, sum).value(), one + two);
      ASSERT_EQ(calendar.add(sum, -(one + two)).value(), open);
      // In two pieces or one.
      ASSERT_EQ(calendar.add(calendar.add(start, one).value(), two + Microseconds(1)).value(),
                calendar.add(start, one + two + Microseconds(1)).value());
      ASSERT_EQ(calendar.between(start, later).value() + calendar.between(later, sum).value(),
                calendar.between(start, sum).value());
      // Later starts and longer times end no earlier.
      ASSERT_LE(calendar.add(start, one).value(), calendar.add(later, one).value());
      ASSERT_LE(calendar.add(start, one).value(), sum);
      ASSERT_GE(calendar.between(start, later).value(), Microseconds(0));
      ASSERT_EQ(calendar.between(later, start).value(), -calendar.between(start, later).value());
    }
  }
}

TEST_F(RandomCalendars, EndWorkingDaysByWalkingTheDates) {
  for (const auto& [name, day] : kSurroundings) {
    const auto made = definition(zone_of(name), date(day));
    const auto calendar = Calendar::from(made).value();
    const auto first = date(day) - days(12);
    const Oracle oracle(made, first, first + days(60));
    SCOPED_TRACE(testing::Message() << name << " " << day);
    // The last open minute of each date that has one.
    std::map<sys_days, Instant> closings;
    for (Instant minute = first + days(1); minute < oracle.end(); minute += minutes(1)) {
      const auto local = made.zone.to_local(minute);
      if (oracle.is_open(minute)) closings[sys_days(local.date)] = minute + minutes(1);
    }
    for (int query = 0; query < 100; ++query) {
      const Instant start = first + days(2) + minutes(number(0, 20 * 1440));
      const auto today = sys_days(made.zone.to_local(start).date);
      auto later = closings.upper_bound(today);
      ASSERT_EQ(show(calendar.due(start, {SpanKind::end_of_next_working_day, {}, 0})),
                to_rfc3339(later->second))
          << to_rfc3339(start);
      const int count = number(1, 4);
      std::advance(later, count - 1);
      const auto same_time =
          made.zone.to_instant({later->first, made.zone.to_local(start).time_of_day});
      const bool closing =
          calendar.between(same_time - minutes(1), same_time).value() == minutes(1);
      ASSERT_EQ(show(calendar.due(start, {SpanKind::working_days, {}, count})),
                to_rfc3339(closing ? same_time : oracle.next_open(same_time)))
          << to_rfc3339(start) << " + " << count;
    }
  }
}

}  // namespace
}  // namespace steward::calendar

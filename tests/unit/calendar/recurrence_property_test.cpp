// SPDX-License-Identifier: MIT
// Random rules against an oracle that tries every hour and asks each part of the rule by itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "steward/calendar/recurrence.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::sys_days;
using std::chrono::year_month_day;

/// The parts that are tried; hours and shorter are left to the start where there are none.
struct Rule {
  std::string frequency;
  int interval = 1;
  std::vector<int> months;
  std::vector<int> month_days;
  std::vector<int> weekdays;  ///< Sunday is 0
  std::vector<int> hours_of_day;
};

template <class Write>
std::string list(const std::string& name, const std::vector<int>& numbers, Write write) {
  std::string text;
  for (const int number : numbers) text += (text.empty() ? "" : ",") + write(number);
  return numbers.empty() ? "" : ";" + name + "=" + text;
}

std::string spell(const Rule& rule) {
  const auto number = [](int value) { return std::to_string(value); };
  const auto day = [](int value) {
    return std::string("SUMOTUWETHFRSA").substr(2 * static_cast<std::size_t>(value), 2);
  };
  return "FREQ=" + rule.frequency + ";INTERVAL=" + number(rule.interval) +
         list("BYMONTH", rule.months, number) + list("BYMONTHDAY", rule.month_days, number) +
         list("BYDAY", rule.weekdays, day) + list("BYHOUR", rule.hours_of_day, number);
}

bool has(const std::vector<int>& numbers, int number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// What the rule says of one hour, with DTSTART for what it does not say.
class Oracle {
 public:
  Oracle(const Rule& rule, Instant start) : rule_(rule), start_(start) {}

  [[nodiscard]] bool occurs(Instant hour) const {
    const auto day = floor<days>(hour);
    const year_month_day date(day);
    const int month = static_cast<int>(unsigned(date.month()));
    if (hour < start_ || periods(day) % rule_.interval != 0) return false;
    if (!rule_.months.empty() && !has(rule_.months, month)) return false;
    if (!rule_.weekdays.empty() && !has(rule_.weekdays, weekday_of(day))) return false;
    return month_day_fits(date) && undated_parts_fit(day) && hour_fits(hour - day);
  }

 private:
  static int weekday_of(sys_days day) {
    return static_cast<int>(std::chrono::weekday(day).c_encoding());
  }
  static sys_days monday(sys_days day) {
    return day - (std::chrono::weekday(day) - std::chrono::Monday);
  }

  [[nodiscard]] std::int64_t periods(sys_days day) const {
    const year_month_day to(day);
    const year_month_day from(floor<days>(start_));
    const int years = int(to.year()) - int(from.year());
    if (rule_.frequency == "YEARLY") return years;
    if (rule_.frequency == "MONTHLY") {
      return 12 * years + static_cast<int>(unsigned(to.month())) -
             static_cast<int>(unsigned(from.month()));
    }
    if (rule_.frequency == "WEEKLY") return (monday(day) - monday(sys_days(from))).count() / 7;
    if (rule_.frequency == "DAILY") return (day - sys_days(from)).count();
    return 0;
  }

  [[nodiscard]] bool month_day_fits(year_month_day date) const {
    const auto end = date.year() / date.month() / std::chrono::last;
    const int from_end = (sys_days(date) - sys_days(end)).count() - 1;
    const int day = static_cast<int>(unsigned(date.day()));
    return rule_.month_days.empty() || has(rule_.month_days, day) ||
           has(rule_.month_days, from_end);
  }

  [[nodiscard]] bool undated_parts_fit(sys_days day) const {
    if (!rule_.month_days.empty() || !rule_.weekdays.empty()) return true;
    const year_month_day date(day);
    const year_month_day from(floor<days>(start_));
    if (rule_.frequency == "YEARLY" && rule_.months.empty() && date.month() != from.month()) {
      return false;
    }
    if (rule_.frequency == "YEARLY" || rule_.frequency == "MONTHLY") {
      return date.day() == from.day();
    }
    return rule_.frequency != "WEEKLY" || weekday_of(day) == weekday_of(sys_days(from));
  }

  [[nodiscard]] bool hour_fits(Microseconds time_of_day) const {
    if (!rule_.hours_of_day.empty()) return has(rule_.hours_of_day, hour_of(time_of_day));
    return rule_.frequency == "HOURLY" ||
           hour_of(time_of_day) == hour_of(start_ - floor<days>(start_));
  }
  static int hour_of(Microseconds time_of_day) {
    return static_cast<int>(floor<hours>(time_of_day).count());
  }

  const Rule& rule_;
  Instant start_;
};

class InventedRule {
 public:
  explicit InventedRule(unsigned seed) : random_(seed) {}

  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }

  Rule rule() {
    Rule rule;
    const std::vector<std::string> frequencies{"HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
    rule.frequency = frequencies[static_cast<std::size_t>(number(0, 4))];
    if (rule.frequency != "HOURLY") rule.interval = number(1, 4);
    rule.months = some(1, 12, 4);
    if (rule.frequency != "WEEKLY") rule.month_days = some(-31, 31, 5);
    rule.weekdays = some(0, 6, 3);
    rule.hours_of_day = some(0, 23, 3);
    return rule;
  }

 private:
  /// Every other time none; never 0 where there are numbers below it.
  std::vector<int> some(int from, int to, int most) {
    std::vector<int> numbers;
    if (number(0, 1) == 0) return numbers;
    for (int count = number(1, most); count > 0; --count) {
      const int chosen = number(from, to);
      if (from >= 0 || chosen != 0) numbers.push_back(chosen);
    }
    return numbers;
  }

  std::mt19937 random_;
};

TEST(RecurrenceProperty, AgreesWithAnOracleThatTriesEveryHour) {
  constexpr hours kSpan(24 * 365 * 3);
  std::size_t occurrences = 0;
  for (unsigned seed = 0; seed < 150; ++seed) {
    InventedRule invention(seed);
    const auto rule = invention.rule();
    const Instant start = sys_days(std::chrono::year(2023) / 1 / 1) +
                          days(invention.number(0, 1000)) + hours(invention.number(0, 23));
    const Oracle oracle(rule, start);
    std::vector<Instant> expected;
    for (auto hour = start; hour < start + kSpan; hour += hours(1)) {
      if (oracle.occurs(hour)) expected.push_back(hour);
    }
    const auto day = floor<days>(start);
    const auto recurrence = Recurrence::from({spell(rule), {day, start - day}}).value();
    auto found = recurrence.next_instants(expected.size() + 1).value();
    if (!found.empty() && found.back() >= start + kSpan) found.pop_back();
    ASSERT_EQ(found, expected) << spell(rule) << " from " << to_rfc3339(start);
    occurrences += expected.size();
    if (expected.size() < 2) continue;
    // Going on after any occurrence is the same as not having stopped.
    const auto middle = expected.size() / 2;
    const auto rest = recurrence.next_instants(1, expected[middle - 1]).value();
    EXPECT_EQ(rest, std::vector{expected[middle]}) << spell(rule);
  }
  EXPECT_GT(occurrences, 10000);
}

}  // namespace
}  // namespace steward::calendar

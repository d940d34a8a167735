// SPDX-License-Identifier: MIT
#include "calendar/recurrence_dates.hpp"

#include <algorithm>

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::year_month_day_last;

/// More years than anybody asks about; std::chrono knows 32,767.
constexpr int kYears = 10001;

bool has(const std::vector<int>& numbers, int number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// Whether a list has a place counted from 1, or counted from the end of so many.
bool has_place(const std::vector<int>& numbers, int place, int of) {
  return has(numbers, place) || has(numbers, place - of - 1);
}

int count(days length) {
  return static_cast<int>(length.count());
}

sys_days first_of_year(int year) {
  return sys_days(std::chrono::year(year) / std::chrono::January / 1);
}

template <class MonthOrDay>
int number(MonthOrDay month_or_day) {
  return static_cast<int>(unsigned(month_or_day));
}

int last_day_of_month(year_month_day date) {
  return number(year_month_day_last(date.year() / date.month() / std::chrono::last).day());
}

/// What DTSTART says in place of the rule (RFC 5545, 3.3.10: "Information, not contained in the
/// rule, necessary to determine the various recurrence instance start time and dates are derived
/// from the Start Time").
void complete(RecurrenceRule& rule, sys_days start) {
  const year_month_day date(start);
  if (!rule.days.empty() || !rule.month_days.empty() || !rule.year_days.empty()) return;
  switch (*rule.frequency) {
    case Frequency::yearly:
      if (!rule.weeks.empty()) {
        rule.days = {{0, std::chrono::weekday(start)}};
        return;
      }
      if (rule.months.empty()) rule.months = {number(date.month())};
      rule.month_days = {number(date.day())};
      return;
    case Frequency::monthly:
      rule.month_days = {number(date.day())};
      return;
    case Frequency::weekly:
      rule.days = {{0, std::chrono::weekday(start)}};
      return;
    default:
      return;
  }
}

}  // namespace

RecurrenceDates::RecurrenceDates(RecurrenceRule rule, sys_days start)
    : rule_(std::move(rule)), start_(start) {
  complete(rule_, start_);
}

void RecurrenceDates::expand(std::int64_t period, std::vector<sys_days>& dates) const {
  dates.clear();
  const auto frame = this->frame(period);
  for (auto date = frame.from; date < frame.to; date += days(1)) {
    if (selects(frame, date)) dates.push_back(date);
  }
}

std::int64_t RecurrenceDates::periods_until_repeated() const {
  constexpr std::int64_t kDays = 146097;
  switch (*rule_.frequency) {
    case Frequency::yearly:
      return 400;
    case Frequency::monthly:
      return 400 * 12;
    case Frequency::weekly:
      return kDays / 7;
    default:
      return kDays;
  }
}

std::int64_t RecurrenceDates::period_of(sys_days date) const {
  const year_month_day begin(start_);
  const year_month_day wanted(date);
  const int years = int(wanted.year()) - int(begin.year());
  const int months = 12 * years + number(wanted.month()) - number(begin.month());
  switch (*rule_.frequency) {
    case Frequency::yearly:
      return years / rule_.interval;
    case Frequency::monthly:
      return months / rule_.interval;
    case Frequency::weekly:
      return count(week_start(date) - week_start(start_)) / 7 / rule_.interval;
    default:
      return count(date - start_) / rule_.interval;
  }
}

sys_days RecurrenceDates::first_day(std::int64_t period) const {
  return frame(period).from;
}

RecurrenceDates::Frame RecurrenceDates::frame(std::int64_t period) const {
  const auto steps = period * rule_.interval;
  const year_month_day begin(start_);
  switch (*rule_.frequency) {
    case Frequency::yearly: {
      const int year = int(begin.year()) + static_cast<int>(std::min<std::int64_t>(steps, kYears));
      if (rule_.weeks.empty()) return {first_of_year(year), first_of_year(year + 1), year};
      return {first_week(year), first_week(year + 1), year};
    }
    case Frequency::monthly: {
      const auto months = std::chrono::months(std::min<std::int64_t>(steps, 12 * kYears));
      const auto month = begin.year() / begin.month() + months;
      return {sys_days(month / 1), sys_days((month + std::chrono::months(1)) / 1),
              int(month.year())};
    }
    case Frequency::weekly: {
      const auto from = week_start(start_) + days(7 * steps);
      return {from, from + days(7), 0};
    }
    default:
      return {start_ + days(steps), start_ + days(steps + 1), 0};
  }
}

bool RecurrenceDates::selects(const Frame& frame, sys_days date) const {
  if (!rule_.weeks.empty()) {
    const int week = count(date - frame.from) / 7 + 1;
    if (!has_place(rule_.weeks, week, count(frame.to - frame.from) / 7)) return false;
  }
  return limits_allow(date);
}

bool RecurrenceDates::limits_allow(sys_days date) const {
  const year_month_day parts(date);
  if (!rule_.months.empty() && !has(rule_.months, number(parts.month()))) return false;
  if (!rule_.month_days.empty() &&
      !has_place(rule_.month_days, number(parts.day()), last_day_of_month(parts))) {
    return false;
  }
  if (!rule_.year_days.empty()) {
    const auto first = first_of_year(int(parts.year()));
    const auto next = first_of_year(int(parts.year()) + 1);
    if (!has_place(rule_.year_days, count(date - first) + 1, count(next - first))) return false;
  }
  return rule_.days.empty() || day_selected(parts, date);
}

bool RecurrenceDates::day_selected(year_month_day date, sys_days day) const {
  const std::chrono::weekday weekday(day);
  return std::any_of(rule_.days.begin(), rule_.days.end(), [&](const NumberedDay& wanted) {
    return wanted.day == weekday && (wanted.number == 0 || has_number(wanted.number, date, day));
  });
}

/// A number counts the days of that name in the month, in a yearly rule without BYMONTH those in
/// the year.
bool RecurrenceDates::has_number(int number, year_month_day date, sys_days day) const {
  const bool of_year = *rule_.frequency == Frequency::yearly && rule_.months.empty();
  const int year = int(date.year());
  const auto first = of_year ? first_of_year(year) : sys_days(date.year() / date.month() / 1);
  const auto end = of_year ? first_of_year(year + 1) : first + days(last_day_of_month(date));
  return number > 0 ? number == count(day - first) / 7 + 1
                    : number == -(count(end - days(1) - day) / 7 + 1);
}

sys_days RecurrenceDates::week_start(sys_days date) const {
  return date - (std::chrono::weekday(date) - rule_.week_start);
}

/// Week 1 is the first that has four days in its year, and so the 4th of January.
sys_days RecurrenceDates::first_week(int year) const {
  return week_start(sys_days(std::chrono::year(year) / std::chrono::January / 4));
}

}  // namespace steward::calendar

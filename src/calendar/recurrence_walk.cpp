// SPDX-License-Identifier: MIT
#include "calendar/recurrence_walk.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr sys_days kEnd(std::chrono::year(10000) / std::chrono::January / 1);

seconds unit_of(Frequency frequency) {
  switch (frequency) {
    case Frequency::secondly:
      return seconds(1);
    case Frequency::minutely:
      return minutes(1);
    case Frequency::hourly:
      return hours(1);
    default:
      return days(1);
  }
}

bool allows(const std::vector<int>& numbers, std::int64_t number) {
  return numbers.empty() ||
         std::binary_search(numbers.begin(), numbers.end(), static_cast<int>(number));
}

/// The times within a base of this length: what the rule says, or as DTSTART has it.
std::vector<seconds> times_within(const RecurrenceRule& rule, seconds unit, seconds time_of_day) {
  const std::chrono::hh_mm_ss start(time_of_day);
  const auto said = [](const std::vector<int>& numbers, std::int64_t otherwise) {
    return numbers.empty() ? std::vector{static_cast<int>(otherwise)} : numbers;
  };
  const std::vector<int> none{0};
  const auto by_hour = unit < days(1) ? none : said(rule.hours, start.hours().count());
  const auto by_minute = unit < hours(1) ? none : said(rule.minutes, start.minutes().count());
  const auto by_second = unit < minutes(1) ? none : said(rule.seconds, start.seconds().count());
  std::vector<seconds> times;
  for (const int hour : by_hour) {
    for (const int minute : by_minute) {
      for (const int second : by_second) {
        times.push_back(hours(hour) + minutes(minute) + seconds(second));
      }
    }
  }
  return times;
}

/// How many dates a period can have.
std::size_t most_dates(Frequency frequency) {
  switch (frequency) {
    case Frequency::yearly:
      return 371;  // of a year of 53 weeks
    case Frequency::monthly:
      return 31;
    case Frequency::weekly:
      return 7;
    default:
      return 1;
  }
}

}  // namespace

RecurrenceWalk::RecurrenceWalk(const RecurrenceRule& rule, sys_seconds start)
    : rule_(rule),
      start_(start),
      dates_(rule, floor<days>(start)),
      unit_(unit_of(*rule.frequency)),
      offsets_(times_within(rule, unit_, start - floor<days>(start))) {}

bool RecurrenceWalk::each(sys_seconds from, const Take& take) const {
  if (!can_occur()) return true;
  Search search{std::max(from, start_), take};
  unit_ < days(1) ? each_by_time(search) : each_by_date(search);
  return search.looked <= kMostLooked;
}

/// Without this, a rule that no time of a day can meet would be tried until the year 9999.
bool RecurrenceWalk::can_occur() const {
  if (!has_times(most_dates(*rule_.frequency))) return false;
  if (unit_ == days(1)) return true;
  // Steps of the interval come to each time of day that is a multiple of this from the first.
  const auto first = floor<std::chrono::seconds>(start_ - floor<days>(start_)) / unit_ * unit_;
  const seconds step(std::gcd(unit_.count() * rule_.interval, seconds(days(1)).count()));
  for (auto time = first % step; time < days(1); time += step) {
    if (time_of_day_allowed(time)) return true;
  }
  return false;
}

/// Whether BYSETPOS finds anything in a period of so many bases.
bool RecurrenceWalk::has_times(std::size_t bases) const {
  const auto size = static_cast<std::int64_t>(bases * offsets_.size());
  if (rule_.positions.empty()) return size > 0;
  return std::any_of(rule_.positions.begin(), rule_.positions.end(),
                     [&](int position) { return std::abs(position) <= size; });
}

void RecurrenceWalk::each_by_date(Search& search) const {
  std::vector<sys_days> dates;
  std::vector<sys_seconds> bases;
  // A week of a year may lie in the year before it.
  auto period = std::max<std::int64_t>(0, dates_.period_of(floor<days>(search.from)) - 1);
  const auto most_empty = dates_.periods_until_repeated();
  for (std::int64_t empty = 0; empty < most_empty && dates_.first_day(period) < kEnd; ++period) {
    dates_.expand(period, dates);
    empty = has_times(dates.size()) ? 0 : empty + 1;
    bases.assign(dates.begin(), dates.end());
    if (!take_period(bases, search)) return;
  }
}

void RecurrenceWalk::each_by_time(Search& search) const {
  const auto first = floor<days>(start_) + (start_ - floor<days>(start_)) / unit_ * unit_;
  const auto step = unit_ * rule_.interval;
  const auto align = [&](sys_seconds time) {
    return first + (time - first + step - seconds(1)) / step * step;
  };
  std::vector<sys_seconds> bases(1);
  // The period in which `from` lies began less than a unit before it.
  auto time = search.from - first < unit_ ? first : align(search.from - unit_ + seconds(1));
  const auto longest = time_until_repeated(step);
  auto end = std::min<sys_seconds>(kEnd, time + longest);
  while (time < end) {
    const auto allowed = next_allowed(time);
    if (allowed > time) {
      if (!search.may_look()) return;
      time = align(allowed);
      continue;
    }
    bases.front() = time;
    if (!take_period(bases, search)) return;
    time += step;
    end = std::min<sys_seconds>(kEnd, time + longest);
  }
}

seconds RecurrenceWalk::time_until_repeated(seconds step) const {
  constexpr seconds kCalendar = days(146097);
  const auto steps = kCalendar / seconds(std::gcd(kCalendar.count(), step.count()));
  // Beyond the last year the product would be too large.
  const seconds most = kEnd - floor<days>(start_);
  return steps > most / step ? most + days(1) : steps * step;
}

bool RecurrenceWalk::take_period(const std::vector<sys_seconds>& bases, Search& search) const {
  const auto size = static_cast<std::int64_t>(bases.size() * offsets_.size());
  const auto each_base = static_cast<std::int64_t>(offsets_.size());
  const auto take_at = [&](std::int64_t place) {
    const auto time = bases[static_cast<std::size_t>(place / each_base)] +
                      offsets_[static_cast<std::size_t>(place % each_base)];
    if (time >= kEnd || !search.may_look()) return false;
    return time < search.from || search.take(time);
  };
  if (rule_.positions.empty()) {
    const auto near = std::upper_bound(bases.begin(), bases.end(), search.from - unit_);
    for (auto place = (near - bases.begin()) * each_base; place < size; ++place) {
      if (!take_at(place)) return false;
    }
    return true;
  }
  std::vector<std::int64_t> places;
  for (const int position : rule_.positions) {
    const auto place = position > 0 ? position - 1 : size + position;
    if (place >= 0 && place < size) places.push_back(place);
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return std::all_of(places.begin(), places.end(), take_at);
}

sys_seconds RecurrenceWalk::next_allowed(sys_seconds time) const {
  auto date = floor<days>(time);
  if (!dates_.limits_allow(date)) {
    const auto last = std::min(kEnd, date + days(dates_.periods_until_repeated()));
    while (date < last && !dates_.limits_allow(date)) date += days(1);
    return date < last ? date : kEnd;
  }
  const std::chrono::hh_mm_ss parts(time - date);
  const auto hour = date + parts.hours();
  if (!allows(rule_.hours, parts.hours().count())) return hour + hours(1);
  if (unit_ == hours(1)) return time;
  const auto minute = hour + parts.minutes();
  if (!allows(rule_.minutes, parts.minutes().count())) return minute + minutes(1);
  if (unit_ == minutes(1)) return time;
  return allows(rule_.seconds, parts.seconds().count()) ? time : time + seconds(1);
}

bool RecurrenceWalk::time_of_day_allowed(seconds time_of_day) const {
  const std::chrono::hh_mm_ss parts(time_of_day);
  return allows(rule_.hours, parts.hours().count()) &&
         (unit_ > minutes(1) || allows(rule_.minutes, parts.minutes().count())) &&
         (unit_ > seconds(1) || allows(rule_.seconds, parts.seconds().count()));
}

}  // namespace steward::calendar

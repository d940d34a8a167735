// SPDX-License-Identifier: MIT
#include "app/calendar_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "app/words.hpp"

namespace steward::app {
namespace {

using calendar::Calendar;
using calendar::Day;
using calendar::Reckoning;
using calendar::SpanKind;
using calendar::Zone;
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
/// A weekday that is special for longer than this has no usual hours.
constexpr int kWeeks = 10;

/// "09:00", and "24:00" for the midnight at the end of a date.
std::string clock_time(Instant instant, const Zone& zone, sys_days date) {
  const auto local = zone.to_local(instant);
  if (local.time_of_day == Microseconds(0) && sys_days(local.date) > date) return "24:00";
  const std::chrono::hh_mm_ss time(local.time_of_day);
  const auto seconds = time.seconds().count();
  return fmt::format("{:02}:{:02}{}", time.hours().count(), time.minutes().count(),
                     seconds == 0 ? "" : fmt::format(":{:02}", seconds));
}

sys_days date_of(Instant instant, const Zone& zone) {
  return sys_days(zone.to_local(instant).date);
}

/// "09:00-12:00 and 13:00-17:00".
std::string openings_in_words(const Day& day, const Zone& zone) {
  std::string words;
  for (const auto& [from, to] : day.openings) {
    if (!words.empty()) words += " and ";
    words += clock_time(from, zone, day.date) + "-" + clock_time(to, zone, day.date);
  }
  return words;
}

/// What usually opens on a day of the week; "" for nothing.
std::string usual_hours(const Calendar& calendar, sys_days first) {
  for (int week = 0; week < kWeeks; ++week) {
    const auto day = calendar.day(first + days(7 * week));
    if (!day || day->is_holiday || day->is_exception) continue;
    return openings_in_words(*day, calendar.zone());
  }
  return {};
}

std::string week_in_words(const Calendar& calendar, Instant now) {
  const auto today = date_of(now, calendar.zone());
  const auto monday = today - days(std::chrono::weekday(today).iso_encoding() - 1);
  std::vector<std::string> hours;
  for (int day = 0; day < 7; ++day) hours.push_back(usual_hours(calendar, monday + days(day)));
  if (std::count(hours.begin(), hours.end(), hours.front()) == 7) return "every day " + hours[0];
  std::string words;
  for (std::size_t first = 0; first < 7;) {
    std::size_t last = first;
    while (last + 1 < 7 && hours[last + 1] == hours[first]) ++last;
    if (!hours[first].empty()) {
      const auto name = [](std::size_t day) { return kWeekdays[(day + 1) % 7]; };
      words += fmt::format("{}{}{} {}", words.empty() ? "" : ", ", name(first),
                           last == first ? "" : fmt::format("-{}", name(last)), hours[first]);
    }
    first = last + 1;
  }
  return words;
}

/// "New York".
std::string place(const Zone& zone) {
  auto name = zone.name().substr(zone.name().rfind('/') + 1);
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// "closed on 11 holidays in a year, next on Thu 26 Nov, Thanksgiving"; "" without holidays.
std::string holidays_in_words(const Calendar& calendar, Instant now) {
  const auto today = date_of(now, calendar.zone());
  std::optional<Day> next;
  int count = 0;
  for (auto date = today; date < today + days(366); date += days(1)) {
    const auto day = calendar.day(date);
    if (!day || !day->is_holiday || !day->openings.empty()) continue;
    // One on a day that is closed anyway closes nothing.
    if (usual_hours(calendar, date).empty()) continue;
    if (!next) next = *day;
    ++count;
  }
  if (!next) return {};
  return fmt::format("closed on {} in a year, next on {}{}", counted(count, "holiday"),
                     date_in_words(next->date, calendar.zone(), now),
                     next->holiday.empty() ? "" : ", " + next->holiday);
}

std::string why_closed(const calendar::ClosedDate& closed) {
  if (closed.is_holiday) return closed.holiday.empty() ? "a holiday" : closed.holiday;
  return closed.is_exception ? "closed on this date" : "closed";
}

}  // namespace

std::string length_in_words(Microseconds length) {
  using namespace std::chrono;
  if (length >= days(3) && length % days(1) == Microseconds(0)) {
    return counted(length / days(1), "day");
  }
  std::string words;
  const auto add = [&](auto count, std::string_view unit) {
    if (count == 0) return;
    words += (words.empty() ? "" : " ") + counted(count, unit);
  };
  add(length / hours(1), "hour");
  add(length % hours(1) / minutes(1), "minute");
  add(length % minutes(1) / seconds(1), "second");
  return words.empty() ? "0 seconds" : words;
}

std::string hours_in_words(const Calendar& calendar, Instant now) {
  if (calendar.name() == "always") return "day and night";
  auto words = week_in_words(calendar, now) + " " + place(calendar.zone());
  const auto holidays = holidays_in_words(calendar, now);
  return holidays.empty() ? words : words + ", " + holidays;
}

std::string date_in_words(sys_days date, const Zone& zone, Instant now) {
  const std::chrono::year_month_day day(date);
  const bool another_year = day.year() != zone.to_local(now).date.year();
  return fmt::format("{} {} {}{}", kWeekdays[std::chrono::weekday(date).c_encoding()],
                     unsigned(day.day()), kMonths[unsigned(day.month()) - 1],
                     another_year ? fmt::format(" {}", int(day.year())) : "");
}

std::vector<ReckoningStep> steps_in_words(const Reckoning& reckoning, const Calendar& calendar,
                                          Instant now) {
  const auto& zone = calendar.zone();
  std::multimap<sys_days, std::string> steps;
  for (std::size_t i = 0; i < reckoning.working_dates.size(); ++i) {
    const auto what = reckoning.span.kind == SpanKind::working_days
                          ? fmt::format("working day {}", i + 1)
                          : std::string("the next working day");
    steps.emplace(reckoning.working_dates[i], what);
  }
  for (const auto& [from, to] : reckoning.counted) {
    const auto date = date_of(from, zone);
    const auto last = date_of(to - Microseconds(1), zone);
    const auto end = last == date
                         ? clock_time(to, zone, date)
                         : clock_time(to, zone, last) + " on " + date_in_words(last, zone, now);
    steps.emplace(date,
                  fmt::format("{}-{}: {}", clock_time(from, zone, date), end, to_words(to - from)));
  }
  for (const auto& closed : reckoning.closed) steps.emplace(closed.date, why_closed(closed));
  for (const auto& day : reckoning.special) {
    steps.emplace(day.date, "open only " + openings_in_words(day, zone));
  }
  for (const auto& change : reckoning.clock_changes) {
    steps.emplace(change.date,
                  fmt::format("the clocks change: a day of {}", length_in_words(change.length)));
  }
  for (const auto& [from, to] : reckoning.paused) {
    steps.emplace(date_of(from, zone), "paused until " + calendar::format_when(to, zone, now));
  }
  std::vector<ReckoningStep> words;
  for (const auto& [date, what] : steps) words.push_back({date_in_words(date, zone, now), what});
  return words;
}

}  // namespace steward::app

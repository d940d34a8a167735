// SPDX-License-Identifier: MIT
#include "app/calendar_drawing.hpp"

#include <fmt/format.h>

#include <array>

#include "app/calendar_words.hpp"
#include "app/words.hpp"
#include "steward/calendar/span.hpp"

namespace steward::app {
namespace {

using calendar::Calendar;
using calendar::Day;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kMonthNames{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
/// A bar and what stands beside it fit into 80 columns.
constexpr std::chrono::minutes kCell{45};
constexpr int kCells = std::chrono::hours(24) / kCell;
constexpr std::string_view kHours = "0   3   6   9   12  15  18  21  24";

/// "Thu 26 Nov".
std::string label(year_month_day date) {
  return fmt::format("{} {:2} {}", kWeekdays[std::chrono::weekday(date).c_encoding()],
                     unsigned(date.day()), kMonthNames[unsigned(date.month()) - 1].substr(0, 3));
}

/// "in November 2026", "from 2026-11-23 to 2026-11-29".
std::string period(year_month_day first, year_month_day last) {
  if (last != first.year() / first.month() / std::chrono::last) {
    return fmt::format("from {} to {}", calendar::to_iso8601({first, {}}).substr(0, 10),
                       calendar::to_iso8601({last, {}}).substr(0, 10));
  }
  return fmt::format("in {} {}", kMonthNames[unsigned(first.month()) - 1], int(first.year()));
}

/// "09:00", and "24:00" for the midnight after a date.
std::string clock_time(Instant instant, const Calendar& calendar, sys_days date) {
  const auto local = calendar.zone().to_local(instant);
  if (local.time_of_day == Microseconds(0) && sys_days(local.date) > date) return "24:00";
  const std::chrono::hh_mm_ss time(local.time_of_day);
  const auto seconds = time.seconds().count();
  return fmt::format("{:02}:{:02}{}", time.hours().count(), time.minutes().count(),
                     seconds == 0 ? "" : fmt::format(":{:02}", seconds));
}

/// Whether anything of each part of the day is open, from whichever date it opened.
std::string bar(const Calendar& calendar, sys_days date) {
  std::string cells;
  for (int cell = 0; cell < kCells; ++cell) {
    const auto from = calendar.zone().to_instant({date, cell * kCell});
    const auto to = calendar.zone().to_instant(
        {date + (cell + 1) / kCells * days(1), (cell + 1) % kCells * kCell});
    const auto open = calendar.between(from, to);
    cells += open && *open > Microseconds(0) ? "█" : "·";
  }
  return cells;
}

std::string words_for(const Day& day, const Calendar& calendar) {
  std::string words = day.holiday.empty() && day.is_holiday ? "holiday" : day.holiday;
  if (day.openings.empty() && words.empty()) return "closed";
  for (const auto& opening : day.openings) {
    if (!words.empty()) words += ", ";
    words += clock_time(opening.from, calendar, day.date) + "-" +
             clock_time(opening.to, calendar, day.date);
  }
  return words;
}

Microseconds open_time_of(const Day& day) {
  Microseconds open{0};
  for (const auto& opening : day.openings) open += opening.to - opening.from;
  return open;
}

}  // namespace

Result<std::string> draw_days(const Calendar& calendar, sys_days first, sys_days last,
                              bool coloured) {
  auto drawing = fmt::format("{} {}, {}\n\n            {}\n", calendar.name(), period(first, last),
                             calendar.zone().name(), kHours);
  Microseconds open{0};
  int working_days = 0;
  for (auto date = first; date <= last; date += days(1)) {
    const auto day = calendar.day(date);
    if (!day) return day.error();
    const auto line =
        fmt::format("{}  {}  {}", label(date), bar(calendar, date), words_for(*day, calendar));
    drawing += tinted(line, day->openings.empty() ? Tint::faint : Tint::none, coloured) + "\n";
    open += open_time_of(*day);
    if (!day->openings.empty()) ++working_days;
  }
  return drawing + fmt::format("\n{} open on {}\n",
                               calendar::to_string({calendar::SpanKind::open_time, open, 0}),
                               counted(working_days, "day"));
}

}  // namespace steward::app

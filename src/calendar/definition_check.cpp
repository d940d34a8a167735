// SPDX-License-Identifier: MIT
#include "calendar/definition_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "calendar/spelling.hpp"

namespace steward::calendar {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr std::array<std::string_view, 7> kDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                "Thursday", "Friday", "Saturday"};

std::string spell(const Opening& opening) {
  // An overnight opening is written as in a file: 22:00-06:00.
  const auto to = opening.to > hours(24) && opening.to - opening.from <= hours(24)
                      ? opening.to - hours(24)
                      : opening.to;
  return spell_time(opening.from) + "-" + spell_time(to);
}

/// What is wrong with the openings of one day, or nothing.
std::string put_in_order(std::vector<Opening>& openings) {
  std::stable_sort(openings.begin(), openings.end(),
                   [](const Opening& a, const Opening& b) { return a.from < b.from; });
  const Opening* last = nullptr;
  for (const auto& opening : openings) {
    if (opening.from < seconds(0) || opening.from >= hours(24)) {
      return fmt::format("{} begins outside the day: expected a time from 00:00 to 23:59",
                         spell(opening));
    }
    if (opening.to <= opening.from) {
      return fmt::format("{} closes before it opens", spell(opening));
    }
    if (opening.to - opening.from > hours(24)) {
      return fmt::format("{} is longer than 24 hours", spell(opening));
    }
    if (last != nullptr && opening.from < last->to) {
      return fmt::format("{} begins before {} ends", spell(opening), spell(*last));
    }
    last = &opening;
  }
  return {};
}

/// What is wrong with a week, or nothing. An opening over midnight must leave the next day's alone.
std::string put_in_order(Week& week) {
  for (std::size_t day = 0; day < week.size(); ++day) {
    if (auto wrong = put_in_order(week[day]); !wrong.empty()) {
      return fmt::format("{}: {}", kDays[day], wrong);
    }
  }
  for (std::size_t day = 0; day < week.size(); ++day) {
    const auto next = (day + 1) % week.size();
    if (week[day].empty() || week[next].empty()) continue;
    const auto& late = week[day].back();
    const auto& early = week[next].front();
    if (late.to - hours(24) > early.from) {
      return fmt::format("{}: {} begins before {} of {} ends", kDays[next], spell(early),
                         spell(late), kDays[day]);
    }
  }
  return {};
}

std::string put_in_order(std::map<sys_days, std::vector<Opening>>& dates) {
  for (auto& [date, openings] : dates) {
    if (auto wrong = put_in_order(openings); !wrong.empty()) {
      return fmt::format("{}: {}", spell_date(date), wrong);
    }
  }
  return {};
}

std::string put_in_order(std::vector<Change>& changes) {
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.from < b.from; });
  const Change* last = nullptr;
  const Change* last_that_ends = nullptr;
  for (auto& change : changes) {
    const auto from = fmt::format("hours from {}", spell_date(change.from));
    if (change.to && *change.to < change.from) {
      return fmt::format("{} end before that, on {}", from, spell_date(*change.to));
    }
    if (last != nullptr && change.from == last->from) return fmt::format("{} twice", from);
    if (last_that_ends != nullptr && change.from <= *last_that_ends->to) {
      return fmt::format("{} begin before those from {} end, on {}", from,
                         spell_date(last_that_ends->from), spell_date(*last_that_ends->to));
    }
    if (auto wrong = put_in_order(change.hours); !wrong.empty()) {
      return fmt::format("{}, {}", from, wrong);
    }
    last = &change;
    if (change.to) last_that_ends = &change;
  }
  return {};
}

}  // namespace

Result<> put_in_order(Definition& definition) {
  auto wrong = put_in_order(definition.hours);
  if (wrong.empty()) wrong = put_in_order(definition.changes);
  if (wrong.empty()) wrong = put_in_order(definition.exceptions);
  if (wrong.empty()) {
    wrong = put_in_order(definition.breaks);
    if (!wrong.empty()) wrong = "breaks of " + wrong;
  }
  if (wrong.empty()) return {};
  return Error(ErrorCode::invalid_input, fmt::format("calendar '{}', {}", definition.name, wrong));
}

}  // namespace steward::calendar

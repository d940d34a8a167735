// SPDX-License-Identifier: MIT
// Random definitions, for tests that hold for all of them.
#pragma once

#include <algorithm>
#include <random>

#include "steward/calendar/pauses.hpp"
#include "unit/calendar/calendars.hpp"

namespace steward::calendar {

/// Definitions with everything that can be said, around a date.
class Invention {
 public:
  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  std::vector<Opening> openings(minutes begin = minutes(0)) {
    std::vector<Opening> found;
    auto time = begin;
    for (int count = number(0, 3); count > 0; --count) {
      const auto from = time + minutes(number(0, 300));
      const auto to = number(0, 9) == 0 ? minutes(1440) : from + minutes(number(1, 500));
      if (from >= hours(24) || to <= from) break;
      found.push_back({from, to});
      time = to;
    }
    return found;
  }

  /// Nothing begins before what ran over midnight is over.
  Week week() {
    Week made;
    minutes over_midnight{0};
    for (auto& day : made) {
      day = openings(over_midnight);
      const auto closes = day.empty() ? seconds(0) : day.back().to;
      over_midnight = std::max(minutes(0), std::chrono::ceil<minutes>(closes) - hours(24));
    }
    // Saturday leaves Sunday alone, and something always opens: limits have tests of their own.
    if (!made[6].empty()) made[6].back().to = std::min<seconds>(made[6].back().to, hours(24));
    if (made[3].empty()) made[3].push_back({hours(23), hours(24)});
    return made;
  }

  Definition definition(const Zone& zone, std::chrono::sys_days around) {
    Definition made{"random", zone, week(), {}};
    const auto some_date = [&] { return around + std::chrono::days(number(-8, 8)); };
    for (int count = number(0, 4); count > 0; --count) made.holidays.emplace(some_date(), "");
    for (int count = number(0, 3); count > 0; --count) made.exceptions[some_date()] = openings();
    for (int count = number(0, 3); count > 0; --count) {
      auto breaks = openings();
      if (!breaks.empty() && number(0, 1) == 1) {
        auto& late = breaks.back();
        late.to = std::min<seconds>(late.to + hours(number(1, 9)), late.from + hours(24));
      }
      made.breaks[some_date()] = breaks;
    }
    if (number(0, 1) == 1) made.changes.push_back({around - std::chrono::days(3), {}, week()});
    if (number(0, 1) == 1)
      made.changes.push_back(
          {around - std::chrono::days(1), around + std::chrono::days(2), week()});
    return made;
  }

  std::vector<Pause> pauses(std::chrono::sys_days around) {
    std::vector<Pause> made;
    for (int count = number(0, 4); count > 0; --count) {
      const auto from = around + minutes(number(-6 * 1440, 6 * 1440));
      made.push_back({from, from + minutes(number(0, 2000))});
    }
    return made;
  }

 private:
  std::mt19937 random_{20260101};
};

}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// The local times that a recurrence rule makes from its start on, before anything ends them.
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "calendar/recurrence_dates.hpp"
#include "calendar/recurrence_rule.hpp"

namespace steward::calendar {

/// Local times are written as if they were in UTC. COUNT and UNTIL are somebody else's.
///
/// A rule makes one period after another: days and longer are so many dates with the same times of
/// day, shorter ones one date and hour, minute or second. BYSETPOS picks from a period.
class RecurrenceWalk {
 public:
  /// Answers whether to go on.
  using Take = std::function<bool(std::chrono::sys_seconds)>;

  RecurrenceWalk(const RecurrenceRule& rule, std::chrono::sys_seconds start);

  [[nodiscard]] std::chrono::sys_seconds start() const { return start_; }
  /// A search looks at no more times than this: about a second of a debug build.
  static constexpr int kMostLooked = 300'000;
  /// Takes the times at or after `from` in order, none of them before the start or after the year
  /// 9999. False where it gave up at `kMostLooked`.
  [[nodiscard]] bool each(std::chrono::sys_seconds from, const Take& take) const;

 private:
  struct Search {
    std::chrono::sys_seconds from;
    const Take& take;
    int looked = 0;

    [[nodiscard]] bool may_look() { return ++looked <= kMostLooked; }
  };

  [[nodiscard]] bool can_occur() const;
  [[nodiscard]] bool has_times(std::size_t bases) const;
  void each_by_date(Search& search) const;
  void each_by_time(Search& search) const;
  /// The times of one period: each base with each of the times in it. Whether to go on.
  bool take_period(const std::vector<std::chrono::sys_seconds>& bases, Search& search) const;
  /// After so long without a time there is none: steps of this length meet the calendar's 400 years
  /// as before.
  [[nodiscard]] std::chrono::seconds time_until_repeated(std::chrono::seconds step) const;
  /// The first time, not before this one, at which the parts that limit may be met.
  [[nodiscard]] std::chrono::sys_seconds next_allowed(std::chrono::sys_seconds time) const;
  [[nodiscard]] bool time_of_day_allowed(std::chrono::seconds time_of_day) const;

  RecurrenceRule rule_;
  std::chrono::sys_seconds start_;
  RecurrenceDates dates_;
  std::chrono::seconds unit_{0};               ///< of rules shorter than days
  std::vector<std::chrono::seconds> offsets_;  ///< in order, within each base
};

}  // namespace steward::calendar

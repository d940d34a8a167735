// SPDX-License-Identifier: MIT
// The dates that a recurrence rule selects, one year, month, week or day at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "calendar/recurrence_rule.hpp"

namespace steward::calendar {

/// The parts of a rule that speak of dates. What the rule leaves out is taken from its start.
class RecurrenceDates {
 public:
  RecurrenceDates(RecurrenceRule rule, std::chrono::sys_days start);

  /// The dates of the nth period of the rule in order, the start's being number 0. For rules of
  /// days and longer.
  void expand(std::int64_t period, std::vector<std::chrono::sys_days>& dates) const;
  /// The number of the period that a date lies in, rounded down where it lies between two.
  [[nodiscard]] std::int64_t period_of(std::chrono::sys_days date) const;
  /// The first day of a period.
  [[nodiscard]] std::chrono::sys_days first_day(std::int64_t period) const;

  /// After so many periods without a date, or days for shorter rules, there is none: the calendar
  /// with its days of the week repeats itself every 400 years.
  [[nodiscard]] std::int64_t periods_until_repeated() const;

  /// Whether the rule selects a date, for rules in which parts only limit: of days and shorter.
  [[nodiscard]] bool limits_allow(std::chrono::sys_days date) const;

 private:
  /// A period of the rule, and what its numbers count from.
  struct Frame {
    std::chrono::sys_days from;
    std::chrono::sys_days to;
    int year;
  };

  [[nodiscard]] Frame frame(std::int64_t period) const;
  [[nodiscard]] bool selects(const Frame& frame, std::chrono::sys_days date) const;
  [[nodiscard]] bool day_selected(std::chrono::year_month_day date,
                                  std::chrono::sys_days day) const;
  [[nodiscard]] bool has_number(int number, std::chrono::year_month_day date,
                                std::chrono::sys_days day) const;
  [[nodiscard]] std::chrono::sys_days week_start(std::chrono::sys_days date) const;
  [[nodiscard]] std::chrono::sys_days first_week(int year) const;

  RecurrenceRule rule_;
  std::chrono::sys_days start_;
};

}  // namespace steward::calendar

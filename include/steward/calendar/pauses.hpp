// SPDX-License-Identifier: MIT
// Open time that leaves out the intervals in which a clock stood still.
#pragma once

#include <optional>
#include <vector>

#include "steward/calendar/calendar.hpp"

namespace steward::calendar {

/// A time in which a clock stands still: from one instant up to another, or for good.
struct Pause {
  Instant from;
  std::optional<Instant> to;
  bool operator==(const Pause&) const = default;
};

/// Any number of pauses, which may touch, overlap and come in any order.
class Pauses {
 public:
  Pauses() = default;
  /// Errors: `invalid_input` for a pause that ends before it begins.
  [[nodiscard]] static Result<Pauses> from(std::vector<Pause> pauses);

  /// Joined, in order, none touching another; one that is for good ends at `Instant::max()`.
  [[nodiscard]] const std::vector<Interval>& intervals() const { return intervals_; }

 private:
  std::vector<Interval> intervals_;
};

/// A calendar that is closed during pauses as well. Its operations are those of `Calendar`, with
/// the same errors, and one more: nothing opens after a pause that is for good.
class PausedCalendar {
 public:
  PausedCalendar(Calendar calendar, Pauses pauses)
      : calendar_(std::move(calendar)), pauses_(std::move(pauses)) {}

  [[nodiscard]] bool is_open(Instant instant) const;
  [[nodiscard]] Result<Instant> next_open(Instant instant) const;
  [[nodiscard]] Result<Instant> next_close(Instant instant) const;
  [[nodiscard]] Result<Instant> add(Instant start, Microseconds open_time) const;
  [[nodiscard]] Result<Microseconds> between(Instant from, Instant to) const;
  [[nodiscard]] Result<Instant> share(Instant from, Instant to, int percent) const;
  /// Days, months and working days are placed as if there were no pause, and then lengthened by
  /// the open time that pauses took from them.
  [[nodiscard]] Result<Instant> due(Instant start, const Span& span) const;

 private:
  [[nodiscard]] Result<Instant> advance(Instant start, Microseconds open_time) const;
  [[nodiscard]] Result<Instant> go_back(Instant end, Microseconds open_time) const;

  Calendar calendar_;
  Pauses pauses_;
};

}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// The openings of a calendar as instants, with running totals, for binary search.
#pragma once

#include <optional>
#include <vector>

#include "steward/calendar/calendar.hpp"

namespace steward::calendar {

/// All openings from 1970 to 2037, in order. Immutable.
class OpenIntervals {
 public:
  /// A date on which something opens, and its last closing instant.
  struct WorkingDate {
    std::chrono::sys_days date;
    Instant closes;
  };

  explicit OpenIntervals(const Definition& definition);

  /// Whether an instant lies in the years that are known.
  [[nodiscard]] bool knows(Instant instant) const { return from_ <= instant && instant < to_; }

  [[nodiscard]] bool is_open(Instant instant) const;
  [[nodiscard]] bool closes_at(Instant instant) const;
  [[nodiscard]] std::optional<Instant> next_open(Instant instant) const;

  /// The open time before an instant.
  [[nodiscard]] Microseconds total_before(Instant instant) const;
  /// The first instant with this `total_before` (more than 0); none when there is never so much.
  [[nodiscard]] std::optional<Instant> first_with(Microseconds total) const;
  /// The last open instant with this `total_before` (0 or more); none as above.
  [[nodiscard]] std::optional<Instant> last_with(Microseconds total) const;

  /// The `nth` (1, 2, …) working date after a date.
  [[nodiscard]] std::optional<WorkingDate> working_date_after(std::chrono::sys_days date,
                                                              int nth) const;

 private:
  struct Entry {
    Instant from;
    Instant to;
    Microseconds total_before;

    [[nodiscard]] Microseconds total_after() const { return total_before + (to - from); }
  };
  using Place = std::vector<Entry>::const_iterator;

  void append_date(const Definition& definition, std::chrono::sys_days date);
  /// The first entry that ends after an instant: the one that it is in, else the next.
  [[nodiscard]] Place ending_after(Instant instant) const;

  Instant from_;
  Instant to_;
  std::vector<Entry> entries_;
  std::vector<WorkingDate> working_dates_;
};

}  // namespace steward::calendar

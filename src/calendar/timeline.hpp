// SPDX-License-Identifier: MIT
// A calendar's open intervals over as many years as anybody has asked about.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "calendar/open_intervals.hpp"
#include "steward/calendar/holidays.hpp"

namespace steward::calendar {

/// Compiles some months around what is asked first, and then at least doubles, so that all
/// compiling together costs no more than twice the last. Readers take no lock: they go on with the
/// range they have while another thread compiles a longer one, and ranges are kept until the end.
class Timeline {
 public:
  /// Compiled ranges stay within these dates.
  static constexpr DateRange kLimits{kFirstDate, kLastDate};

  /// `definition` is in order.
  explicit Timeline(Definition definition);

  [[nodiscard]] const Definition& definition() const { return definition_; }
  /// The midnights around `kLimits`.
  [[nodiscard]] Instant from() const { return from_; }
  [[nodiscard]] Instant to() const { return to_; }
  [[nodiscard]] bool knows(Instant instant) const { return from_ <= instant && instant < to_; }

  /// Intervals over two instants that it knows, in either order.
  [[nodiscard]] const OpenIntervals& over(Instant one, Instant other) const {
    const auto* current = current_.load(std::memory_order_acquire);
    if (current != nullptr && current->covers(one) && current->covers(other)) return *current;
    return extended_over(one, other);
  }
  /// More intervals, after the last of these; null at the end of the limits.
  [[nodiscard]] const OpenIntervals* after(const OpenIntervals& intervals) const;
  /// More intervals, before the first of these; null at the beginning of the limits.
  [[nodiscard]] const OpenIntervals* before(const OpenIntervals& intervals) const;

  [[nodiscard]] std::size_t memory() const;

 private:
  [[nodiscard]] const OpenIntervals& extended_over(Instant one, Instant other) const;
  const OpenIntervals& extend(DateRange wanted) const;

  Definition definition_;
  Instant from_;
  Instant to_;
  mutable std::atomic<const OpenIntervals*> current_ = nullptr;
  mutable std::mutex extending_;
  mutable std::vector<std::unique_ptr<const OpenIntervals>> compiled_;
};

}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// The open intervals of a range of dates, with running totals, found by index.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/calendar/definition.hpp"

namespace steward::calendar {

/// From one local date to another, both in it.
struct DateRange {
  std::chrono::sys_days first;
  std::chrono::sys_days last;
  bool operator==(const DateRange&) const = default;
};

/// Immutable. Openings that touch or overlap are one; at the ends of the range they are cut.
///
/// Openings begin and end on whole seconds, which fit 32 bits from 1969 to 2105, and so do their
/// totals. The range is cut into cells of equal length, a third as many as it has intervals; a cell
/// knows the first interval that ends after it begins, and so a search looks at a few intervals
/// wherever openings are spread evenly, as they are in any working week. Totals have cells as well.
class OpenIntervals {
 public:
  /// `definition` is in order, and its range in the years that this class can say.
  OpenIntervals(const Definition& definition, DateRange range);

  [[nodiscard]] DateRange range() const { return range_; }
  /// The midnights around the range. What follows wants instants from the first of them to the
  /// second; `total_before` takes the second as well.
  [[nodiscard]] Instant from() const { return from_; }
  [[nodiscard]] Instant to() const { return to_; }
  [[nodiscard]] bool covers(Instant instant) const { return from_ <= instant && instant < to_; }

  [[nodiscard]] bool is_open(Instant instant) const;
  /// The interval that an instant is in, else the next; none when the range has none.
  [[nodiscard]] std::optional<Interval> at_or_after(Instant instant) const;
  /// The last interval that begins at or before an instant; none when the range has none.
  [[nodiscard]] std::optional<Interval> at_or_before(Instant instant) const;

  /// The open time from the beginning of the range to an instant.
  [[nodiscard]] Microseconds total_before(Instant instant) const;
  /// The first instant with this `total_before` (more than 0); none when the range has not so much.
  [[nodiscard]] std::optional<Instant> first_with(Microseconds total) const;
  /// The last instant with this `total_before`; none below 0, and where the range has not more.
  [[nodiscard]] std::optional<Instant> last_with(Microseconds total) const;

  /// The `nth` (1, 2, …) date after a date on which something opens, or (-1, -2, …) before it; none
  /// when the range has not so many.
  [[nodiscard]] std::optional<std::chrono::sys_days> working_date(std::chrono::sys_days date,
                                                                  int nth) const;

  [[nodiscard]] std::size_t memory() const;

 private:
  /// In seconds since `kOrigin`, and of open time before it. It is as long as the total grows until
  /// the next.
  struct Entry {
    std::uint32_t from;
    std::uint32_t total_before;

    [[nodiscard]] std::uint32_t total_after() const { return (this + 1)->total_before; }
    [[nodiscard]] std::uint32_t to() const { return from + (total_after() - total_before); }
  };
  /// For each stretch of 2^shift seconds, the first entry that is not over when it begins.
  struct Cells {
    unsigned shift = 0;
    std::vector<std::uint32_t> first;
  };

  void join(std::vector<Interval> openings);
  void index();
  template <class EndOf>
  [[nodiscard]] Cells cells_over(std::uint32_t length, EndOf end_of) const;
  template <class EndOf>
  [[nodiscard]] const Entry& first_past(std::uint32_t place, const Cells& cells,
                                        EndOf end_of) const;
  /// The entry that an instant is in, else the next, which may be the one that closes the list.
  [[nodiscard]] const Entry& ending_after(Instant instant) const;
  /// The first entry before whose end there is more than this total, as above.
  [[nodiscard]] const Entry& holding(std::uint32_t total) const;
  [[nodiscard]] bool closes_list(const Entry& entry) const { return &entry == &entries_.back(); }

  DateRange range_;
  Instant from_;
  Instant to_;
  std::uint32_t begin_ = 0;     ///< `from_` in seconds since `kOrigin`
  std::vector<Entry> entries_;  ///< and one past all instants, which closes the list
  Cells by_time_;
  Cells by_total_;
  std::vector<std::uint16_t> working_dates_;  ///< in days since 1970
};

}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// What happens again and again: RFC 5545's RRULE, DTSTART and EXDATE.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "steward/base/error.hpp"
#include "steward/base/instant.hpp"
#include "steward/calendar/local_time.hpp"
#include "steward/calendar/zone.hpp"

namespace steward::calendar {

/// What a recurrence is made of.
struct RecurrenceDefinition {
  std::string rule;                 ///< the value of an RRULE, "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10"
  LocalTime start;                  ///< DTSTART, in whole seconds
  bool all_day = false;             ///< DTSTART is a date; its time is midnight
  std::vector<LocalTime> except{};  ///< EXDATE
  std::optional<Zone> zone{};       ///< whose local times these are; absent: nobody's
  bool operator==(const RecurrenceDefinition&) const = default;
};

/// An immutable recurrence, cheap to copy and safe to share between threads.
///
/// Occurrences are local times. In a zone, one that a DST gap skips is left out and not counted,
/// and one that comes twice is the first of the two (RFC 5545, 3.3.10). COUNT counts what EXDATE
/// takes away. DTSTART is where the rule begins and gives it what it does not say; it is itself an
/// occurrence only if the rule says so. BYSECOND=60 is second 59, as 3.3.12 asks of who keeps no
/// leap seconds. There are no occurrences after the year 9999: a search ends there.
///
/// Rules are expanded here, and libical reads only the text of feeds: its 3.0.16 needs 3.5 s to
/// give up FREQ=MONTHLY;BYDAY=6MO, never finds FREQ=DAILY;BYMONTHDAY=-1, and ignores BYSETPOS below
/// months.
class Recurrence {
 public:
  /// UNTIL is inclusive. It is a date if DTSTART is one; else a local time or, in a zone, a time in
  /// UTC. Refused beside what RFC 5545 forbids: RSCALE and SKIP (RFC 7529), COUNT over 1,000,000
  /// and INTERVAL over 1,000,000.
  /// Errors: `invalid_input`, naming the part of the rule.
  [[nodiscard]] static Result<Recurrence> from(const RecurrenceDefinition& definition);

  /// Whether it has COUNT or UNTIL.
  [[nodiscard]] bool ends() const;

  /// The first occurrences after a local time, or from the start; at most `limit`, in order.
  /// Errors: `invalid_input` for a search that looks at more than 300,000 times: those that a gap
  /// skips, and those that COUNT counts before `after`, are among them.
  [[nodiscard]] Result<std::vector<LocalTime>> next(
      std::size_t limit, const std::optional<LocalTime>& after = std::nullopt) const;
  /// The same as instants of its zone; without one, as if it were in UTC.
  [[nodiscard]] Result<std::vector<Instant>> next_instants(
      std::size_t limit, const std::optional<Instant>& after = std::nullopt) const;

 private:
  class Expansion;
  explicit Recurrence(std::shared_ptr<const Expansion> expansion)
      : expansion_(std::move(expansion)) {}
  std::shared_ptr<const Expansion> expansion_;
};

}  // namespace steward::calendar

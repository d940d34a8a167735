// SPDX-License-Identifier: MIT
#include "steward/calendar/recurrence.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "calendar/recurrence_walk.hpp"

namespace steward::calendar {
namespace {

using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

/// A local time written as if it were in UTC.
Instant local_instant(const LocalTime& local) {
  return sys_days(local.date) + local.time_of_day;
}

sys_seconds as_utc(const LocalTime& local) {
  return floor<seconds>(local_instant(local));
}

LocalTime to_local_time(sys_seconds time) {
  const auto day = floor<std::chrono::days>(time);
  return {day, time - day};
}

/// RFC 5545, 3.3.10: UNTIL is of the same type as DTSTART; a date has no time of day to divide.
Result<> check_start(const RecurrenceRule& rule, const RecurrenceDefinition& definition) {
  if (definition.start.time_of_day % seconds(1) != Microseconds(0)) {
    return invalid_input("a recurrence begins at a whole second");
  }
  if (definition.all_day) {
    const bool divides = *rule.frequency < Frequency::daily || !rule.hours.empty() ||
                         !rule.minutes.empty() || !rule.seconds.empty();
    if (divides) return invalid_input("the start is a date: the rule cannot name times of a day");
    if (rule.until && !rule.until->is_date) {
      return invalid_input("the start is a date, and UNTIL is a time: expected UNTIL=19971224");
    }
    return {};
  }
  if (!rule.until) return {};
  if (rule.until->is_date) {
    return invalid_input(
        fmt::format("the start is a time, and UNTIL is a date: expected UNTIL=19971224T000000{}",
                    definition.zone ? "Z" : ""));
  }
  if (rule.until->is_utc && !definition.zone) {
    return invalid_input(
        "UNTIL is in UTC, and the recurrence has no time zone: expected "
        "UNTIL=19971224T000000 without Z");
  }
  return {};
}

}  // namespace

/// What `Recurrence` is: a walk over local times, and what ends it and is left out of it.
class Recurrence::Expansion {
 public:
  Expansion(const RecurrenceRule& rule, const RecurrenceDefinition& definition)
      : walk_(rule, as_utc(definition.start)), count_(rule.count), zone_(definition.zone) {
    for (const auto& local : definition.except) except_.push_back(local_instant(local));
    std::sort(except_.begin(), except_.end());
    if (rule.until) {
      until_ = rule.until->is_utc ? Instant(rule.until->time)
                                  : zone().to_instant(to_local_time(rule.until->time));
    }
  }

  [[nodiscard]] bool ends() const { return count_ || until_; }
  [[nodiscard]] Zone zone() const { return zone_.value_or(Zone()); }

  /// Calls `take` with each occurrence after a local time, in local time and as an instant, until
  /// it answers false. An error where that takes too many looks.
  template <class Take>
  [[nodiscard]] Result<> each(const std::optional<LocalTime>& after, const Take& take) const {
    const auto past = after ? local_instant(*after) : Instant::min();
    // What is counted has to be counted from the start.
    const auto from = after && !count_ ? floor<seconds>(past) : walk_.start();
    int counted = 0;
    const bool finished = walk_.each(from, [&](sys_seconds time) {
      const auto local = to_local_time(time);
      const auto instant = zone().to_instant(local);
      if (until_ && instant > *until_) return false;
      if (zone_ && zone_->to_local(instant) != local) return true;
      if (count_ && ++counted > *count_) return false;
      if (time <= past) return true;
      if (std::binary_search(except_.begin(), except_.end(), Instant(time))) return true;
      return take(local, instant);
    });
    if (finished) return {};
    return invalid_input(
        fmt::format("more than {} times were looked at: expected a rule whose times are fewer or "
                    "nearer to its start",
                    RecurrenceWalk::kMostLooked));
  }

 private:
  RecurrenceWalk walk_;
  std::optional<int> count_;
  std::optional<Instant> until_;
  std::optional<Zone> zone_;
  std::vector<Instant> except_;  ///< in local time
};

Result<Recurrence> Recurrence::from(const RecurrenceDefinition& definition) {
  const auto rule = parse_recurrence_rule(definition.rule);
  if (!rule) return rule.error();
  if (const auto fits = check_start(*rule, definition); !fits) return fits.error();
  return Recurrence(std::make_shared<const Expansion>(*rule, definition));
}

bool Recurrence::ends() const {
  return expansion_->ends();
}

Result<std::vector<LocalTime>> Recurrence::next(std::size_t limit,
                                                const std::optional<LocalTime>& after) const {
  std::vector<LocalTime> found;
  if (limit == 0) return found;
  const auto searched = expansion_->each(after, [&](const LocalTime& local, Instant) {
    found.push_back(local);
    return found.size() < limit;
  });
  if (!searched) return searched.error();
  return found;
}

Result<std::vector<Instant>> Recurrence::next_instants(std::size_t limit,
                                                       const std::optional<Instant>& after) const {
  std::vector<Instant> found;
  if (limit == 0) return found;
  std::optional<LocalTime> after_local;
  if (after) after_local = expansion_->zone().to_local(*after);
  const auto searched = expansion_->each(after_local, [&](const LocalTime&, Instant instant) {
    // In the second of two equal hours there is nothing left of the first.
    if (!after || instant > *after) found.push_back(instant);
    return found.size() < limit;
  });
  if (!searched) return searched.error();
  return found;
}

}  // namespace steward::calendar

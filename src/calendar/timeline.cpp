// SPDX-License-Identifier: MIT
#include "calendar/timeline.hpp"

#include <algorithm>

#include "calendar/date_openings.hpp"

namespace steward::calendar {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;

// Most questions are about the weeks to come, and a few about the days before; and a calendar that
// comes with one question is worth little compiling.
constexpr days kFirstBefore{7};
constexpr days kFirstAfter{113};

days length(const DateRange& range) {
  return range.last - range.first + days(1);
}

DateRange within_limits(const DateRange& range) {
  return {std::max(range.first, Timeline::kLimits.first),
          std::min(range.last, Timeline::kLimits.last)};
}

/// What to compile instead of `old`: all of it and of `wanted`, and at least twice as much, to the
/// side on which more is wanted.
DateRange longer(const DateRange& old, const DateRange& wanted) {
  DateRange range = old;
  if (wanted.first < old.first) range.first = std::min(wanted.first, old.first - length(old));
  if (wanted.last > old.last) range.last = std::max(wanted.last, old.last + length(old));
  return range;
}

}  // namespace

Timeline::Timeline(Definition definition)
    : definition_(std::move(definition)),
      from_(at_local(definition_.zone, kLimits.first, seconds(0))),
      to_(at_local(definition_.zone, kLimits.last + days(1), seconds(0))) {}

const OpenIntervals& Timeline::extended_over(Instant one, Instant other) const {
  const auto date_of = [&](Instant instant) {
    return sys_days(definition_.zone.to_local(instant).date);
  };
  const auto [first, last] = std::minmax({date_of(one), date_of(other)});
  // A clock that is set back over midnight shows a date again after the first instant of the next.
  return extend(within_limits({first - days(1), last + days(1)}));
}

const OpenIntervals* Timeline::after(const OpenIntervals& intervals) const {
  const auto last = intervals.range().last;
  if (last >= kLimits.last) return nullptr;
  return &extend({last, last + days(1)});
}

const OpenIntervals* Timeline::before(const OpenIntervals& intervals) const {
  const auto first = intervals.range().first;
  if (first <= kLimits.first) return nullptr;
  return &extend({first - days(1), first});
}

/// What another thread has compiled meanwhile may do.
const OpenIntervals& Timeline::extend(DateRange wanted) const {
  const std::lock_guard lock(extending_);
  const auto* current = current_.load(std::memory_order_relaxed);
  if (current != nullptr && current->range().first <= wanted.first &&
      wanted.last <= current->range().last) {
    return *current;
  }
  const auto range = current == nullptr
                         ? DateRange{wanted.first - kFirstBefore, wanted.last + kFirstAfter}
                         : longer(current->range(), wanted);
  compiled_.push_back(std::make_unique<const OpenIntervals>(definition_, within_limits(range)));
  current_.store(compiled_.back().get(), std::memory_order_release);
  return *compiled_.back();
}

std::size_t Timeline::memory() const {
  const std::lock_guard lock(extending_);
  std::size_t bytes = 0;
  for (const auto& intervals : compiled_) bytes += intervals->memory();
  return bytes;
}

}  // namespace steward::calendar

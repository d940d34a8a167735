// SPDX-License-Identifier: MIT
#include "steward/calendar/pauses.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace steward::calendar {
namespace {

constexpr Instant kForGood = Instant::max();

Error never_ends(const Interval& pause) {
  return {ErrorCode::invalid_input,
          fmt::format("nothing opens any more: the pause from {} on is for good",
                      to_rfc3339(pause.from))};
}

}  // namespace

Result<Pauses> Pauses::from(std::vector<Pause> pauses) {
  for (const auto& pause : pauses) {
    if (pause.to && *pause.to < pause.from) {
      return Error(ErrorCode::invalid_input,
                   fmt::format("a pause from {} ends before it begins, at {}",
                               to_rfc3339(pause.from), to_rfc3339(*pause.to)));
    }
  }
  std::sort(pauses.begin(), pauses.end(),
            [](const Pause& a, const Pause& b) { return a.from < b.from; });
  Pauses joined;
  auto& intervals = joined.intervals_;
  for (const auto& pause : pauses) {
    const Instant to = pause.to.value_or(kForGood);
    if (to == pause.from) continue;
    if (!intervals.empty() && pause.from <= intervals.back().to) {
      intervals.back().to = std::max(intervals.back().to, to);
    } else {
      intervals.push_back({pause.from, to});
    }
  }
  return joined;
}

bool PausedCalendar::is_open(Instant instant) const {
  const auto& pauses = pauses_.intervals();
  const auto stands_still = [&](const Interval& pause) {
    return pause.from <= instant && instant < pause.to;
  };
  return calendar_.is_open(instant) && std::none_of(pauses.begin(), pauses.end(), stands_still);
}

Result<Instant> PausedCalendar::next_open(Instant instant) const {
  return add(instant, Microseconds(0));
}

Result<Instant> PausedCalendar::next_close(Instant instant) const {
  const auto open = next_open(instant);
  if (!open) return open.error();
  const auto close = calendar_.next_close(*open);
  for (const auto& pause : pauses_.intervals()) {
    if (pause.from > *open && (!close || pause.from < *close)) return pause.from;
  }
  return close;
}

Result<Instant> PausedCalendar::add(Instant start, Microseconds open_time) const {
  if (const auto known = calendar_.knows(start); !known) return known.error();
  if (open_time >= Microseconds(0)) return advance(start, open_time);
  return go_back(start, -std::max(open_time, -Microseconds::max()));
}

/// From pause to pause: what does not pass before one must pass after it.
Result<Instant> PausedCalendar::advance(Instant start, Microseconds open_time) const {
  for (const auto& pause : pauses_.intervals()) {
    if (pause.to <= start) continue;
    if (start < pause.from) {
      const auto end = calendar_.add(start, open_time);
      if (!end) return end.error();
      // A deadline may be the instant at which a pause begins, an opening may not.
      if (*end < pause.from || (*end == pause.from && open_time > Microseconds(0))) return *end;
      open_time -= *calendar_.between(start, pause.from);
    }
    if (pause.to == kForGood) return never_ends(pause);
    start = pause.to;
  }
  return calendar_.add(start, open_time);
}

Result<Instant> PausedCalendar::go_back(Instant end, Microseconds open_time) const {
  const auto& pauses = pauses_.intervals();
  for (auto pause = pauses.rbegin(); pause != pauses.rend(); ++pause) {
    if (end <= pause->from) continue;
    if (pause->to < end) {
      const auto start = calendar_.add(end, -open_time);
      if (!start) return start.error();
      if (*start >= pause->to) return *start;
      open_time -= *calendar_.between(pause->to, end);
    }
    end = pause->from;
  }
  return calendar_.add(end, -open_time);
}

Result<Microseconds> PausedCalendar::between(Instant from, Instant to) const {
  auto open = calendar_.between(from, to);
  if (!open) return open.error();
  const auto [first, last] = std::minmax(from, to);
  Microseconds paused{0};
  for (const auto& pause : pauses_.intervals()) {
    const auto begin = std::max(pause.from, first);
    const auto end = std::min(pause.to, last);
    if (begin < end) paused += *calendar_.between(begin, end);
  }
  return from <= to ? *open - paused : *open + paused;
}

Result<Instant> PausedCalendar::share(Instant from, Instant to, int percent) const {
  const auto open = between(from, to);
  if (!open) return open.error();
  const auto part = share_of(*open, percent);
  if (!part) return part.error();
  return add(from, *part);
}

Result<Instant> PausedCalendar::due(Instant start, const Span& span) const {
  if (span.kind == SpanKind::open_time) return add(start, span.time);
  const auto end = calendar_.due(start, span);
  if (!end) return end.error();
  const auto open = calendar_.between(start, *end);
  if (!open) return open.error();
  const auto passed = between(start, *end);
  if (!passed) return passed.error();
  if (*open == *passed) return *end;
  return add(*end, *open - *passed);
}

}  // namespace steward::calendar

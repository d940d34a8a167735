// SPDX-License-Identifier: MIT
#include "calendar/open_intervals.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "calendar/date_openings.hpp"

namespace steward::calendar {
namespace {

using std::chrono::ceil;
using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::sys_days;

// Zones are at most a day from UTC, and 1970 is the first year of any calendar.
constexpr std::chrono::sys_seconds kOrigin =
    sys_days(std::chrono::year(1969) / std::chrono::December / 30);
constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();
/// From this many entries in one cell on, halving is faster than walking.
constexpr std::uint32_t kWalk = 8;

std::uint32_t seconds_at(Instant instant) {
  return static_cast<std::uint32_t>((floor<seconds>(instant) - kOrigin).count());
}

Instant instant_at(std::uint32_t since_origin) {
  return kOrigin + seconds(since_origin);
}

}  // namespace

OpenIntervals::OpenIntervals(const Definition& definition, DateRange range)
    : range_(range),
      from_(at_local(definition.zone, range.first, seconds(0))),
      to_(at_local(definition.zone, range.last + days(1), seconds(0))),
      begin_(seconds_at(from_)) {
  // What opens on the day before may run into the range.
  auto all = openings_on(definition, range.first - days(1));
  for (auto date = range.first; date <= range.last; date += days(1)) {
    const auto openings = openings_on(definition, date);
    if (openings.empty()) continue;
    working_dates_.push_back(static_cast<std::uint16_t>(date.time_since_epoch().count()));
    all.insert(all.end(), openings.begin(), openings.end());
  }
  join(std::move(all));
  index();
}

void OpenIntervals::join(std::vector<Interval> openings) {
  // A date's openings may begin before all of the date before have: the morning of an exception,
  // and a night shift's hours after its break.
  std::sort(openings.begin(), openings.end(),
            [](const Interval& a, const Interval& b) { return a.from < b.from; });
  std::uint32_t total = 0;
  std::uint32_t closes = 0;
  for (const auto& opening : openings) {
    if (opening.to <= from_ || to_ <= opening.from) continue;
    const auto from = seconds_at(std::max(opening.from, from_));
    const auto to = seconds_at(std::min(opening.to, to_));
    if (entries_.empty() || from > closes) {
      entries_.push_back({from, total});
      closes = from;
    }
    total += std::max(to, closes) - closes;
    closes = std::max(to, closes);
  }
  entries_.push_back({kNever, total});
}

void OpenIntervals::index() {
  by_time_ = cells_over(seconds_at(to_) - begin_,
                        [this](const Entry& entry) { return entry.to() - begin_; });
  by_total_ = cells_over(entries_.back().total_before,
                         [](const Entry& entry) { return entry.total_after(); });
  entries_.shrink_to_fit();
  working_dates_.shrink_to_fit();
}

/// `end_of` says where an entry ends on the scale of the cells; of the closing one it is not asked.
template <class EndOf>
OpenIntervals::Cells OpenIntervals::cells_over(std::uint32_t length, EndOf end_of) const {
  Cells cells;
  const auto wanted = static_cast<std::uint32_t>(entries_.size());
  // A shift by all 32 bits would be none.
  cells.shift = std::min<unsigned>(std::bit_width(length / wanted) + 1, 31);
  const std::uint32_t count = (length >> cells.shift) + 2;
  cells.first.reserve(count);
  const auto last = static_cast<std::uint32_t>(entries_.size() - 1);
  std::uint32_t entry = 0;
  for (std::uint32_t cell = 0; cell < count; ++cell) {
    const auto begin = std::uint64_t(cell) << cells.shift;
    while (entry < last && end_of(entries_[entry]) <= begin) ++entry;
    cells.first.push_back(entry);
  }
  return cells;
}

/// The first entry that ends after `place`, which is at most the length that the cells are over.
template <class EndOf>
const OpenIntervals::Entry& OpenIntervals::first_past(std::uint32_t place, const Cells& cells,
                                                      EndOf end_of) const {
  const auto cell = place >> cells.shift;
  const auto* entry = entries_.data() + cells.first[cell];
  const auto* last = entries_.data() + cells.first[cell + 1];
  if (last - entry > kWalk) {
    return *std::upper_bound(entry, last, place, [&](std::uint32_t sought, const Entry& candidate) {
      return sought < end_of(candidate);
    });
  }
  while (entry != last && end_of(*entry) <= place) ++entry;
  return *entry;
}

const OpenIntervals::Entry& OpenIntervals::ending_after(Instant instant) const {
  return first_past(seconds_at(instant) - begin_, by_time_,
                    [this](const Entry& entry) { return entry.to() - begin_; });
}

const OpenIntervals::Entry& OpenIntervals::holding(std::uint32_t total) const {
  return first_past(total, by_total_, [](const Entry& entry) { return entry.total_after(); });
}

bool OpenIntervals::is_open(Instant instant) const {
  return ending_after(instant).from <= seconds_at(instant);
}

std::optional<Interval> OpenIntervals::at_or_after(Instant instant) const {
  const auto& entry = ending_after(instant);
  if (closes_list(entry)) return std::nullopt;
  return Interval{instant_at(entry.from), instant_at(entry.to())};
}

std::optional<Interval> OpenIntervals::at_or_before(Instant instant) const {
  const auto* entry = &ending_after(instant);
  if (instant_at(entry->from) > instant) {
    if (entry == entries_.data()) return std::nullopt;
    --entry;
  }
  return Interval{instant_at(entry->from), instant_at(entry->to())};
}

Microseconds OpenIntervals::total_before(Instant instant) const {
  const auto& entry = ending_after(instant);
  const auto from = instant_at(entry.from);
  const Microseconds before = seconds(entry.total_before);
  return instant > from ? before + (instant - from) : before;
}

std::optional<Instant> OpenIntervals::first_with(Microseconds total) const {
  const Microseconds all = seconds(entries_.back().total_before);
  if (total > all) return std::nullopt;
  const auto whole = static_cast<std::uint32_t>(ceil<seconds>(total).count());
  const auto& entry = holding(whole - 1);
  return instant_at(entry.from) + (total - seconds(entry.total_before));
}

std::optional<Instant> OpenIntervals::last_with(Microseconds total) const {
  const Microseconds all = seconds(entries_.back().total_before);
  if (total < Microseconds(0) || total >= all) return std::nullopt;
  const auto& entry = holding(static_cast<std::uint32_t>(floor<seconds>(total).count()));
  return instant_at(entry.from) + (total - seconds(entry.total_before));
}

std::optional<sys_days> OpenIntervals::working_date(sys_days date, int nth) const {
  const auto day = date.time_since_epoch().count();
  const auto& dates = working_dates_;
  if (nth > 0) {
    const auto next = std::upper_bound(dates.begin(), dates.end(), day);
    if (nth > dates.end() - next) return std::nullopt;
    return sys_days(days(*(next + (nth - 1))));
  }
  const auto next = std::lower_bound(dates.begin(), dates.end(), day);
  if (-nth > next - dates.begin()) return std::nullopt;
  return sys_days(days(*(next + nth)));
}

std::size_t OpenIntervals::memory() const {
  return sizeof(*this) + entries_.capacity() * sizeof(Entry) +
         (by_time_.first.capacity() + by_total_.first.capacity()) * sizeof(std::uint32_t) +
         working_dates_.capacity() * sizeof(std::uint16_t);
}

}  // namespace steward::calendar

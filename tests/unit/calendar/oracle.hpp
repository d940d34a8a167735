// SPDX-License-Identifier: MIT
// Business time by looking at every minute: slow, and too simple to be wrong.
#pragma once

#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

#include "steward/calendar/pauses.hpp"
#include "unit/calendar/calendars.hpp"

namespace steward::calendar {

/// Walks the minutes from one instant to another. A clock that is set back shows times again that
/// have been: the oracle reads the furthest local time so far, so that a door opens and closes
/// once.
class Oracle {
 public:
  Oracle(const Definition& definition, Instant from, Instant to) : from_(from) {
    Instant furthest = Instant::min();
    for (auto minute = from; minute < to; minute += minutes(1)) {
      const auto local = definition.zone.to_local(minute);
      furthest = std::max(furthest, std::chrono::sys_days(local.date) + local.time_of_day);
      const auto open_for = dates_open_at(definition, furthest);
      open_.push_back(!open_for.empty());
      for (const auto date : open_for) closings_[date] = minute + minutes(1);
    }
  }

  /// The same, with pauses.
  [[nodiscard]] Oracle with(const std::vector<Pause>& pauses) const {
    Oracle pausing = *this;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const Instant minute = from_ + minutes(i);
      for (const auto& pause : pauses) {
        if (pause.from <= minute && (!pause.to || minute < *pause.to)) pausing.open_[i] = false;
      }
    }
    return pausing;
  }

  [[nodiscard]] bool is_open(Instant minute) const { return open_[index(minute)]; }
  [[nodiscard]] Instant next_open(Instant minute) const {
    while (!is_open(minute)) minute += minutes(1);
    return minute;
  }
  [[nodiscard]] Instant next_close(Instant minute) const {
    minute = next_open(minute);
    while (is_open(minute)) minute += minutes(1);
    return minute;
  }
  [[nodiscard]] Instant previous_opening(Instant minute) const {
    while (!is_open(minute) || is_open(minute - minutes(1))) minute -= minutes(1);
    return minute;
  }
  [[nodiscard]] Instant add(Instant minute, minutes open_time) const {
    if (open_time == minutes(0)) return next_open(minute);
    for (; open_time > minutes(0); minute += minutes(1)) {
      if (is_open(minute)) open_time -= minutes(1);
    }
    for (; open_time < minutes(0); minute -= minutes(1)) {
      if (is_open(minute - minutes(1))) open_time += minutes(1);
    }
    return minute;
  }
  [[nodiscard]] minutes between(Instant from, Instant to) const {
    if (to < from) return -between(to, from);
    minutes open{0};
    for (auto minute = from; minute < to; minute += minutes(1)) {
      if (is_open(minute)) open += minutes(1);
    }
    return open;
  }
  /// The dates on which something opens, and when the last of it closes.
  [[nodiscard]] const std::map<std::chrono::sys_days, Instant>& closings() const {
    return closings_;
  }

 private:
  using Date = std::chrono::sys_days;

  static const std::vector<Opening>& hours_on(const Definition& definition, Date date) {
    static const std::vector<Opening> closed;
    if (definition.exceptions.contains(date)) return definition.exceptions.at(date);
    if (definition.holidays.contains(date)) return closed;
    const Week* week = &definition.hours;
    Date latest = Date::min();
    for (const auto& change : definition.changes) {
      if (change.from > date || (change.to && *change.to < date) || change.from < latest) continue;
      latest = change.from;
      week = &change.hours;
    }
    return (*week)[std::chrono::weekday(date).c_encoding()];
  }

  static bool holds(const std::vector<Opening>& openings, Microseconds time) {
    return std::any_of(openings.begin(), openings.end(), [&](const Opening& opening) {
      return opening.from <= time && time < opening.to;
    });
  }

  /// The dates whose openings a local time lies in.
  static std::vector<Date> dates_open_at(const Definition& definition, Instant local) {
    const auto today = std::chrono::floor<std::chrono::days>(local);
    std::vector<Date> open;
    for (const auto date : {today - std::chrono::days(1), today}) {
      const auto breaks = definition.breaks.find(date);
      if (breaks != definition.breaks.end() && holds(breaks->second, local - date)) return {};
    }
    for (const auto date : {today - std::chrono::days(1), today}) {
      if (holds(hours_on(definition, date), local - date)) open.push_back(date);
    }
    return open;
  }
  [[nodiscard]] std::size_t index(Instant minute) const {
    const auto place = static_cast<std::size_t>((minute - from_) / minutes(1));
    if (minute < from_ || place >= open_.size()) throw std::out_of_range("beyond the oracle");
    return place;
  }

  Instant from_;
  std::vector<bool> open_;
  std::map<Date, Instant> closings_;
};

}  // namespace steward::calendar

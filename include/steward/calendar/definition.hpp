// SPDX-License-Identifier: MIT
// What a calendar file says: hours of the week, when they change, and what is special on a date.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "steward/calendar/zone.hpp"

namespace steward::calendar {

/// A stretch of a day, in time since local midnight. `from` is before 24 h; `to` is after it and
/// at most 24 h later: past 24 h it runs over midnight, and still belongs to the day it began on.
struct Opening {
  std::chrono::seconds from;
  std::chrono::seconds to;
  bool operator==(const Opening&) const = default;
};

/// Sunday first, as `std::chrono::weekday::c_encoding`.
using Week = std::array<std::vector<Opening>, 7>;

/// Other hours from one date on, to and including another or for good. Of two that hold on a date
/// the later one counts: hours of a summer inside of hours for good.
struct Change {
  std::chrono::sys_days from;
  std::optional<std::chrono::sys_days> to;
  Week hours;
  bool operator==(const Change&) const = default;
};

/// Dates are local. What opens on a date is, in this order: its exception, if it has one; nothing,
/// if it is a holiday; the hours of the latest change that holds then; the hours. Breaks are taken
/// out of whatever is open then, whichever date it opened on.
struct Definition {
  std::string name;
  Zone zone;
  Week hours;
  std::map<std::chrono::sys_days, std::string> holidays;  ///< with their names, which may be ""
  std::vector<Change> changes{};
  std::map<std::chrono::sys_days, std::vector<Opening>> exceptions{};
  std::map<std::chrono::sys_days, std::vector<Opening>> breaks{};
  bool operator==(const Definition&) const = default;
};

}  // namespace steward::calendar

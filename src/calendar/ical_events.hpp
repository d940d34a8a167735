// SPDX-License-Identifier: MIT
// The events of an iCalendar text, read by libical into plain data.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/base/error.hpp"
#include "steward/calendar/local_time.hpp"

namespace steward::calendar {

/// A date, or a local time with what says where it is local.
struct IcalTime {
  LocalTime local;
  bool is_date = false;
  bool is_utc = false;
  std::string zone;  ///< TZID; may be ""
};

struct IcalEvent {
  int line = 0;  ///< at which it begins
  std::string uid;
  std::string summary;
  bool cancelled = false;
  std::optional<IcalTime> start;
  std::optional<IcalTime> end;                   ///< exclusive
  std::optional<std::chrono::seconds> duration;  ///< in place of an end
  std::vector<std::string> rules;                ///< RRULE
  bool excludes_by_rule = false;                 ///< EXRULE, which RFC 5545 has no more
  std::vector<IcalTime> added;                   ///< RDATE
  std::vector<IcalTime> except;                  ///< EXDATE
  std::optional<IcalTime> instance;              ///< RECURRENCE-ID
  bool and_following = false;                    ///< RECURRENCE-ID with RANGE
};

/// Errors: `invalid_input`, with the line of the event that is wrong or of what is not iCalendar.
[[nodiscard]] Result<std::vector<IcalEvent>> read_ical_events(std::string_view text);

}  // namespace steward::calendar

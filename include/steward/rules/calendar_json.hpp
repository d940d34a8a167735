// SPDX-License-Identifier: MIT
// A calendar as a program writes it: the keys of a calendar file, in JSON.
#pragma once

#include "steward/base/json.hpp"
#include "steward/calendar/calendar.hpp"

namespace steward::rules {

/// Reads {"timezone": "America/New_York", "hours": {"mon": [["09:00", "17:00"]]}, "holidays":
/// ["2026-01-01"], "exceptions": {"2026-12-24": [["09:00", "12:00"]]}, "breaks": {"2026-11-20":
/// [["12:00", "13:00"]]}}. Every key of a calendar file is known but `extends` and holidays of
/// `ics`; `timezone` is another name of `zone`, UTC if left out. `hours` is needed. Dates given
/// twice and empty breaks, which are mistakes in a file, say nothing here. Errors: `invalid_input`
/// with the key of the mistake: "hours.mon: '25:00-26:00' is not a time from and to: expected …".
[[nodiscard]] Result<calendar::Calendar> read_calendar_json(const json::object& calendar);

}  // namespace steward::rules

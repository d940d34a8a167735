// SPDX-License-Identifier: MIT
// The lengths of time that a rule may write: open time, calendar arithmetic, working days.
#pragma once

#include <string>
#include <string_view>

#include "steward/base/instant.hpp"

namespace steward::calendar {

enum class SpanKind {
  open_time,                ///< "48h", "90m", "10s", "1h 30m": open time of the calendar
  days,                     ///< "2 days", "1 week": the same local time on a later date
  months,                   ///< "1 month", "1 year": the same day of a later month, or its last
  working_days,             ///< "2 working days": the same local time on a later working date
  end_of_next_working_day,  ///< "end of next working day": its last closing time
};

/// A length as a rule writes it. `time` is used by `open_time`, `count` by the counted kinds; less
/// than nothing goes back in time.
struct Span {
  SpanKind kind = SpanKind::open_time;
  Microseconds time{0};
  int count = 0;
  bool operator==(const Span&) const = default;
};

/// Reads one of the forms above (units s, m, h, also min, hour, hours, minutes, seconds), all but
/// the last also with a leading minus. Errors: `invalid_input`, naming the forms.
[[nodiscard]] Result<Span> parse_span(std::string_view text);

/// Reads elapsed time only, "24h", "1h 30m", "10s", "2d", "1 week". Errors: `invalid_input`.
[[nodiscard]] Result<Microseconds> parse_elapsed(std::string_view text);

/// So much per cent of a time, rounded towards zero. Errors: `invalid_input` when `percent` is not
/// from 0 to 100.
[[nodiscard]] Result<Microseconds> share_of(Microseconds time, int percent);

/// The canonical spelling: "48h", "1h 30m", "2 days", "1 month", "2 working days",
/// "end of next working day". `parse_span` reads it back to an equal span.
[[nodiscard]] std::string to_string(const Span& span);

}  // namespace steward::calendar

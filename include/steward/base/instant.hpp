// SPDX-License-Identifier: MIT
// Instants of time: microseconds since 1970-01-01T00:00:00Z, as PostgreSQL's timestamptz.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "steward/base/error.hpp"

namespace steward {

using Microseconds = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Microseconds>;

/// Half-open: `from` is in it, `to` is not.
struct Interval {
  Instant from;
  Instant to;
  bool operator==(const Interval&) const = default;
};

/// RFC 3339 in UTC, "2026-11-22T15:00:00Z"; a fraction is written only where there is one.
[[nodiscard]] std::string to_rfc3339(Instant instant);

/// Reads RFC 3339 ("2026-11-22T15:00:00.5-05:00"; the offset is required) or, as the start of the
/// UTC day, a date "2026-11-22". Errors: `invalid_input`.
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);

/// Microseconds since the epoch: instants in arrays, in JSON and in what rules' queries answer.
[[nodiscard]] constexpr std::int64_t to_micros(Instant instant) {
  return instant.time_since_epoch().count();
}
[[nodiscard]] constexpr Instant from_micros(std::int64_t micros) {
  return Instant(Microseconds(micros));
}

/// For people: the two largest units, rounded down, "3 d 4 h", "55 min", "12 s", "0 s".
/// The sign is dropped.
[[nodiscard]] std::string to_words(Microseconds duration);

}  // namespace steward

// SPDX-License-Identifier: MIT
// Instants as PostgreSQL writes and reads them in UTC. Its years go far beyond those of RFC 3339 on
// both sides, and a record may have such: a date of the year 9999 ends in 10000 west of UTC.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "steward/base/instant.hpp"

namespace steward::store {

/// "2026-11-30T04:35:08.5Z", "0001-12-31T18:18:44Z BC"
[[nodiscard]] std::string to_timestamptz(Instant instant);
/// "2026-11-30 04:35:08.5+00", "10000-01-01 04:00:00+00", "0001-12-31 18:18:44+00 BC"; none for
/// what is not finite, not in UTC or after the year 293999.
[[nodiscard]] std::optional<Instant> from_timestamptz(std::string_view text);

}  // namespace steward::store

// SPDX-License-Identifier: MIT
// Instants as people and programs write them where a zone is known.
#pragma once

#include <string_view>

#include "steward/base/instant.hpp"
#include "steward/calendar/zone.hpp"

namespace steward::app {

/// "2026-11-20T16:00:00-05:00", or in the zone's local time "2026-11-20T16:00:00",
/// "2026-11-20 16:00" or "2026-11-20", its midnight. Errors: `invalid_input`.
[[nodiscard]] Result<Instant> parse_local_moment(std::string_view text, const calendar::Zone& zone);

}  // namespace steward::app

// SPDX-License-Identifier: MIT
// One breach told from its first entry to its last.
#pragma once

#include <string>

#include "app/table.hpp"
#include "steward/base/instant.hpp"
#include "steward/calendar/zone.hpp"
#include "steward/store/reports.hpp"

namespace steward::app {

/// Its entries, whose time its lateness was, and what the record said when it was noticed; if the
/// record said something else at the last entry, that as well.
[[nodiscard]] std::string breach_story(const store::BreachLine& line, const calendar::Zone& zone,
                                       Instant now, const TableStyle& style);

}  // namespace steward::app

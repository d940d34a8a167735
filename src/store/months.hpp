// SPDX-License-Identifier: MIT
// The partitions by month, of what hangs on promises and of messages.
#pragma once

#include <string_view>
#include <vector>

#include "steward/base/instant.hpp"
#include "store/session.hpp"

namespace steward::store {

/// Makes the partitions of the month of `at`, UTC, unless they are there. Before anything is
/// written that has the month in its id.
void ensure_month(Session& session, Instant at);

[[nodiscard]] std::vector<std::string_view> month_statements();

}  // namespace steward::store

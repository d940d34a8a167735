// SPDX-License-Identifier: MIT
// The partitions of the months to come.
#pragma once

#include "steward/base/instant.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// Makes the partitions of the month of `now` and of the two after it, UTC, unless they are there,
/// so that no promise waits for it. Errors: of the database.
[[nodiscard]] Result<> prepare_months(Pool& pool, Instant now);

}  // namespace steward::store

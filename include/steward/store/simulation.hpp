// SPDX-License-Identifier: MIT
// Installations made for simulation: capture stamps `steward.now` instead of the server's clock.
#pragma once

#include "steward/base/error.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// Makes a migrated installation one for simulation, for good. Errors: `conflict` when it has
/// commitments already; those of the database.
[[nodiscard]] Result<> make_simulation(Pool& pool);

}  // namespace steward::store

// SPDX-License-Identifier: MIT
// Bringing the database's schema to the version that this program knows.
#pragma once

#include <string>
#include <vector>

#include "steward/base/error.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// Applies what is missing, each migration in a transaction of its own, one program at a time, and
/// answers the names of what it applied. Errors: `rejected` when the schema is newer than this
/// program or an applied migration is not the one that this program has; those of the statements.
[[nodiscard]] Result<std::vector<std::string>> migrate(Pool& pool);

/// The names of the migrations that are still to be applied; empty when the schema is up to date.
/// Changes nothing. Errors: as `migrate`.
[[nodiscard]] Result<std::vector<std::string>> pending_migrations(Pool& pool);

}  // namespace steward::store

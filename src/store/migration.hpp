// SPDX-License-Identifier: MIT
// The versions of the schema, embedded in the program, and their order.
#pragma once

#include <string>
#include <vector>

#include "steward/base/error.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

struct Migration {
  std::string name;  ///< "0001_foundation"
  std::string sql;
};

/// In the order in which they are applied.
[[nodiscard]] const std::vector<Migration>& embedded_migrations();

/// A migration as the database remembers it.
struct AppliedMigration {
  std::string name;
  std::string checksum;
};

/// The migrations of `known` that `applied` (in order) lacks. Errors: `rejected` when `applied` is
/// not the beginning of `known`.
[[nodiscard]] Result<std::vector<Migration>> pending(const std::vector<Migration>& known,
                                                     const std::vector<AppliedMigration>& applied);

/// `steward::store::migrate` with migrations of one's own.
[[nodiscard]] Result<std::vector<std::string>> migrate(Pool& pool,
                                                       const std::vector<Migration>& known);
[[nodiscard]] Result<std::vector<std::string>> pending_migrations(
    Pool& pool, const std::vector<Migration>& known);

}  // namespace steward::store

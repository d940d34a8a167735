// SPDX-License-Identifier: MIT
// Reading what a CRM's schema holds, as rules name it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "steward/model/catalog.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// The tables of one schema with their fields and relations; partitions belong to their table.
/// Domains appear as the type beneath them. Views are among the hidden: nobody but model.yaml knows
/// whose changes are theirs. Foreign keys give relations, by the names that foreign_key.hpp states;
/// those to another schema give none. Changes nothing.
///
/// Errors: `not_found` when there is no such schema, `rejected` when we may not use it, and those
/// of the statements.
[[nodiscard]] Result<model::Catalog> read_catalog(Pool& pool, std::string_view schema);

/// The schemas that have tables and that we may use, steward's own apart. Errors: those of the
/// statement.
[[nodiscard]] Result<std::vector<std::string>> schemas_with_tables(Pool& pool);

}  // namespace steward::store

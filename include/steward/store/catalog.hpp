// SPDX-License-Identifier: MIT
// Reading what a CRM's schema holds, as rules name it.
#pragma once

#include <string_view>

#include "steward/model/catalog.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// The tables of one schema with their fields and relations; partitions belong to their table.
/// Domains appear as the type beneath them. Changes nothing.
///
/// A foreign key of one column gives a relation to one, named by the column without `_id`
/// (`client_id`: `client`), or by the column where it does not end so (`reports_to`); a field of
/// that name stays, and a path through the name means the relation. Its reverse, a relation to
/// many, is named by the referring table; where several foreign keys of one table lead to the same
/// table, or the name is taken by a relation to one, it is `<table>_by_<column without _id>`
/// (`absences_by_stand_in`). Foreign keys of several columns, or to another schema, give none.
///
/// Errors: `not_found` when there is no such schema, `rejected` when we may not use it, and those
/// of the statements.
[[nodiscard]] Result<model::Catalog> read_catalog(Pool& pool, std::string_view schema);

}  // namespace steward::store

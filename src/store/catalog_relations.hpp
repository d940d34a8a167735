// SPDX-License-Identifier: MIT
// The relations that foreign keys give, and their names.
#pragma once

#include <string>
#include <vector>

#include "steward/model/catalog.hpp"

namespace steward::store {

/// A foreign key of one column, between two entities of a catalog.
struct ForeignKey {
  std::string table;
  std::string column;
  std::string target;
  std::string target_column;
};

/// Adds both ends of every foreign key to the catalog's entities, by the rules that
/// `read_catalog` states. Keys between entities that are not in the catalog are passed over.
void add_relations(model::Catalog& catalog, const std::vector<ForeignKey>& keys);

}  // namespace steward::store

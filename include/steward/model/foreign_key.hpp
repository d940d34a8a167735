// SPDX-License-Identifier: MIT
// The relations that foreign keys give, and their names.
#pragma once

#include <string>
#include <vector>

#include "steward/model/catalog.hpp"

namespace steward::model {

/// A foreign key between two entities of a catalog.
struct ForeignKey {
  std::string entity;
  std::string target;
  std::vector<ColumnPair> on;
  bool enforced = true;  ///< false: declared, but never validated
  std::string name;      ///< of the relation to one; empty: by the rules of `add_relations`
  std::string reverse;   ///< of the relation to many; likewise
  bool operator==(const ForeignKey&) const = default;
};

/// Adds both ends of every foreign key to the catalog's entities. Keys between entities that rules
/// cannot name are passed over.
///
/// One of one column gives a relation to one, named by the field without `_id` (`client_id`:
/// `client`), or by the field where it does not end so (`reports_to`); a field of that name stays,
/// and a path through the name means the relation. One of several columns is named by the entity
/// that it leads to. The reverse, a relation to many, is named by the referring entity; where
/// several foreign keys of one entity lead to the same one, or the name is taken by a relation to
/// one, it is `<entity>_by_<field without _id>` (`absences_by_stand_in`), of several columns
/// `<entity>_by_<field>_<field>`. Of two relations that would have one name the first stays.
void add_relations(Catalog& catalog, const std::vector<ForeignKey>& keys);

/// The foreign keys behind a catalog's relations to one.
[[nodiscard]] std::vector<ForeignKey> foreign_keys(const Catalog& catalog);

}  // namespace steward::model

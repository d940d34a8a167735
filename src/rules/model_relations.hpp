// SPDX-License-Identifier: MIT
// The relations that model.yaml gives: where no foreign keys are declared, and other names for
// those that are.
#pragma once

#include <string>
#include <vector>

#include "rules/yaml_node.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/catalog.hpp"
#include "steward/model/foreign_key.hpp"

namespace steward::rules {

struct DeclaredRelation {
  SourceMark mark;  ///< of its name
  std::string entity;
  model::Relation relation;
  std::string reverse;  ///< "" for the name that a foreign key's would have
};

/// The value of `relations:` of one entity. All entities and fields must have their names.
[[nodiscard]] std::vector<DeclaredRelation> read_relations(const YamlNode& relations,
                                                           const model::Entity& entity,
                                                           const model::Catalog& catalog,
                                                           Problems& problems);

/// Whether these columns may make a relation to one: each pair is of one type, and no two records
/// of the target have the same values in theirs.
[[nodiscard]] bool can_lead_to_one(const model::Entity& entity, const model::Entity& target,
                                   const std::vector<model::ColumnPair>& on);

/// Adds to a catalog without relations those of its foreign keys, and those declared. A declared
/// one that joins as a foreign key does is that one, by another name.
void join_entities(model::Catalog& catalog, std::vector<model::ForeignKey> foreign_keys,
                   const std::vector<DeclaredRelation>& declared, Problems& problems);

}  // namespace steward::rules

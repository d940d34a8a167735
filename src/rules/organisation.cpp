// SPDX-License-Identifier: MIT
#include "rules/organisation.hpp"

#include <utility>

namespace steward::rules {

model::Catalog with_organisation(model::Catalog catalog) {
  if (catalog.find(kOrganisation) != nullptr) return catalog;
  model::Entity entity;
  entity.name = kOrganisation;
  entity.schema = "steward";
  entity.table = "organisation";
  entity.key = {"id"};
  model::Field id;
  id.name = "id";
  id.type = model::Type::integer;
  id.sql_type = "integer";
  entity.fields = {std::move(id)};
  for (const auto& [name, unused] : catalog.entities) {
    model::Relation all;
    all.name = name;
    all.to_many = true;
    all.target = name;
    entity.relations.push_back(std::move(all));
  }
  catalog.entities.emplace(entity.name, std::move(entity));
  return catalog;
}

bool is_organisation(const model::Entity& entity) {
  return entity.schema == "steward" && entity.table == "organisation";
}

}  // namespace steward::rules

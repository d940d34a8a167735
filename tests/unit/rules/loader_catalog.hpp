// SPDX-License-Identifier: MIT
// The tables that the rule files of tests/data are about.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "steward/model/catalog.hpp"

namespace steward::test {

inline model::Field column(std::string name, model::Type type) {
  model::Field field;
  field.name = std::move(name);
  field.type = type;
  field.sql_type = type == model::Type::integer     ? "bigint"
                   : type == model::Type::timestamp ? "timestamp with time zone"
                                                    : std::string(model::to_string(type));
  return field;
}

inline model::Entity table(std::string name, std::vector<model::Field> fields) {
  model::Entity entity;
  entity.name = name;
  entity.schema = "crm";
  entity.table = std::move(name);
  entity.key = {"id"};
  entity.fields = std::move(fields);
  entity.fields.insert(entity.fields.begin(), column("id", model::Type::integer));
  return entity;
}

/// A foreign key `<name>_id`, seen from both ends.
inline void refer(model::Catalog& catalog, const std::string& from, const std::string& name,
                  const std::string& to) {
  auto& here = catalog.entities.at(from);
  here.fields.push_back(column(name + "_id", model::Type::integer));
  here.relations.push_back({name, false, to, {{name + "_id", "id"}}});
  here.indexes.push_back({{name + "_id"}, false});
  catalog.entities.at(to).relations.push_back({from, true, from, {{"id", name + "_id"}}});
}

inline model::Catalog loader_catalog() {
  using enum model::Type;
  model::Catalog catalog;
  const auto add = [&](model::Entity entity) {
    const auto name = entity.name;
    catalog.entities.emplace(name, std::move(entity));
  };
  add(table("staff", {column("name", text), column("email", text), column("mobile", text)}));
  add(table("roles", {column("name", text)}));
  add(table("role_holders", {column("valid_from", timestamp), column("valid_to", timestamp)}));
  add(table("absences", {column("starts_at", timestamp), column("ends_at", timestamp)}));
  add(table("clients", {column("name", text), column("tier", text)}));
  add(table("deliveries", {column("service", text), column("completed_at", timestamp),
                           column("updated_at", timestamp), column("required_on", date)}));
  add(table("enquiries", {column("subject", text), column("received_at", timestamp),
                          column("answered_at", timestamp)}));
  add(table("notes", {column("text", text)}));
  catalog.entities.at("notes").key.clear();
  refer(catalog, "role_holders", "role", "roles");
  refer(catalog, "role_holders", "staff", "staff");
  refer(catalog, "absences", "staff", "staff");
  refer(catalog, "clients", "manager", "staff");
  refer(catalog, "deliveries", "client", "clients");
  refer(catalog, "enquiries", "client", "clients");
  return catalog;
}

}  // namespace steward::test

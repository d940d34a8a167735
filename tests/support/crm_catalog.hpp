// SPDX-License-Identifier: MIT
// A small catalog like the reference CRM's, and the same tables as SQL, for tests of expressions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "steward/model/catalog.hpp"

namespace steward::test {

inline constexpr const char* kCrmSchema = "expression_crm";

/// The tables that `crm_catalog` describes. `staff."na""me:x"` is a name that tries to break out.
inline constexpr const char* kCrmTables = R"(
drop schema if exists expression_crm cascade;
create schema expression_crm;
set search_path = expression_crm;
create type tier as enum ('standard', 'priority');
create table staff (id bigint primary key, name text, email text, "na""me:x" text);
create table clients (
  id bigint primary key, name text, tier tier, is_vip boolean, credit numeric(12,2),
  score double precision, visits integer, account_manager_id bigint references staff,
  onboarded_on date, last_reviewed_at timestamptz);
create table aircraft (id bigint primary key, registration varchar(10));
create table service_deliveries (
  id bigint primary key, client_id bigint references clients, aircraft_id bigint references aircraft,
  status text check (status in ('scheduled', 'completed')),
  completed_at timestamptz, local_at timestamp, required_on date, notes text, data jsonb);
create table interactions (
  id bigint primary key, client_id bigint references clients, staff_id bigint references staff,
  kind text, useful boolean, occurred_at timestamptz);
create table order_details (order_id bigint, line int, client_id bigint references clients,
  primary key (order_id, line));
create table parcels (id bigint primary key, order_id bigint, line int, sent_at timestamptz,
  foreign key (order_id, line) references order_details);
create table remarks (client_id bigint references clients, remark text);
reset search_path;
)";

inline model::Field field(std::string name, model::Type type, std::string sql_type,
                          std::vector<std::string> values = {}) {
  const bool zoned = sql_type != "timestamp without time zone";
  model::Field made;
  made.name = std::move(name);
  made.type = type;
  made.sql_type = std::move(sql_type);
  made.zoned = zoned;
  made.values = std::move(values);
  return made;
}

inline model::Relation to_one(std::string name, std::string target) {
  auto column = name + "_id";
  return {std::move(name), false, std::move(target), {{std::move(column), "id"}}};
}

inline model::Relation to_many(std::string name, std::string far_column) {
  auto target = name;
  return {std::move(name), true, std::move(target), {{"id", std::move(far_column)}}};
}

inline model::Entity entity(std::string name, std::vector<model::Field> fields,
                            std::vector<model::Relation> relations) {
  model::Entity made;
  made.name = name;
  made.schema = kCrmSchema;
  made.table = std::move(name);
  made.key = {"id"};
  made.fields = std::move(fields);
  for (const auto& known : made.fields) {
    const bool leads = known.name.size() > 3 && known.name.ends_with("_id");
    if (leads) made.indexes.push_back({{known.name}, false});
  }
  made.fields.insert(made.fields.begin(), field("id", model::Type::integer, "bigint"));
  made.relations = std::move(relations);
  return made;
}

inline model::Catalog crm_catalog() {
  using model::Type;
  const std::string zoned = "timestamp with time zone";
  model::Catalog catalog;
  const auto add = [&](model::Entity made) { catalog.entities.emplace(made.name, made); };
  add(entity("staff",
             {field("name", Type::text, "text"), field("email", Type::text, "text"),
              field("na\"me:x", Type::text, "text")},
             {}));
  add(entity(
      "clients",
      {field("name", Type::text, "text"),
       field("tier", Type::text, "expression_crm.tier", {"standard", "priority"}),
       field("is_vip", Type::boolean, "boolean"), field("credit", Type::number, "numeric(12,2)"),
       field("score", Type::number, "double precision"), field("visits", Type::integer, "integer"),
       field("account_manager_id", Type::integer, "bigint"),
       field("onboarded_on", Type::date, "date"),
       field("last_reviewed_at", Type::timestamp, zoned)},
      {to_one("account_manager", "staff"), to_many("interactions", "client_id"),
       to_many("service_deliveries", "client_id"), to_many("order_details", "client_id")}));
  add(entity("aircraft", {field("registration", Type::text, "character varying(10)")},
             {to_many("service_deliveries", "aircraft_id")}));
  add(entity(
      "service_deliveries",
      {field("client_id", Type::integer, "bigint"), field("aircraft_id", Type::integer, "bigint"),
       field("status", Type::text, "text", {"scheduled", "completed"}),
       field("completed_at", Type::timestamp, zoned),
       field("local_at", Type::timestamp, "timestamp without time zone"),
       field("required_on", Type::date, "date"), field("notes", Type::text, "text"),
       field("data", Type::json, "jsonb")},
      {to_one("client", "clients"), to_one("aircraft", "aircraft")}));
  add(entity(
      "interactions",
      {field("client_id", Type::integer, "bigint"), field("staff_id", Type::integer, "bigint"),
       field("kind", Type::text, "text"), field("useful", Type::boolean, "boolean"),
       field("occurred_at", Type::timestamp, zoned)},
      {to_one("client", "clients"), to_one("staff", "staff")}));
  auto details =
      entity("order_details",
             {field("line", Type::integer, "integer"), field("client_id", Type::integer, "bigint")},
             {to_one("client", "clients")});
  details.fields.front().name = "order_id";
  details.indexes.push_back({{"order_id", "line"}, true});
  details.key = {"order_id", "line"};
  details.relations.push_back(
      {"parcels", true, "parcels", {{"order_id", "order_id"}, {"line", "line"}}});
  add(details);
  auto parcels =
      entity("parcels",
             {field("order_id", Type::integer, "bigint"), field("line", Type::integer, "integer"),
              field("sent_at", Type::timestamp, zoned)},
             {});
  parcels.relations.push_back(
      {"order_detail", false, "order_details", {{"order_id", "order_id"}, {"line", "line"}}});
  add(parcels);
  auto remarks = entity(
      "remarks", {field("client_id", Type::integer, "bigint"), field("remark", Type::text, "text")},
      {to_one("client", "clients")});
  remarks.fields.erase(remarks.fields.begin());
  remarks.key.clear();
  add(remarks);
  return catalog;
}

}  // namespace steward::test

// SPDX-License-Identifier: MIT
#include "steward/store/catalog.hpp"

#include <gtest/gtest.h>

#include "steward/store/database.hpp"
#include "support/test_database.hpp"

namespace steward::store {
namespace {

using model::Entity;
using model::Field;
using model::Relation;
using model::Type;
using Texts = std::vector<std::string>;

std::string described(const Field& field) {
  std::string text = field.name + ": " + std::string(model::to_string(field.type)) + ", " +
                     field.sql_type + (field.nullable ? "" : ", not null") +
                     (field.zoned ? "" : ", unzoned");
  if (!field.element_sql_type.empty()) {
    text += ", of " + std::string(model::to_string(field.element)) + " " + field.element_sql_type;
  }
  for (const std::string& value : field.values) {
    text += (&value == &field.values.front() ? ", " : "|") + value;
  }
  return text;
}

class CatalogTest : public testing::Test {
 protected:
  const model::Catalog& read(std::string_view schema = "shop") {
    catalog = read_catalog(pool, schema).value();
    return catalog;
  }
  const Entity& entity(std::string_view name) {
    const Entity* const found = catalog.find(name);
    if (found == nullptr) throw std::runtime_error("no entity " + std::string(name));
    return *found;
  }

  test::TestDatabase database;
  Pool pool{complete_connection(database.connection()).value(), 1};
  model::Catalog catalog;
};

TEST_F(CatalogTest, Every_kind_of_column_is_read) {
  database.run(R"(
    create schema shop;
    create type shop.mood as enum ('good', 'bad', 'a "quoted" one');
    create domain shop.code as varchar(8) not null check (value in ('x', 'y'));
    create domain shop.short_code as shop.code;
    create table shop.things (
      id bigint primary key, flag boolean not null, small smallint, price numeric(10,2),
      ratio double precision, name varchar(40), mood shop.mood, code shop.short_code,
      status text check (status in ('open', 'done')), at timestamptz, local timestamp,
      day date, span interval, doc json, docs jsonb, tags text[], moods shop.mood[],
      stay tstzrange, shift tsrange, days datemultirange, ip inet, gone text);
    alter table shop.things drop column gone;
    comment on table shop.things is 'What we have';
    comment on column shop.things.ip is 'Where from';)");
  read();
  const Entity& things = entity("things");
  EXPECT_EQ(things.schema, "shop");
  EXPECT_EQ(things.table, "things");
  EXPECT_EQ(things.key, Texts{"id"});
  EXPECT_FALSE(things.partitioned);
  std::vector<std::string> shown;
  for (const Field& field : things.fields) shown.push_back(described(field));
  EXPECT_EQ(shown, (Texts{
                       "id: integer, bigint, not null",
                       "flag: boolean, boolean, not null",
                       "small: integer, smallint",
                       "price: number, numeric(10,2)",
                       "ratio: number, double precision",
                       "name: text, character varying(40)",
                       "mood: text, shop.mood, good|bad|a \"quoted\" one",
                       "code: text, character varying(8), not null, x|y",
                       "status: text, text, open|done",
                       "at: timestamp, timestamp with time zone",
                       "local: timestamp, timestamp without time zone, unzoned",
                       "day: date, date",
                       "span: interval, interval",
                       "doc: json, json",
                       "docs: json, jsonb",
                       "tags: list, text[], of text text",
                       "moods: list, shop.mood[], of text shop.mood, good|bad|a \"quoted\" one",
                       "stay: range, tstzrange, of timestamp timestamp with time zone",
                       "shift: range, tsrange, unzoned, of timestamp timestamp without time zone",
                       "days: multirange, datemultirange, of date date",
                       "ip: unsupported type, inet",
                   }));
  EXPECT_EQ(things.comment, "What we have");
  EXPECT_EQ(things.field("ip")->comment, "Where from");
}

TEST_F(CatalogTest, Relations_are_named_by_columns_and_by_tables) {
  database.run(R"(
    create schema shop;
    create table shop.employees (id int primary key, reports_to int references shop.employees);
    create table shop.orders (id int primary key, employee_id int references shop.employees);)");
  read();
  EXPECT_EQ(entity("orders").relations,
            (std::vector<Relation>{{"employee", false, "employees", {{"employee_id", "id"}}}}));
  EXPECT_EQ(entity("employees").relations,
            (std::vector<Relation>{{"reports_to", false, "employees", {{"reports_to", "id"}}},
                                   {"employees", true, "employees", {{"id", "reports_to"}}},
                                   {"orders", true, "orders", {{"id", "employee_id"}}}}));
  // The column stays a field beside the relation of its name.
  EXPECT_NE(entity("employees").field("reports_to"), nullptr);
}

TEST_F(CatalogTest, Several_ways_between_two_tables_are_told_apart_by_column) {
  database.run(R"(
    create schema shop;
    create table shop.staff (id int primary key, manager_id int);
    create table shop.absences (id int primary key, staff_id int references shop.staff,
                                stand_in_id int references shop.staff);
    create table shop.manager (id int primary key, staff_id int references shop.staff);
    alter table shop.staff add foreign key (manager_id) references shop.manager;)");
  read();
  EXPECT_EQ(
      entity("staff").relations,
      (std::vector<Relation>{{"manager", false, "manager", {{"manager_id", "id"}}},
                             {"absences_by_staff", true, "absences", {{"id", "staff_id"}}},
                             {"absences_by_stand_in", true, "absences", {{"id", "stand_in_id"}}},
                             {"manager_by_staff", true, "manager", {{"id", "staff_id"}}}}));
}

TEST_F(CatalogTest, Keys_of_several_columns_are_read_in_their_order) {
  database.run(R"(
    create schema shop; create schema other;
    create table other.countries (id int primary key);
    create table shop.lines (order_no int, line int, primary key (line, order_no));
    create table shop.notes (order_no int, line int, country_id int references other.countries,
                             foreign key (line, order_no) references shop.lines);)");
  read();
  EXPECT_EQ(entity("lines").key, (Texts{"line", "order_no"}));
  EXPECT_TRUE(entity("notes").key.empty());
  EXPECT_EQ(entity("notes").relations,
            (std::vector<Relation>{
                {"lines", false, "lines", {{"line", "line"}, {"order_no", "order_no"}}}}));
  EXPECT_EQ(entity("lines").relations,
            (std::vector<Relation>{
                {"notes", true, "notes", {{"line", "line"}, {"order_no", "order_no"}}}}));
}

TEST_F(CatalogTest, Indexes_are_read_by_their_leading_columns) {
  database.run(R"(
    create schema shop;
    create table shop.calls (id int primary key, client_id int, kind text, at timestamptz, place point);
    create index by_client on shop.calls (client_id, at) include (kind);
    create index by_kind on shop.calls (lower(kind), client_id);
    create index by_at on shop.calls (at, lower(kind));
    create unique index one_a_day on shop.calls (kind, at);
    create index partly on shop.calls (kind) where at is null;
    create index by_place on shop.calls using gist (place);)");
  read();
  EXPECT_EQ(
      entity("calls").indexes,
      (std::vector<model::Index>{
          {{"at"}, false}, {{"client_id", "at"}, false}, {{"id"}, true}, {{"kind", "at"}, true}}));
  EXPECT_TRUE(entity("calls").is_indexed({"client_id"}));
  EXPECT_FALSE(entity("calls").is_indexed({"place"}));
}

TEST_F(CatalogTest, A_foreign_key_that_was_never_validated_vouches_for_nothing) {
  database.run(R"(
    create schema shop;
    create table shop.clients (id int primary key);
    create table shop.calls (id int primary key, client_id int);
    alter table shop.calls add foreign key (client_id) references shop.clients not valid;)");
  read();
  EXPECT_FALSE(entity("calls").relation("client")->enforced);
}

TEST_F(CatalogTest, A_partitioned_table_is_one_entity) {
  database.run(R"(
    create schema shop;
    create table shop.clients (id int primary key);
    create table shop.calls (id int primary key, client_id int references shop.clients)
      partition by range (id);
    create table shop.calls_1 partition of shop.calls for values from (0) to (10);
    create view shop.seen as select * from shop.clients;)");
  read();
  EXPECT_EQ(catalog.entities.size(), 2U);
  // A view is one only when model.yaml names its tables.
  EXPECT_TRUE(catalog.find_any("seen")->view);
  EXPECT_EQ(catalog.find_any("seen")->fields.size(), 1U);
  EXPECT_TRUE(entity("calls").partitioned);
  EXPECT_EQ(entity("calls").key, Texts{"id"});
  EXPECT_EQ(entity("calls").relations.size(), 1U);
  EXPECT_EQ(entity("clients").relations,
            (std::vector<Relation>{{"calls", true, "calls", {{"id", "client_id"}}}}));
}

TEST_F(CatalogTest, Names_that_need_quotes_are_read_as_they_are) {
  database.run(R"(
    create schema "My ""CRM"""; create table "My ""CRM"""."Order's" ("The Id" int primary key);)");
  read("My \"CRM\"");
  EXPECT_EQ(entity("Order's").key, Texts{"The Id"});
  EXPECT_EQ(entity("Order's").schema, "My \"CRM\"");
}

TEST_F(CatalogTest, A_schema_that_is_not_there_says_what_is) {
  database.run("create schema crm");
  const Error error = read_catalog(pool, "cmr").error();
  EXPECT_EQ(error.code(), ErrorCode::not_found);
  EXPECT_EQ(error.message(), "there is no schema 'cmr' in the database '" + database.name() +
                                 "'; did you mean 'crm'?");
}

TEST_F(CatalogTest, A_schema_that_we_may_not_use_says_what_to_grant) {
  const std::string role = database.name() + "_reader";
  database.run("create schema crm; create role " + role + " login");
  {
    Pool theirs(complete_connection(database.connection_as(role)).value(), 1);
    EXPECT_EQ(read_catalog(theirs, "crm").error(),
              Error(ErrorCode::rejected, "the role '" + role +
                                             "' may not use the schema 'crm': grant usage on it, "
                                             "and select on its tables"));
  }
  database.run("drop role " + role);
}

TEST_F(CatalogTest, Northwind_is_read) {
  database.run("create schema northwind; set search_path = northwind");
  database.run_file("tests/data/northwind.sql");
  read("northwind");
  const Entity& orders = entity("orders");
  EXPECT_EQ(orders.key, Texts{"order_id"});
  ASSERT_NE(orders.relation("employee"), nullptr);
  EXPECT_EQ(orders.relation("employee")->target, "employees");
  EXPECT_EQ(orders.field("required_date")->type, Type::date);
  EXPECT_EQ(entity("order_details").key, (Texts{"order_id", "product_id"}));
  EXPECT_NE(entity("employees").relation("reports_to"), nullptr);
  EXPECT_NE(entity("employees").relation("orders"), nullptr);
}

}  // namespace
}  // namespace steward::store

// SPDX-License-Identifier: MIT
#include "rules/model_catalog.hpp"

#include <gtest/gtest.h>

#include "unit/rules/loader_catalog.hpp"
#include "unit/rules/reading.hpp"

namespace steward::rules {
namespace {

/// A table of somebody else's: capitals and blanks, no keys, no foreign keys, local time; and a
/// view over it.
model::Catalog foreign_catalog() {
  auto catalog = test::loader_catalog();
  auto orders = test::table("Customer Orders", {test::column("Client No", model::Type::integer),
                                                test::column("Ship Date", model::Type::timestamp),
                                                test::column("data", model::Type::json)});
  orders.key.clear();
  orders.fields[2].zoned = false;
  orders.fields[2].sql_type = "timestamp without time zone";
  catalog.entities.emplace(orders.name, orders);
  auto late = test::table("Late", {test::column("client_id", model::Type::integer)});
  late.key.clear();
  late.view = true;
  late.tables = {{"Customer Orders", {"id"}, {{"id", "id"}}}, {"clients", {"name"}, {}}};
  catalog.hidden.emplace(late.name, late);
  return catalog;
}

model::Catalog completed(const std::string& text) {
  Problems problems;
  const auto node = parse_yaml(SourceText("f.yaml", text), problems);
  auto catalog = complete_catalog(*node, foreign_catalog(), problems);
  EXPECT_EQ(problems.error_count(), 0U) << problems.render_all();
  return catalog;
}

std::string said(const std::string& text) {
  return test::complaints(text, [](const YamlNode& node, Problems& problems) {
    static_cast<void>(complete_catalog(node, foreign_catalog(), problems));
  });
}

constexpr const char* kOrders =
    "zone: America/New_York\n"
    "entities:\n"
    "  orders:\n"
    "    table: Customer Orders\n"
    "    key: id\n"
    "    fields: {client_no: Client No, shipped: {column: Ship Date}}\n"
    "    relations: {client: {to: clients, on: {client_no: id}}}\n";

TEST(ModelCatalog, TablesFieldsAndRelationsGetNames) {
  const auto catalog = completed(kOrders);
  EXPECT_EQ(catalog.find("Customer Orders"), nullptr);
  const auto& orders = *catalog.find("orders");
  EXPECT_EQ(orders.table, "Customer Orders");
  EXPECT_EQ(orders.key, std::vector<std::string>{"id"});
  EXPECT_EQ(orders.field("shipped")->sql_name(), "Ship Date");
  EXPECT_EQ(orders.field("shipped")->zone, "America/New_York");
  EXPECT_EQ(*orders.relation("client"),
            (model::Relation{"client", false, "clients", {{"Client No", "id"}}, false}));
  EXPECT_EQ(*catalog.find("clients")->relation("orders"),
            (model::Relation{"orders", true, "orders", {{"id", "Client No"}}, false}));
  // What the database says stays.
  EXPECT_TRUE(catalog.find("deliveries")->relation("client")->enforced);
}

TEST(ModelCatalog, AZoneOfAnEntityOrFieldGoesBeforeTheModels) {
  auto text = std::string(kOrders) + "    zone: Europe/Berlin\n";
  EXPECT_EQ(completed(text).find("orders")->field("shipped")->zone, "Europe/Berlin");
  const auto at = text.find("Ship Date}");
  text.replace(at, 10, "Ship Date, zone: Asia/Tokyo}");
  EXPECT_EQ(completed(text).find("orders")->field("shipped")->zone, "Asia/Tokyo");
  EXPECT_EQ(completed("schema: crm\n").find("Customer Orders")->field("Ship Date")->zone, "");
}

TEST(ModelCatalog, AForeignKeyMayHaveAnotherName) {
  const auto catalog = completed(
      "entities:\n"
      "  deliveries: {relations: {customer: {to: clients, on: {client_id: id}, reverse: sent}}}\n");
  const auto& deliveries = *catalog.find("deliveries");
  EXPECT_EQ(deliveries.relation("client"), nullptr);
  EXPECT_TRUE(deliveries.relation("customer")->enforced);
  EXPECT_NE(catalog.find("clients")->relation("sent"), nullptr);
  EXPECT_EQ(catalog.find("clients")->relation("deliveries"), nullptr);
}

TEST(ModelCatalog, ARelationIsNamedByTheNamesInRules) {
  const auto catalog = completed(
      "entities:\n"
      "  sent: {table: deliveries, fields: {buyer_id: client_id}}\n");
  EXPECT_NE(catalog.find("sent")->relation("buyer"), nullptr);
  EXPECT_NE(catalog.find("clients")->relation("sent"), nullptr);
}

TEST(ModelCatalog, WhatIsHiddenIsNotNamed) {
  const auto catalog = completed("entities: {deliveries: {hide: true}}\n");
  EXPECT_EQ(catalog.find("deliveries"), nullptr);
  EXPECT_NE(catalog.find_any("deliveries"), nullptr);
  EXPECT_EQ(catalog.find("clients")->relation("deliveries"), nullptr);
}

TEST(ModelCatalog, AViewIsAnEntityOverItsTables) {
  const auto catalog = completed(std::string(kOrders) +
                                 "views:\n"
                                 "  late:\n"
                                 "    table: Late\n"
                                 "    key: id\n"
                                 "    tables: {orders: , clients: {id: client_id}}\n"
                                 "    relations: {client: {to: clients, on: {client_id: id}}}\n");
  const auto& late = *catalog.find("late");
  EXPECT_TRUE(late.view);
  EXPECT_EQ(late.tables,
            (std::vector<model::ViewTable>{{"orders", {"id"}, {{"id", "id"}}},
                                           {"clients", {"name"}, {{"id", "client_id"}}}}));
  EXPECT_NE(catalog.find("clients")->relation("late"), nullptr);
}

TEST(ModelCatalog, LabelsAndWhatMayBeWrittenAreKept) {
  const auto catalog = completed("names: {clients: name}\nwritable: {clients: [tier]}\n");
  EXPECT_EQ(catalog.find("clients")->label, "name");
  EXPECT_TRUE(catalog.find("clients")->field("tier")->writable);
  EXPECT_FALSE(catalog.find("clients")->field("name")->writable);
}

TEST(ModelCatalog, NamesWhatIsWrongWithNames) {
  EXPECT_EQ(said("entities:\n"
                 "  Customer Orders: {hide: true}\n"
                 "  order: {table: Custom Orders}\n"
                 "  clients: {fields: {for: name, kind: teir, tier: name}}\n"
                 "  staff: {table: clients}\n"),
            "f.yaml:2:3: error: 'Customer Orders' cannot be written in expressions\n"
            "    Customer Orders: {hide: true}\n"
            "    ^~~~~~~~~~~~~~~\n"
            "  = a name has letters of the alphabet, digits and '_', does not begin with a digit, "
            "and is no word of CEL's own\n"
            "f.yaml:3:18: error: the schema has no table 'Custom Orders'\n"
            "    order: {table: Custom Orders}\n"
            "                   ^~~~~~~~~~~~~\n"
            "  = did you mean 'Customer Orders'?\n"
            "f.yaml:4:22: error: 'for' cannot be written in expressions\n"
            "    clients: {fields: {for: name, kind: teir, tier: name}}\n"
            "                       ^~~\n"
            "  = a name has letters of the alphabet, digits and '_', does not begin with a digit, "
            "and is no word of CEL's own\n"
            "f.yaml:4:39: error: 'clients' has no column 'teir'\n"
            "    clients: {fields: {for: name, kind: teir, tier: name}}\n"
            "                                        ^~~~\n"
            "  = did you mean 'tier'?\n"
            "f.yaml:4:45: error: 'clients' has a column 'tier', too\n"
            "    clients: {fields: {for: name, kind: teir, tier: name}}\n"
            "                                              ^~~~\n"
            "  = choose a name that is free\n"
            "f.yaml:5:3: error: 'clients' is 'clients' already\n"
            "    staff: {table: clients}\n"
            "    ^~~~~\n"
            "6 errors, 0 warnings\n");
}

TEST(ModelCatalog, NamesWhatIsWrongWithRelations) {
  EXPECT_EQ(said("entities:\n"
                 "  deliveries:\n"
                 "    relations:\n"
                 "      a: {to: client, on: {client_id: id}}\n"
                 "      b: {to: clients, on: {service: id}}\n"
                 "      c: {to: clients, on: {service: tier}}\n"
                 "      d: {to: clients, on: {service: tier}, many: true, reverse: x}\n"
                 "      e: {to: clients, on: {}}\n"),
            "f.yaml:4:15: error: unknown entity 'client'\n"
            "        a: {to: client, on: {client_id: id}}\n"
            "                ^~~~~~\n"
            "  = did you mean 'clients'?\n"
            "f.yaml:5:29: error: 'service' is text, and 'id' of 'clients' is bigint\n"
            "        b: {to: clients, on: {service: id}}\n"
            "                              ^~~~~~~\n"
            "  = a relation joins fields of one type\n"
            "f.yaml:6:7: error: 'c' may lead to several records of 'clients'\n"
            "        c: {to: clients, on: {service: tier}}\n"
            "        ^\n"
            "  = say 'many: true', or join on its key or on fields with a unique index\n"
            "f.yaml:7:66: error: a relation to many has no 'reverse'\n"
            "        d: {to: clients, on: {service: tier}, many: true, reverse: x}\n"
            "                                                                   ^\n"
            "  = declare it as the relation to one, under the entity that it leads to\n"
            "f.yaml:8:28: error: 'on' names no fields\n"
            "        e: {to: clients, on: {}}\n"
            "                             ^\n"
            "  = as {customer_id: id}\n"
            "5 errors, 0 warnings\n");
}

TEST(ModelCatalog, NamesWhatIsWrongWithKeysZonesAndViews) {
  EXPECT_EQ(said("entities:\n"
                 "  clients: {zone: Europe/Berlin, key: tier}\n"
                 "  orders: {table: Customer Orders, key: data, fields: {id: {zone: UTC}}}\n"
                 "views:\n"
                 "  late: {table: Late, key: id, tables: [clients]}\n"
                 "  early: {table: clients, key: id, tables: [clients]}\n"
                 "writable: {clients: id}\n"),
            "f.yaml:2:19: warning: 'clients' has no timestamp without a zone\n"
            "    clients: {zone: Europe/Berlin, key: tier}\n"
            "                    ^~~~~~~~~~~~~\n"
            "f.yaml:2:39: warning: nothing in the database keeps two records of 'clients' from "
            "having the same key: they would be taken for one\n"
            "    clients: {zone: Europe/Berlin, key: tier}\n"
            "                                        ^~~~\n"
            "  = a unique index over its columns would\n"
            "f.yaml:3:41: error: 'data' is json, which cannot be a key\n"
            "    orders: {table: Customer Orders, key: data, fields: {id: {zone: UTC}}}\n"
            "                                          ^~~~\n"
            "f.yaml:3:67: error: 'id' is bigint, which needs no zone\n"
            "    orders: {table: Customer Orders, key: data, fields: {id: {zone: UTC}}}\n"
            "                                                                    ^~~\n"
            "f.yaml:5:40: warning: the view 'late' reads 'orders', too: changes there are not "
            "noticed\n"
            "    late: {table: Late, key: id, tables: [clients]}\n"
            "                                         ^\n"
            "  = name it under 'tables'\n"
            "f.yaml:5:41: warning: whenever 'clients' changes, all records that read the view "
            "'late' are looked at: it does not show which of them belong to a row of 'clients'\n"
            "    late: {table: Late, key: id, tables: [clients]}\n"
            "                                          ^~~~~~~\n"
            "  = if it does, say by which fields: clients: {<field of clients>: <field of late>}\n"
            "f.yaml:6:18: error: the schema has no view 'clients'\n"
            "    early: {table: clients, key: id, tables: [clients]}\n"
            "                   ^~~~~~~\n"
            "  = it is a table: name it under 'entities'\n"
            "3 errors, 4 warnings\n");
}

}  // namespace
}  // namespace steward::rules

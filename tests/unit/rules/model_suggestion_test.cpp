// SPDX-License-Identifier: MIT
#include "steward/rules/model_suggestion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/model_catalog.hpp"
#include "rules/model_reader.hpp"
#include "rules/yaml_parser.hpp"
#include "support/crm_catalog.hpp"
#include "unit/rules/loader_catalog.hpp"

namespace steward::rules {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A suggestion must be right as it is.
std::string suggested(const model::Catalog& catalog) {
  auto text = suggest_model("crm", catalog);
  Problems problems;
  problems.add_source("model.yaml", text);
  const auto file = parse_yaml(SourceText("model.yaml", text), problems);
  if (file) {
    const auto completed = complete_catalog(*file, catalog, problems);
    static_cast<void>(read_model(*file, completed, problems));
  }
  EXPECT_EQ(problems.render_all(), "") << text;
  return text;
}

TEST(ModelSuggestion, PeopleAreGuessedByNamesAndForeignKeys) {
  const auto text = suggested(test::loader_catalog());
  EXPECT_THAT(text,
              HasSubstr("# The people who work here: 'staff' by its name.\n"
                        "staff: {entity: staff, name: name, email: email, mobile: mobile}\n"));
  EXPECT_THAT(text, HasSubstr("# Who holds which role: 'role_holders' by its name and its relation "
                              "to 'staff'.\n"
                              "roles: {entity: role_holders, role: role.name, person: staff, "
                              "from: valid_from, to: valid_to}\n"));
  EXPECT_THAT(text, HasSubstr("absences: {entity: absences, person: staff, from: starts_at, "
                              "to: ends_at}\n"));
  EXPECT_THAT(text, HasSubstr("clients: {entity: clients, name: name}\n"));
  EXPECT_THAT(text, HasSubstr("# Which entity says who is on duty for which role?\n# duties: "));
  EXPECT_THAT(text, HasSubstr("# Where is recorded what a client agreed to be sent?"));
  EXPECT_THAT(text, HasSubstr("# 'notes' has no primary key."));
}

TEST(ModelSuggestion, NamesThatNoRuleCanSpellGetOthers) {
  model::Catalog catalog;
  auto orders = test::table("Customer Orders", {test::column("Ship Date", model::Type::timestamp),
                                                test::column("for", model::Type::text),
                                                test::column("2nd \"try\"", model::Type::text)});
  orders.fields[1].zoned = false;
  catalog.entities.emplace(orders.name, orders);
  const auto text = suggested(catalog);
  EXPECT_THAT(text, HasSubstr("entities:\n"
                              "  customer_orders:\n"
                              "    table: \"Customer Orders\"\n"
                              "    fields:\n"
                              "      ship_date: \"Ship Date\"\n"
                              "      for_: \"for\"\n"
                              "      n2nd_try: \"2nd \\\"try\\\"\"\n"));
  EXPECT_THAT(text, HasSubstr("#   customer_orders.ship_date\n# zone: America/New_York\n"));
}

TEST(ModelSuggestion, RelationsAreGuessedWhereNoForeignKeyIsDeclared) {
  model::Catalog catalog;
  for (auto table : {test::table("companies", {test::column("name", model::Type::text)}),
                     test::table("invoices", {test::column("company_id", model::Type::integer),
                                              test::column("paid_id", model::Type::integer)})}) {
    catalog.entities.emplace(table.name, table);
  }
  const auto text = suggested(catalog);
  EXPECT_THAT(text,
              HasSubstr("company: {to: companies, on: {company_id: id}}  # no foreign key; by "
                        "the names\n"));
  EXPECT_THAT(text, Not(HasSubstr("paid:")));
}

TEST(ModelSuggestion, AKeyIsGuessedByAUniqueIndexAlone) {
  auto catalog = test::loader_catalog();
  auto& notes = catalog.entities.at("notes");
  notes.indexes.push_back({{"id"}, true});
  EXPECT_THAT(suggested(catalog), HasSubstr("# 'notes' has no primary key."));
  notes.fields.front().nullable = false;
  EXPECT_THAT(suggested(catalog),
              HasSubstr("    key: [id]  # no primary key; a unique index is over them\n"));
}

TEST(ModelSuggestion, ViewsBringTheirTables) {
  auto catalog = test::loader_catalog();
  auto late = test::table("late", {});
  late.key.clear();
  late.view = true;
  late.tables = {{"deliveries", {"id"}, {{"id", "id"}}}};
  catalog.hidden.emplace("late", late);
  EXPECT_THAT(suggested(catalog), HasSubstr("views:\n"
                                            "  late:\n"
                                            "    key: [id]  # it shows the key of deliveries\n"
                                            "    tables: [deliveries]\n"));
  catalog.hidden.at("late").tables.push_back({"clients", {"name"}, {}});
  EXPECT_THAT(suggested(catalog), HasSubstr("#   late:\n"));
}

TEST(ModelSuggestion, AnEmptyDatabaseLeavesQuestions) {
  EXPECT_THAT(suggested({}), HasSubstr("# Which entity holds the people who work here"));
}

// When the whole draft was read anew for each guess, this took hours.
TEST(ModelSuggestion, ThousandsOfTablesTakeSeconds) {
  model::Catalog catalog;
  for (int i = 0; i < 2000; ++i) {
    const auto number = std::to_string(i);
    auto entity = test::table("part_" + number, {});
    for (int other = 1; other <= 5; ++other) {
      entity.fields.push_back(
          test::column("part_" + std::to_string((i + other) % 2000) + "_id", model::Type::integer));
    }
    catalog.entities.emplace(entity.name, std::move(entity));
  }
  const auto text = suggest_model("crm", catalog);
  EXPECT_THAT(text, HasSubstr("      part_1: {to: part_1, on: {part_1_id: id}}  # no foreign key; "
                              "by the names\n"));
  EXPECT_THAT(text, Not(HasSubstr("a relation of")));
}

TEST(ModelSuggestion, ItFitsACatalogOfManyShapes) {
  static_cast<void>(suggested(test::crm_catalog()));
}

TEST(ModelSuggestion, AFirstRuleIsAboutWhatBeginsAndEnds) {
  const auto rule = suggest_rule("schema: crm\n", test::loader_catalog(), "admin");
  EXPECT_THAT(rule, HasSubstr("    subject: enquiries\n"
                              "    mode: off\n"
                              "    clock:\n"
                              "      starts: received_at\n"
                              "      stops: answered_at\n"));
  EXPECT_EQ(suggest_rule("schema: crm\n", {}, "admin"), "");
}

}  // namespace
}  // namespace steward::rules

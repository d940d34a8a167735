// SPDX-License-Identifier: MIT
#include "rules/listing_compiler.hpp"

#include <gtest/gtest.h>

#include "support/crm_catalog.hpp"

namespace steward::rules {
namespace {

PlacedText placed(const std::string& text) {
  return {text, {"model.yaml", 4, 11, 1}};
}

class ListingCompilerTest : public testing::Test {
 protected:
  std::string compiled(const std::string& entity, const std::vector<ListingColumn>& columns,
                       bool by_keys = false) {
    Problems problems;
    const auto query =
        compile_listing(catalog, naming, *catalog.find(entity), columns, by_keys, problems);
    return query ? query->sql : problems.render(problems.sorted().front());
  }

  model::Catalog catalog = test::crm_catalog();
  Naming naming{"UTC", "staff", "clients"};
};

TEST_F(ListingCompilerTest, Selects_what_the_model_names) {
  EXPECT_EQ(compiled("staff", {{"key", ListingKind::person, placed("id")},
                               {"name", ListingKind::text, placed("name")},
                               {"mobile", ListingKind::text, std::nullopt}}),
            "select cast(s.\"id\" as text) as \"key\", s.\"name\" as \"name\", "
            "cast(null as text) as \"mobile\" from \"expression_crm\".\"staff\" as s");
  EXPECT_EQ(compiled("clients",
                     {{"key", ListingKind::text, std::nullopt},
                      {"manager", ListingKind::text, placed("account_manager.name")}},
                     true),
            "select cast(s.\"id\" as text) as \"key\", r1.\"name\" as \"manager\" "
            "from \"expression_crm\".\"clients\" as s "
            "left join \"expression_crm\".\"staff\" as r1 on r1.\"id\" = s.\"account_manager_id\" "
            "where s.\"id\" = any(cast(:keys as bigint[]))");
}

TEST_F(ListingCompilerTest, Says_what_a_column_must_be) {
  EXPECT_EQ(compiled("interactions", {{"person", ListingKind::person, placed("staff_id")}}),
            "model.yaml:4:11: error: 'person' must lead to 'staff', not be integer\n"
            "  = name the relation, not its column\n");
  EXPECT_EQ(
      compiled("interactions", {{"person", ListingKind::person, placed("client")}}),
      "model.yaml:4:11: error: 'person' must lead to 'staff', not be a record of 'clients'\n");
  EXPECT_EQ(compiled("interactions", {{"starts", ListingKind::instant, placed("kind")}}),
            "model.yaml:4:11: error: 'starts' must be a timestamp or a date, not text\n");
  EXPECT_EQ(compiled("interactions", {{"name", ListingKind::text, placed("client")}}),
            "model.yaml:4:11: error: 'name' cannot be a record of 'clients'\n"
            "  = name one of its fields\n");
  EXPECT_EQ(compiled("remarks", {{"name", ListingKind::text, placed("client.name")}}, true),
            "model.yaml:4:11: error: 'remarks' has no primary key\n"
            "  = say which columns tell its records apart, as 'key' under 'entities' in "
            "model.yaml\n");
}

}  // namespace
}  // namespace steward::rules

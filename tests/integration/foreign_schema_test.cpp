// SPDX-License-Identifier: MIT
// Steward over a schema that has everything that other people's have: tests/data/foreign.
#include <gmock/gmock.h>

#include "steward/rules/model_file.hpp"
#include "steward/store/catalog.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::StartsWith;
using testing::UnorderedElementsAre;

WorldFiles foreign() {
  return WorldFiles::of("foreign", "Somebody else");
}

constexpr const char* kRecords = R"(
  set search_path = "Old CRM";
  insert into "People" values (1, 'Ana Ruiz', 'ana@other.example', null),
                              (2, 'Ben Ito', 'ben@other.example', null),
                              (3, 'Cy Desk', 'desk@other.example', null);
  insert into "Role Of" values (3, 'desk', null);
  insert into "Customers" values ('DE', 7, 'Heron', 1, '{}'), ('US', 7, 'Kestrel', 2, '{}');)";

class ForeignSchema : public testing::Test {
 protected:
  ForeignSchema() {
    world.run(kRecords);
    world.settle();
  }

  void run(const std::string& sql) {
    world.run("set search_path = \"Old CRM\"; " + sql);
    world.settle();
  }

  /// The newest promise's state; "" when there is none.
  std::string state(const std::string& rule, const std::string& key) {
    return world.database().value(
        "select coalesce((select state from steward.commitment where rule = '" + rule +
        "' and key = '" + key + "' order by id desc limit 1), '')");
  }

  World world{at("2026-11-20T08:00:00Z"), foreign()};
};

TEST_F(ForeignSchema, A_promise_on_a_key_of_three_columns_runs_from_end_to_end) {
  run("insert into \"Customer Orders\" values ('DE', 7, 1, 'new', '2026-11-20 10:00', null)");
  // Ten o'clock in Berlin.
  EXPECT_THAT(world.commitment("order-shipped", "[\"DE\",7,1]"),
              StartsWith("open due 2026-11-22T09:00:00"));
  world.advance_to(at("2026-11-21T09:00:00Z"));
  EXPECT_THAT(world.messages(),
              ElementsAre("email ana@other.example: An order leaves within two days: 7"));
  // A changed customer leads to its orders by both columns: the other number 7 stays alone.
  run("update \"Customers\" set keeper = 2 where \"Country\" = 'DE'");
  world.advance_to(at("2026-11-22T09:00:00Z"));
  EXPECT_THAT(world.messages(),
              UnorderedElementsAre("email ben@other.example: An order leaves within two days: 7",
                                   "email desk@other.example: An order leaves within two days: 7"));
  // Shipped is in UTC, as the model says of that field.
  world.advance_to(at("2026-11-22T11:00:00Z"));
  run("update \"Customer Orders\" set \"Shipped\" = '2026-11-22 10:00'");
  EXPECT_EQ(state("order-shipped", "[\"DE\",7,1]"), "kept");
}

TEST_F(ForeignSchema, Rows_of_a_relation_of_several_columns_lead_to_their_subject) {
  run("insert into \"Customer Orders\" values ('DE', 7, 1, 'new', '2026-11-20 10:00', null), "
      "('DE', 7, 2, 'new', '2026-11-20 10:00', null)");
  run("insert into \"Order \"\"Lines\"\"\" values ('DE', 7, 2, 1, null)");
  EXPECT_EQ(state("order-shipped", "[\"DE\",7,1]"), "open");
  EXPECT_EQ(state("order-shipped", "[\"DE\",7,2]"), "cancelled");
  run("update \"Order \"\"Lines\"\"\" set \"Order No\" = 1");
  EXPECT_EQ(state("order-shipped", "[\"DE\",7,1]"), "cancelled");
  EXPECT_EQ(state("order-shipped", "[\"DE\",7,2]"), "open");
}

TEST_F(ForeignSchema, A_deleted_record_ends_its_promise) {
  run("insert into \"Customer Orders\" values ('DE', 7, 1, 'new', '2026-11-20 10:00', null)");
  run("delete from \"Customer Orders\"");
  EXPECT_EQ(state("order-shipped", "[\"DE\",7,1]"), "cancelled");
}

TEST_F(ForeignSchema, A_view_changes_with_each_table_behind_it) {
  run("insert into \"Customer Orders\" values ('US', 7, 5, 'new', '2026-11-20 10:00', null), "
      "('DE', 7, 5, 'new', '2026-11-20 10:00', null)");
  EXPECT_EQ(state("waiting", "[\"US\",7,5]"), "open");
  EXPECT_EQ(state("waiting", "[\"DE\",7,5]"), "");
  run("update \"Customers\" set \"Company\" = 'Kestrel' where \"Country\" = 'DE'");
  EXPECT_EQ(state("waiting", "[\"DE\",7,5]"), "open");
  // It leaves the view with its own table's row.
  run("update \"Customer Orders\" set \"State\" = 'shipped' where \"Country\" = 'US'");
  EXPECT_EQ(state("waiting", "[\"US\",7,5]"), "cancelled");
}

TEST_F(ForeignSchema, A_view_that_counts_changes_by_the_fields_that_it_groups_by) {
  run("insert into \"Customer Orders\" values ('US', 7, 5, 'new', '2026-11-20 10:00', null)");
  EXPECT_EQ(state("busy", "[\"US\",7]"), "");
  run("insert into \"Customer Orders\" values ('US', 7, 6, 'new', '2026-11-20 10:00', null)");
  EXPECT_EQ(state("busy", "[\"US\",7]"), "open");
  run("delete from \"Customer Orders\" where \"Order No\" = 6");
  EXPECT_EQ(state("busy", "[\"US\",7]"), "cancelled");
}

TEST_F(ForeignSchema, All_pages_are_gone_through_in_the_order_of_the_key) {
  run("alter table \"Customer Orders\" disable trigger all; "
      "insert into \"Customer Orders\" select 'US', 7, n, 'new', '2026-11-20 10:00', null "
      "from generate_series(1, 2500) n; "
      "alter table \"Customer Orders\" enable trigger all; "
      "insert into steward.resync (entity, reason) values ('orders', 'the test')");
  EXPECT_EQ(world.database().value(
                "select count(*) from steward.commitment where rule = 'order-shipped'"),
            "2500");
}

TEST_F(ForeignSchema, What_the_model_says_stands_in_the_catalog) {
  Problems problems;
  const auto catalog = store::read_catalog(world.pool(), "Old CRM").value();
  const auto model = rules::load_model(foreign().rules.model, catalog, problems);
  EXPECT_EQ(problems.render_all(), "");
  const auto& orders = *model.catalog.find("orders");
  EXPECT_EQ(orders.table, "Customer Orders");
  EXPECT_EQ(orders.field("ordered")->zone, "Europe/Berlin");
  EXPECT_EQ(orders.field("shipped")->zone, "UTC");
  EXPECT_EQ(orders.field("hold")->type, model::Type::range);
  EXPECT_EQ(orders.field("hold")->zone, "Europe/Berlin");
  EXPECT_EQ(orders.field("state")->values, (std::vector<std::string>{"new", "picked", "shipped"}));
  EXPECT_TRUE(orders.field("state")->writable);
  EXPECT_EQ(model.catalog.find("customers")->field("phones")->type, model::Type::list);
  EXPECT_EQ(
      model.catalog.find("waiting_orders")->tables,
      (std::vector<model::ViewTable>{
          {"orders",
           {"Country", "Customer No", "Order No", "State", "Ordered"},
           {{"Country", "Country"}, {"Customer No", "Customer No"}, {"Order No", "Order No"}}},
          {"customers",
           {"Country", "Number", "Company", "keeper"},
           {{"Country", "Country"}, {"Number", "Customer No"}}}}));
}

}  // namespace
}  // namespace steward::test

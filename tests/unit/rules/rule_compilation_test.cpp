// SPDX-License-Identifier: MIT
#include "rules/rule_compilation.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/crm_catalog.hpp"

namespace steward::rules {
namespace {

PlacedText text(const std::string& written) {
  return {written, {"r.yaml", 1, 1, 1}};
}

PlacedRule rule_about_clients() {
  PlacedRule placed;
  placed.rule.name = "r";
  placed.rule.subject = "clients";
  placed.rule.mark = {"r.yaml", 1, 1, 1};
  placed.subject = text("clients");
  placed.starts = text("last_reviewed_at");
  return placed;
}

std::optional<model::Rule> compiled(const PlacedRule& placed, Problems& problems) {
  return compile_rule(placed, test::crm_catalog(), {"UTC", "staff", "clients"}, {}, {}, problems);
}

/// Its steps stand in a table whose rows ask for the numbers below `values`, each row for others.
PlacedRule with_rows(int rows, int values) {
  auto placed = rule_about_clients();
  placed.step_table.emplace();
  placed.step_table->name = "table";
  auto& table = placed.step_table->table;
  table.by = {text("visits"), text("visits + 1"), text("visits + 2")};
  const auto cell = [](int number) { return text(fmt::format("{}", number)); };
  for (int row = 0; row < rows; ++row) {
    table.rows.push_back(
        {{}, {cell(row % values), cell(row / values % values), cell(row / values / values)}, {}});
  }
  return placed;
}

TEST(RuleCompilation, RefusesMoreValuesThanAStatementCanHave) {
  Problems problems;
  EXPECT_FALSE(compiled(with_rows(65'600, 65'600), problems));
  ASSERT_EQ(problems.error_count(), 1U);
  EXPECT_EQ(problems.sorted().front().message,
            "the rule has 65601 different values, and a statement can have 65500");
  EXPECT_EQ(problems.sorted().front().hint, "make several rules of it");
}

TEST(RuleCompilation, BindsWhatIsEqualOnce) {
  Problems problems;
  const auto rule = compiled(with_rows(1'000, 10), problems);
  ASSERT_TRUE(rule) << problems.render_all();
  EXPECT_EQ(rule->asked.binds.size(), 11U) << "the numbers, and the name of the answer";
}

TEST(RuleCompilation, BindsAListOnce) {
  auto placed = rule_about_clients();
  placed.when = text("name in ['a', 'b'] && visits in [1, 2, 3] && !(tier in ['standard'])");
  Problems problems;
  const auto rule = compiled(placed, problems);
  ASSERT_TRUE(rule) << problems.render_all();
  EXPECT_EQ(rule->evaluate.binds.size(), 3U);
  EXPECT_NE(rule->evaluate.sql.find("s.\"name\" = any(cast(:p1 as text[]))"), std::string::npos);
}

}  // namespace
}  // namespace steward::rules

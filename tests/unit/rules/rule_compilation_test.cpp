// SPDX-License-Identifier: MIT
#include "rules/rule_compilation.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

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

/// What a breach of the rule keeps, by name: the names that its query binds.
std::vector<std::string> kept(const PlacedRule& placed) {
  Problems problems;
  const auto rule = compiled(placed, problems);
  EXPECT_TRUE(rule) << problems.render_all();
  std::vector<std::string> names;
  if (!rule) return names;
  for (const auto& [parameter, value] : rule->grounds.binds) {
    names.push_back(std::get<std::string>(value));
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(RuleCompilation, ABreachKeepsWhatDecidesAboutThePromise) {
  auto placed = rule_about_clients();
  placed.when = text("tier == 'priority' && has(account_manager) && account_manager.name != 'Ana'");
  placed.stops = text("interactions.filter(i, i.useful).map(i, i.occurred_at).min()");
  placed.assign = text("account_manager");
  EXPECT_THAT(kept(placed), testing::ElementsAre("account_manager.name", "has(account_manager)",
                                                 "last_reviewed_at", "tier"))
      << "neither what messages say nor how many records there are";
}

TEST(RuleCompilation, ABreachKeepsTheFieldsOfATableOfLengths) {
  auto placed = rule_about_clients();
  placed.within_table.emplace();
  placed.within_table->by = {text("tier"), text("visits")};
  placed.within_table->rows.push_back({{}, {text("priority"), text("any")}, {}});
  EXPECT_THAT(kept(placed), testing::ElementsAre("last_reviewed_at", "tier", "visits"));
}

TEST(RuleCompilation, ABreachKeepsInstantsAsTextsAndWatchesNothingForIt) {
  Problems problems;
  const auto rule = compiled(rule_about_clients(), problems);
  ASSERT_TRUE(rule) << problems.render_all();
  EXPECT_NE(rule->grounds.sql.find("'YYYY-MM-DD\"T\"HH24:MI:SS.US'"), std::string::npos)
      << rule->grounds.sql;
  EXPECT_EQ(rule->grounds.sql.find("::"), std::string::npos);
  ASSERT_EQ(rule->reads.size(), 1U);
  EXPECT_EQ(rule->reads.front().columns, (std::vector<std::string>{"id", "last_reviewed_at"}));
}

}  // namespace
}  // namespace steward::rules

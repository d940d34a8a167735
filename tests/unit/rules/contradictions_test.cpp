// SPDX-License-Identifier: MIT
// Conditions that can never hold are found, those that can are left alone, and neither takes long.
#include "rules/contradictions.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

#include "rules/asked_compiler.hpp"
#include "rules/rule_compiler.hpp"
#include "support/crm_catalog.hpp"

namespace steward::rules {
namespace {

const Naming kNaming{"UTC", "staff", "clients"};

/// The first complaint about a condition of a client, without its place; empty when there is none.
std::string complaint(const std::string& text) {
  const auto catalog = test::crm_catalog();
  Problems problems;
  RuleCompiler compiler(catalog, kNaming, *catalog.find("clients"), problems);
  compiler.when(PlacedText(text, {"r.yaml", 1, 1, 1}));
  return problems.empty() ? "" : problems.sorted().front().message;
}

bool is_possible(const std::string& text) {
  const auto message = complaint(text);
  EXPECT_TRUE(message.empty() || message.starts_with("this condition can never hold: ")) << message;
  return message.empty();
}

TEST(Contradictions, BetweenBranchesAndTheRest) {
  EXPECT_EQ(complaint("(name == 'a' || name == 'b') && name == 'c'"),
            "this condition can never hold: 'name == 'c'' excludes '(name == 'a' || name == 'b')'");
  EXPECT_FALSE(is_possible("name == 'c' && (name == 'a' || name == 'b')"));
  EXPECT_FALSE(is_possible("(name == 'a' || name in ['b', 'c']) && (name == 'd' || name == 'e')"));
  EXPECT_FALSE(is_possible("(name == 'a' || name == 'b') && name == null"));
  EXPECT_FALSE(is_possible("!(name != 'a' && name != 'b') && name == 'c'"));
  EXPECT_FALSE(is_possible("name == 'x' && (name == 'a' && is_vip || name == 'b' && visits > 3)"));
  EXPECT_FALSE(is_possible("(name == 'a' && is_vip || name == 'b' && visits > 3) && name == 'x'"));
}

TEST(Contradictions, OfWhatIsInNothing) {
  EXPECT_EQ(complaint("name in []"), "this condition can never hold: 'name in []' is never true");
  EXPECT_EQ(complaint("is_vip && visits in []"),
            "this condition can never hold: 'visits in []' is never true");
  EXPECT_TRUE(is_possible("!(name in [])"));
  EXPECT_TRUE(is_possible("name in [] || is_vip"));
}

TEST(Contradictions, BetweenIntegersWithNoneBetweenThem) {
  EXPECT_FALSE(is_possible("visits > 1 && visits < 2"));
  EXPECT_FALSE(is_possible("visits < 2 && visits > 1"));
  EXPECT_FALSE(is_possible("visits > 1.2 && visits <= 1.9"));
  EXPECT_FALSE(is_possible("visits > 9223372036854775806 && visits < 9223372036854775807"));
  EXPECT_TRUE(is_possible("visits > 1 && visits < 3"));
  EXPECT_TRUE(is_possible("visits >= 1 && visits < 2"));
  EXPECT_TRUE(is_possible("visits > 1 && visits <= 2"));
  EXPECT_TRUE(is_possible("visits > 0.5 && visits < 1.5"));
  EXPECT_TRUE(is_possible("visits > -1 && visits < 1"));
  EXPECT_TRUE(is_possible("credit > 1.0 && credit < 2.0"));
  EXPECT_TRUE(is_possible("credit > 1 && credit < 2"));
}

TEST(Contradictions, AreNoneWhereOneRecordCanMeetAll) {
  EXPECT_TRUE(is_possible("(name == 'a' || name == 'b') && name == 'b'"));
  EXPECT_TRUE(is_possible("(name == 'a' || is_vip) && name == 'c'"));
  EXPECT_TRUE(is_possible("(name == 'a' || name == null) && name == null"));
  EXPECT_TRUE(is_possible("(name == 'a' || account_manager.name == 'b') && name == 'c'"));
  EXPECT_TRUE(is_possible("(name == 'a' || name != 'b') && name == 'c'"));
  EXPECT_TRUE(is_possible("!(name == 'a' && is_vip) && name == 'a'"));
  EXPECT_TRUE(is_possible("!(name == 'a' || name == 'b') && name == 'c'"));
  EXPECT_TRUE(is_possible("!(name == 'a') && name == null"));
  EXPECT_TRUE(is_possible("name == 'a' && name.lowerAscii() == 'b'"));
  EXPECT_TRUE(is_possible("name in ['A', 'a'] && name == 'a'"));
  EXPECT_TRUE(is_possible("(visits == 3 || visits == 4) && visits == 3.0"));
  EXPECT_TRUE(is_possible("visits == 9007199254740993 && visits >= 9007199254740993.0"));
  EXPECT_TRUE(is_possible("is_vip == null && (is_vip == null || is_vip)"));
  EXPECT_TRUE(
      is_possible("interactions.exists(i, i.kind == 'a' || i.kind == 'b') && "
                  "interactions.exists(i, i.kind == 'c')"));
}

std::string nested(const std::string& innermost, const std::string& around, int levels) {
  auto text = innermost;
  for (int i = 0; i < levels; ++i) text = fmt::format("({} {})", text, around);
  return text;
}

TEST(Contradictions, AreLookedForInNoTimeHoweverDeep) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(is_possible(nested("false", "|| false", 90)));
  EXPECT_FALSE(is_possible("!" + nested("true", "&& true", 90)));
  EXPECT_FALSE(is_possible(nested("name == 'a'", "|| name == 'b'", 90) + " && name == 'c'"));
  EXPECT_TRUE(is_possible(nested("is_vip", "|| false", 90)));
  auto alternating = std::string("false");
  for (int i = 0; i < 44; ++i) alternating = "(true && (" + alternating + " || false))";
  EXPECT_FALSE(is_possible(alternating));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(Contradictions, OfAStepsConditionAreFoundToo) {
  const auto catalog = test::crm_catalog();
  Problems problems;
  AskedCompiler asked(catalog, kNaming, *catalog.find("clients"), problems);
  const std::string text = "visits > 5 && visits < 3";
  EXPECT_FALSE(asked.condition(text, PlacedText(text, {"r.yaml", 1, 1, 1})));
  EXPECT_EQ(problems.sorted().front().message,
            "this condition can never hold: 'visits < 3' excludes 'visits > 5'");
}

}  // namespace
}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "steward/rules/rule_excerpt.hpp"

#include <gtest/gtest.h>

namespace steward::rules {
namespace {

const std::string kFile =
    "# The rules of the desk.\n"
    "\n"
    "rules:\n"
    "  # Asked for by the office manager.\n"
    "  - rule: first\n"
    "    title: One   # the title\n"
    "\n"
    "  - title: Two\n"
    "    rule: second\n"
    "  # Not yet.\n"
    "  - rule: third\n"
    "    title: Three\n"
    "\n";

TEST(RuleExcerpt, IsTheRuleAsItWasWrittenWithTheCommentAboveIt) {
  EXPECT_EQ(rule_excerpt(kFile, "first"),
            "  # Asked for by the office manager.\n"
            "  - rule: first\n"
            "    title: One   # the title\n");
  EXPECT_EQ(rule_excerpt(kFile, "second"), "  - title: Two\n    rule: second\n");
  EXPECT_EQ(rule_excerpt(kFile, "third"), "  # Not yet.\n  - rule: third\n    title: Three\n");
}

TEST(RuleExcerpt, IsTheWholeLineWhereRulesShareOne) {
  const std::string line = "rules: [{rule: a, title: A}, {rule: b, title: B}]\n";
  EXPECT_EQ(rule_excerpt(line, "a"), line);
  EXPECT_EQ(rule_excerpt(line, "b"), line);
}

TEST(RuleExcerpt, IsNothingWhereThereIsNoSuchRule) {
  EXPECT_EQ(rule_excerpt(kFile, "fourth"), std::nullopt);
  EXPECT_EQ(rule_excerpt("rules: 3\n", "a"), std::nullopt);
  EXPECT_EQ(rule_excerpt("{", "a"), std::nullopt);
}

}  // namespace
}  // namespace steward::rules

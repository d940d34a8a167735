// SPDX-License-Identifier: MIT
#include "rules/vars.hpp"

#include <gtest/gtest.h>

#include "rules/rule_reader.hpp"
#include "rules/yaml_parser.hpp"

namespace steward::rules {
namespace {

YamlNode mapping(const std::string& text) {
  Problems problems;
  auto node = parse_yaml(SourceText("f.yaml", text), problems);
  EXPECT_TRUE(node) << problems.render_all();
  return node ? *node : YamlNode();
}

std::string expanded(Vars& vars, const std::string& text) {
  Problems problems;
  auto result = vars.expand(PlacedText(text, SourceMark{"f.yaml", 1, 1, 1}), problems).text();
  EXPECT_EQ(problems.render_all(), "");
  return result;
}

TEST(Vars, OfARuleSeeThoseOfItsFile) {
  Problems problems;
  Vars file;
  file.read(mapping("{a: x + 1, b: mine}"), problems);
  Vars rule(file);
  rule.read(mapping("{mine: a * 2}"), problems);
  EXPECT_EQ(problems.render_all(), "");
  EXPECT_EQ(expanded(rule, "mine > a"), "((x + 1) * 2) > (x + 1)");
  EXPECT_EQ(expanded(rule, "b"), "(mine)") << "a file's see only each other";
  EXPECT_EQ(rule.used().size(), 3U);
  EXPECT_TRUE(file.used().empty());
}

TEST(Vars, ArePutInWithoutTheirWhiteSpaceAndComments) {
  Problems problems;
  Vars vars;
  vars.read(mapping("a: >\n  x  // why\n    + 1  // because\nb: '\"office\"  '\n"), problems);
  EXPECT_EQ(problems.render_all(), "");
  EXPECT_EQ(expanded(vars, "b"), "(\"office\")");
  EXPECT_EQ(expanded(vars, "a > 2"), "(x  // why\n  + 1) > 2");
}

/// v0: x, v1: v0, v2: v1, …
std::string chain_of(int count) {
  std::string text = "  v0: x\n";
  for (int i = 1; i < count; ++i) {
    text += "  v" + std::to_string(i) + ": v" + std::to_string(i - 1) + "\n";
  }
  return text;
}

// When each of them was split anew for all that lead to it, 4,000 took 41 s.
TEST(Vars, AreReadInATimeInProportion) {
  Problems problems;
  Vars vars;
  vars.read(mapping(chain_of(40000)), problems);
  EXPECT_EQ(problems.render_all(), "");
  EXPECT_TRUE(vars.has("v39999"));
  EXPECT_EQ(expanded(vars, "v2"), "(((x)))");
}

TEST(Vars, AreNotCopiedForEachRule) {
  std::string text = "vars:\n" + chain_of(10000) + "rules:\n";
  for (int i = 0; i < 2000; ++i) {
    const auto name = std::to_string(i);
    text += "- {rule: r" + name + ", title: t, source: s, owner: o, subject: x, vars: {w: v9}, " +
            "clock: {starts: w}, steps: [{at: start, escalate: c}]}\n";
  }
  Problems problems;
  const auto rules = read_rules(mapping(text), calendar::Zone(), problems);
  EXPECT_EQ(problems.render_all(), "");
  ASSERT_EQ(rules.size(), 2000U);
  EXPECT_EQ(rules.back().vars.size(), 11U);
}

}  // namespace
}  // namespace steward::rules

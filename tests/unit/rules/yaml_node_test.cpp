// SPDX-License-Identifier: MIT
#include "rules/yaml_node.hpp"

#include <gtest/gtest.h>

#include "rules/yaml_parser.hpp"

namespace steward::rules {
namespace {

std::string canonical(const std::string& text) {
  Problems problems;
  const auto node = parse_yaml(SourceText("f.yaml", text), problems);
  EXPECT_TRUE(problems.empty()) << problems.render_all();
  return node ? canonical_text(*node) : "";
}

TEST(CanonicalText, IsTheSameForTheSameContent) {
  const auto text = canonical("a: b c\nd: [e, {f: g}]\nh:\ni: []\nj: {}\n");
  EXPECT_EQ(text, "a: \"b c\"\nd:\n  - \"e\"\n  -\n    f: \"g\"\nh: null\ni: []\nj: {}\n");
  EXPECT_EQ(canonical("# why\n{'a': \"b c\", d: [\n  e, {f: g}], h: ~, i: [], j: {}}\n"), text);
  EXPECT_EQ(canonical("a: >\n  b\n  c\nd:\n- e\n- f: 'g'\nh: null\ni: []\nj: {}\n"), text);
}

TEST(CanonicalText, TellsWhatDiffers) {
  EXPECT_NE(canonical("a: b\n"), canonical("a: c\n"));
  EXPECT_NE(canonical("a: ''\n"), canonical("a:\n"));
  EXPECT_NE(canonical("a: ~\n"), canonical("a: '~'\n"));
  EXPECT_NE(canonical("a: [b, c]\n"), canonical("a: ['b, c']\n"));
  EXPECT_NE(canonical("a: {b: c}\n"), canonical("a: \"\\n  b: \\\"c\\\"\"\n"));
}

TEST(CanonicalText, CanBeReadAgain) {
  const auto text = canonical("a: \"q\\\"\\\\ \\n\\tz é\"\n'odd key: ': [[x], [], {y: {z: }}]\n");
  EXPECT_EQ(canonical(text), text);
}

TEST(Trimmed, TakesWhiteSpaceOffBothEnds) {
  EXPECT_EQ(trimmed(" \n a b\t\r\n"), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
  EXPECT_EQ(trimmed(""), "");
}

}  // namespace
}  // namespace steward::rules

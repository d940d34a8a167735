// SPDX-License-Identifier: MIT
#include "rules/scalar_places.hpp"

#include <gtest/gtest.h>

#include <string>

#include "rules/source_text.hpp"
#include "rules/yaml_parser.hpp"

namespace steward::rules {
namespace {

/// The file's characters at the places of the value's, with `_` for white space: shows in one line
/// where each character of the value was found.
std::string found(const std::string& yaml, const std::string& value) {
  const auto start = yaml.find_first_not_of(' ', yaml.find(':') + 1);
  std::string seen;
  for (const auto offset : scalar_offsets(yaml, start, value)) {
    const char c = offset < yaml.size() ? yaml[offset] : '$';
    seen += c == ' ' ? '_' : c == '\n' ? '/' : c;
  }
  return seen;
}

TEST(ScalarPlaces, PlainTextStandsWhereItIs) {
  EXPECT_EQ(found("a: x == y\n", "x == y"), "x_==_y/");
}

TEST(ScalarPlaces, PlainTextOverLinesFindsEachWord) {
  EXPECT_EQ(found("a: one\n   two\n\n   three\n", "one two\nthree"), "one/two/three/");
}

TEST(ScalarPlaces, QuotesAndEscapesAreSteppedOver) {
  EXPECT_EQ(found("a: 'it''s so'\n", "it's so"), "it's_so'");
  EXPECT_EQ(found("a: \"b \\\"c\\\" d\"\n", "b \"c\" d"), "b_\\c\\_d\"");
  EXPECT_EQ(found("a: \"\\u00e9x\"\n", "éx"), "\\\\x\"");
  EXPECT_EQ(found("a: \"b \\\n   c\"\n", "b c"), "b_c\"");
  EXPECT_EQ(found("a: \"b\n   c\n\n   d\"\n", "b c\nd"), "b/c/d\"");
}

TEST(ScalarPlaces, LiteralBlocksLoseTheirIndentation) {
  EXPECT_EQ(found("a: |\n  one\n\n    two\n  three\n", "one\n\n  two\nthree\n"),
            "one//__two/three//");
}

TEST(ScalarPlaces, FoldedBlocksJoinLines) {
  EXPECT_EQ(found("a: >  # why\n  one\n  two\n\n  three\n", "one two\nthree\n"), "one/two/three//");
  EXPECT_EQ(found("a: >-\n  one\n    two\n  three", "one\n  two\nthree"), "one/__two/three$");
}

/// All values of one file that nests, indents and folds: each word must be found where it is.
TEST(ScalarPlaces, EveryWordOfAParsedFileIsFoundInItsLine) {
  const std::string yaml =
      "list:\n"
      "  - when: >\n"
      "      alpha.filter(i,\n"
      "        i.kind == \"b\")\n"
      "           .min()\n"
      "    literal: |+\n"
      "      gamma\n"
      "\n"
      "        delta é epsilon\n"
      "\n"
      "  - {quoted: \"zeta\n"
      "      kappa\", single: 'theta\n"
      "\n"
      "      iota'}\n";
  Problems problems;
  const SourceText source("f.yaml", yaml);
  const auto root = parse_yaml(source, problems);
  ASSERT_TRUE(root);
  ASSERT_TRUE(problems.empty()) << problems.render_all();
  const auto& items = root->find("list")->items;
  const auto place = [](const YamlNode* node, const std::string& word) {
    const auto mark = node->text.mark(node->text.text().find(word), word.size());
    return std::to_string(mark.line) + ":" + std::to_string(mark.column);
  };
  const auto* when = items[0].find("when");
  EXPECT_EQ(when->text.text(), "alpha.filter(i,\n  i.kind == \"b\")\n     .min()\n");
  EXPECT_EQ(place(when, "alpha"), "3:7");
  EXPECT_EQ(place(when, "kind"), "4:11");
  EXPECT_EQ(place(when, "\"b\""), "4:19");
  EXPECT_EQ(place(when, ".min"), "5:12");
  const auto* literal = items[0].find("literal");
  EXPECT_EQ(literal->text.text(), "gamma\n\n  delta é epsilon\n\n");
  EXPECT_EQ(place(literal, "delta"), "9:9");
  EXPECT_EQ(place(literal, "epsilon"), "9:17");
  EXPECT_EQ(place(items[1].find("quoted"), "zeta"), "11:15");
  EXPECT_EQ(place(items[1].find("quoted"), "kappa"), "12:7");
  EXPECT_EQ(place(items[1].find("single"), "iota"), "14:7");
}

}  // namespace
}  // namespace steward::rules

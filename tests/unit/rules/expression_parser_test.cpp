// SPDX-License-Identifier: MIT
#include "rules/expression_parser.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>

namespace steward::rules {
namespace {

std::string show(const Literal& literal) {
  if (const auto* truth = std::get_if<bool>(&literal)) return *truth ? "true" : "false";
  if (const auto* integer = std::get_if<std::int64_t>(&literal)) return fmt::format("{}", *integer);
  if (const auto* number = std::get_if<double>(&literal)) return fmt::format("{}f", *number);
  if (const auto* text = std::get_if<std::string>(&literal)) return "<" + *text + ">";
  return "null";
}

/// The tree in Lisp's manner: who binds to whom is what the tests are about.
std::string show(const Expression& expression) {
  if (expression.kind == ExpressionKind::literal) return show(expression.literal);
  if (expression.kind == ExpressionKind::name) return expression.text;
  const auto name = expression.kind == ExpressionKind::member   ? "." + expression.text
                    : expression.kind == ExpressionKind::method ? "." + expression.text + "()"
                                                                : expression.text;
  std::string shown = "(" + name;
  for (const auto& operand : expression.operands) shown += " " + show(operand);
  return shown + ")";
}

std::string parsed(const std::string& text) {
  Problems problems;
  const auto expression = parse_expression(PlacedText(text, {"r.yaml", 1, 1, 1}), problems);
  return expression ? show(*expression) : problems.render_all();
}

std::string complaint(const std::string& text) {
  Problems problems;
  problems.add_source("r.yaml", "when: " + text);
  EXPECT_FALSE(parse_expression(PlacedText(text, {"r.yaml", 1, 7, 1}), problems));
  EXPECT_EQ(problems.error_count(), 1U);
  return problems.empty() ? "" : problems.render(problems.sorted().front());
}

TEST(ExpressionParser, BindsAsCelDoes) {
  EXPECT_EQ(parsed("a || b && c"), "(|| a (&& b c))");
  EXPECT_EQ(parsed("a && b || c && d"), "(|| (&& a b) (&& c d))");
  EXPECT_EQ(parsed("!a && b"), "(&& (! a) b)");
  EXPECT_EQ(parsed("a == b && c < d"), "(&& (== a b) (< c d))");
  EXPECT_EQ(parsed("a + b * c - d"), "(- (+ a (* b c)) d)");
  EXPECT_EQ(parsed("-a.b + c"), "(+ (- (.b a)) c)");
  EXPECT_EQ(parsed("a == b in c"), "(in (== a b) c)");
  EXPECT_EQ(parsed("a < b == c"), "(== (< a b) c)");
  EXPECT_EQ(parsed("(a || b) && c"), "(&& (|| a b) c)");
}

TEST(ExpressionParser, ChainsOfAndAreOneNode) {
  EXPECT_EQ(parsed("a && b && c && d"), "(&& a b c d)");
}

TEST(ExpressionParser, TheConditionalBindsToTheRight) {
  EXPECT_EQ(parsed("a ? b : c ? d : e"), "(? a b (? c d e))");
  EXPECT_EQ(parsed("a || b ? c : d"), "(? (|| a b) c d)");
}

TEST(ExpressionParser, ReadsPathsCallsAndLists) {
  EXPECT_EQ(parsed("client.interactions.filter(i, i.kind == 'call').map(i, i.at).min()"),
            "(.min() (.map() (.filter() (.interactions client) i (== (.kind i) <call>)) i "
            "(.at i)))");
  EXPECT_EQ(parsed("has(a.b) && size(c) in [1, 2,]"), "(&& (has (.b a)) (in (size c) ([ 1 2)))");
  EXPECT_EQ(parsed("f(1, 2,)").substr(0, 10), "r.yaml:1:8");
  EXPECT_EQ(parsed("[1,,]").substr(0, 10), "r.yaml:1:4");
  EXPECT_EQ(parsed("tier in ['a', \"b\"]"), "(in tier ([ <a> <b>))");
  EXPECT_EQ(parsed("a in []"), "(in a ([))");
}

TEST(ExpressionParser, ReadsLiterals) {
  EXPECT_EQ(parsed("[1, -2, 0x1F, 1.5, -2e3, .5, true, false, null]"),
            "([ 1 -2 31 1.5f -2000f 0.5f true false null)");
  EXPECT_EQ(parsed("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(parsed("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(parsed("[1e-324, 1.7976931348623158e308]"), "([ 0f 1.7976931348623157e+308f)");
}

TEST(ExpressionParser, ReadsTextsWithTheirEscapes) {
  EXPECT_EQ(parsed(R"('a\'b')"), "<a'b>");
  EXPECT_EQ(parsed(R"("a\n\t\\\x41\u00e9\U0001F600\101")"), "<a\n\t\\Aé😀A>");
  EXPECT_EQ(parsed(R"(r'a\n')"), "<a\\n>");
  EXPECT_EQ(parsed(R"(R"a")"), "<a>");
  EXPECT_EQ(parsed("'''it's'''"), "<it's>");
}

TEST(ExpressionParser, SkipsComments) {
  EXPECT_EQ(parsed("a // why\n && b"), "(&& a b)");
}

TEST(ExpressionParser, SaysWhatItExpected) {
  EXPECT_EQ(complaint("tier = 'x'"),
            "r.yaml:1:12: error: unexpected '='\n"
            "  when: tier = 'x'\n"
            "             ^\n"
            "  = equality is '=='\n");
  EXPECT_EQ(complaint("a && "),
            "r.yaml:1:12: error: the expression ends too early\n"
            "  when: a && \n"
            "             ^\n"
            "  = expected a value\n");
  EXPECT_EQ(complaint("(a"),
            "r.yaml:1:9: error: the expression ends too early\n"
            "  when: (a\n"
            "          ^\n"
            "  = expected ')'\n");
  EXPECT_EQ(complaint("a b"),
            "r.yaml:1:9: error: unexpected 'b'\n"
            "  when: a b\n"
            "          ^\n"
            "  = expected an operator or the end\n");
}

TEST(ExpressionParser, CountsColumnsInCharacters) {
  EXPECT_EQ(complaint("'é' == 'ü' §"),
            "r.yaml:1:18: error: unexpected '§'\n"
            "  when: 'é' == 'ü' §\n"
            "                   ^\n");
}

TEST(ExpressionParser, ComplainsAboutBadTexts) {
  EXPECT_EQ(complaint("'abc"),
            "r.yaml:1:7: error: this text has no closing quote\n"
            "  when: 'abc\n"
            "        ^~~~\n");
  EXPECT_EQ(complaint(R"('a\qb')"),
            "r.yaml:1:9: error: unknown escape '\\q'\n"
            "  when: 'a\\qb'\n"
            "          ^~\n");
  EXPECT_EQ(complaint(R"('\ud800')"),
            "r.yaml:1:8: error: '\\ud800' is not a character\n"
            "  when: '\\ud800'\n"
            "         ^~~~~~\n");
  EXPECT_EQ(complaint(R"('\x00')"),
            "r.yaml:1:7: error: a text cannot hold the character NUL\n"
            "  when: '\\x00'\n"
            "        ^~~~~~\n");
}

TEST(ExpressionParser, ComplainsAboutNumbersThatDoNotFit) {
  EXPECT_EQ(complaint("9223372036854775808"),
            "r.yaml:1:7: error: the integer 9223372036854775808 is too large\n"
            "  when: 9223372036854775808\n"
            "        ^~~~~~~~~~~~~~~~~~~\n");
  EXPECT_EQ(complaint("1e999"),
            "r.yaml:1:7: error: the number 1e999 is out of range\n"
            "  when: 1e999\n"
            "        ^~~~~\n");
  EXPECT_EQ(complaint("12abc"),
            "r.yaml:1:7: error: '12abc' is not a number\n"
            "  when: 12abc\n"
            "        ^~~~~\n");
  EXPECT_EQ(complaint("0x"),
            "r.yaml:1:7: error: '0x' is not a number\n"
            "  when: 0x\n"
            "        ^~\n");
}

TEST(ExpressionParser, RefusesSyntaxItDoesNotKnowByName) {
  EXPECT_EQ(complaint("a[0]"),
            "r.yaml:1:8: error: indexing with '[…]' is not supported by this version\n"
            "  when: a[0]\n"
            "         ^\n");
  EXPECT_EQ(complaint("{'a': 1}"),
            "r.yaml:1:7: error: map literals are not supported by this version\n"
            "  when: {'a': 1}\n"
            "        ^\n");
  EXPECT_EQ(complaint("5u"),
            "r.yaml:1:7: error: unsigned literals are not supported by this version\n"
            "  when: 5u\n"
            "        ^~\n");
  EXPECT_EQ(complaint("b'x'"),
            "r.yaml:1:7: error: bytes literals are not supported by this version\n"
            "  when: b'x'\n"
            "        ^~\n");
  EXPECT_EQ(complaint("rB'x'"),
            "r.yaml:1:7: error: bytes literals are not supported by this version\n"
            "  when: rB'x'\n"
            "        ^~~\n");
  EXPECT_EQ(complaint("rr'x'"),
            "r.yaml:1:9: error: unexpected ''x''\n"
            "  when: rr'x'\n"
            "          ^~~\n"
            "  = expected an operator or the end\n");
}

TEST(ExpressionParser, BoundsNestingInEveryForm) {
  const auto repeat = [](const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  const auto refused = "the expression is nested deeper than 100 levels";
  for (const auto& text :
       {repeat("(", 5000) + "a" + repeat(")", 5000), repeat("!", 5000) + "a",
        repeat("-", 5000) + "a", "a" + repeat(".b", 5000), "a" + repeat("+b", 5000),
        "a" + repeat("==b", 5000), repeat("a?b:", 3000) + "c", repeat("f(", 5000),
        "a" + repeat(".f()", 3000)}) {
    EXPECT_NE(complaint(text).find(refused), std::string::npos) << text.substr(0, 20);
  }
  EXPECT_EQ(parsed(repeat("(", 90) + "a" + repeat(")", 90)), "a");
  EXPECT_EQ(parsed("a" + repeat(" && a", 3000)).substr(0, 7), "(&& a a");
}

TEST(ExpressionParser, BoundsLength) {
  EXPECT_EQ(complaint(std::string(16385, 'a')).substr(0, 61),
            "r.yaml:1:7: error: the expression is longer than 16 KiB\n  whe");
}

}  // namespace
}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "steward/base/problem.hpp"

#include <gtest/gtest.h>

namespace steward {
namespace {

constexpr auto kRules = "rules:\n  - rule: follow-up\n\tclok: 48h\r\n  - größe: \"é\" zwölf\nend";

Problems with_source() {
  Problems problems;
  problems.add_source("rules/a.yaml", kRules);
  return problems;
}

std::string render(const Problem& problem) {
  return with_source().render(problem);
}

Problem at(int line, int column, int length, std::string hint = {}) {
  return {Severity::error, {"rules/a.yaml", line, column, length}, "wrong", std::move(hint)};
}

TEST(Problems, ShowThePlaceTheLineAndTheHint) {
  EXPECT_EQ(render(at(2, 5, 4, "did you mean 'role'?")),
            "rules/a.yaml:2:5: error: wrong\n"
            "    - rule: follow-up\n"
            "      ^~~~\n"
            "  = did you mean 'role'?\n");
}

TEST(Problems, KeepTabsAndDropTheCarriageReturn) {
  EXPECT_EQ(render(at(3, 2, 4)),
            "rules/a.yaml:3:2: error: wrong\n"
            "  \tclok: 48h\n"
            "  \t^~~~\n");
}

TEST(Problems, CountCharactersNotBytes) {
  EXPECT_EQ(render(at(4, 12, 3)),
            "rules/a.yaml:4:12: error: wrong\n"
            "    - größe: \"é\" zwölf\n"
            "             ^~~\n");
  EXPECT_EQ(render(at(4, 16, 99)),
            "rules/a.yaml:4:16: error: wrong\n"
            "    - größe: \"é\" zwölf\n"
            "                 ^~~~~\n");
}

TEST(Problems, PointBehindALineThatLacksSomething) {
  EXPECT_EQ(render(at(5, 4, 1)),
            "rules/a.yaml:5:4: error: wrong\n"
            "  end\n"
            "     ^\n");
}

TEST(Problems, ShowOnlyWhatIsKnownOfAPlace) {
  EXPECT_EQ(render({Severity::warning, {"rules/a.yaml", 0, 0, 1}, "odd", ""}),
            "rules/a.yaml: warning: odd\n");
  EXPECT_EQ(render(at(1, 0, 1)),
            "rules/a.yaml:1: error: wrong\n"
            "  rules:\n");
  EXPECT_EQ(render(at(99, 1, 1)), "rules/a.yaml:99:1: error: wrong\n");
  EXPECT_EQ(render({Severity::error, {"b.yaml", 3, 7, 1}, "wrong", "expected a list"}),
            "b.yaml:3:7: error: wrong\n"
            "  = expected a list\n");
  EXPECT_EQ(render({Severity::error, {}, "no rule file is given", ""}),
            "error: no rule file is given\n");
}

TEST(Problems, AreSortedByPlaceOnceEachAndCounted) {
  auto problems = with_source();
  problems.error({"rules/b.yaml", 1, 1, 1}, "fourth");
  problems.error({"rules/a.yaml", 2, 5, 4}, "third");
  problems.warning({"rules/a.yaml", 2, 3, 1}, "second");
  problems.error({"rules/a.yaml", 1, 9, 1}, "first");
  problems.error({"rules/a.yaml", 2, 5, 4}, "third");
  EXPECT_EQ(problems.error_count(), 3U);
  EXPECT_EQ(problems.warning_count(), 1U);
  EXPECT_TRUE(problems.has_errors());
  EXPECT_EQ(problems.render_all(),
            "rules/a.yaml:1:9: error: first\n"
            "  rules:\n"
            "        ^\n"
            "rules/a.yaml:2:3: warning: second\n"
            "    - rule: follow-up\n"
            "    ^\n"
            "rules/a.yaml:2:5: error: third\n"
            "    - rule: follow-up\n"
            "      ^~~~\n"
            "rules/b.yaml:1:1: error: fourth\n"
            "3 errors, 1 warning\n");
}

TEST(Problems, AreNoneAtFirst) {
  Problems problems;
  EXPECT_TRUE(problems.empty());
  EXPECT_FALSE(problems.has_errors());
  EXPECT_EQ(problems.render_all(), "");
  problems.warning({"a.yaml", 1, 1, 1}, "odd");
  EXPECT_FALSE(problems.empty());
  EXPECT_FALSE(problems.has_errors());
  EXPECT_EQ(problems.render_all(), "a.yaml:1:1: warning: odd\n0 errors, 1 warning\n");
}

TEST(Spelling, FindsWhatWasMeant) {
  const std::vector<std::string> keys{"rule", "subject", "when", "clock", "steps", "tier", "id"};
  struct Row {
    std::string_view word;
    std::string_view meant;
  };
  const std::vector<Row> rows{
      {"clok", "clock"},
      {"clocks", "clock"},
      {"subjetc", "subject"},
      {"teir", "tier"},
      {"Rule", "rule"},
      {"WHEN", "when"},
      {"step", "steps"},
      {"sbject", "subject"},
      {"notify", ""},
      {"x", ""},
      {"", ""},
      {"ie", "id"},
  };
  for (const auto& [word, meant] : rows) EXPECT_EQ(nearest_spelling(word, keys), meant) << word;
  EXPECT_EQ(nearest_spelling("clok", {}), "");
}

TEST(Spelling, HintsAtTheNearestOrNamesThemAll) {
  EXPECT_EQ(spelling_hint("clok", {"when", "clock"}), "did you mean 'clock'?");
  EXPECT_EQ(spelling_hint("notify", {"when", "clock"}), "expected one of: clock, when");
  EXPECT_EQ(spelling_hint("notify", {}), "");
  std::vector<std::string> many;
  for (char letter = 'n'; letter >= 'a'; --letter) many.emplace_back(8, letter);
  EXPECT_EQ(spelling_hint("word", many),
            "expected one of: aaaaaaaa, bbbbbbbb, cccccccc, dddddddd, eeeeeeee, ffffffff, "
            "gggggggg, hhhhhhhh, iiiiiiii, jjjjjjjj, kkkkkkkk, llllllll, …");
}

}  // namespace
}  // namespace steward

// SPDX-License-Identifier: MIT
#include "rules/pattern.hpp"

#include <gtest/gtest.h>

namespace steward::rules {
namespace {

std::string postgres(std::string_view text) {
  const auto pattern = translate_pattern(text);
  return pattern.mistake.empty() ? pattern.postgres : "mistake: " + pattern.mistake;
}

/// The mistake, and what of the pattern it is about.
std::string mistake(std::string_view text) {
  const auto pattern = translate_pattern(text);
  return pattern.mistake + " | " +
         std::string(text.substr(pattern.place.offset, pattern.place.length));
}

TEST(Pattern, SpellsOutWhatPostgresqlReadsDifferently) {
  EXPECT_EQ(postgres("^ab$"), "^ab$");
  EXPECT_EQ(postgres("a.b"), "a[^\\u000A]b");
  EXPECT_EQ(postgres("(?s)a.b"), "a.b");
  EXPECT_EQ(postgres("\\d+"), "(?:[0-9])+");
  EXPECT_EQ(postgres("[\\w-]"), "[0-9A-Z\\u005Fa-z\\u002D]");
  EXPECT_EQ(postgres("[^a]"), "[^a]");
  EXPECT_EQ(postgres("\\.\\x41\\x{1F600}ä"), "\\u002EA\\U0001F600\\u00E4");
  EXPECT_EQ(postgres("(?i)aK[b-c]"), "[aA][Kk\\u212A][b-cBC]");
  EXPECT_EQ(postgres("(?P<year>a|b)"), "(?:a|b)");
  EXPECT_EQ(postgres("a{2,3}?"), "(?:a){2,3}");
  EXPECT_EQ(postgres("a{,3}"), "a\\u007B\\u002C3\\u007D");
  EXPECT_EQ(postgres("(?m)^a$"), "(?:^|(?<=\\u000A))a(?:$|(?=\\u000A))");
  EXPECT_EQ(postgres("[[:alpha:]]|"), "[A-Za-z]|");
  EXPECT_EQ(postgres("\\D"), "[\\u0001-\\u002F\\u003A-\\U0010FFFF]");
  EXPECT_EQ(postgres("***=x"), "mistake: '*' repeats nothing");
  EXPECT_EQ(postgres("]"), "\\u005D");
}

TEST(Pattern, RefusesByNameWhatItDoesNotKnow) {
  EXPECT_EQ(mistake("a(?!b)"),
            "a pattern cannot have (?=, (?!, (?<= or (?<! in this version | (?!");
  EXPECT_EQ(mistake("(a)\\1"), "a pattern cannot have back references in this version | \\1");
  EXPECT_EQ(mistake("\\pL"), "a pattern cannot have the classes of Unicode in this version | \\p");
  EXPECT_EQ(mistake("\\C"), "'\\C' is no escape of a pattern | \\C");
  EXPECT_EQ(mistake("\\Qa\\E"), "'\\Q' is no escape of a pattern | \\Q");
  EXPECT_EQ(mistake("(?i)ä"),
            "a pattern cannot have letters beyond ASCII under (?i) in this version "
            "| ä");
  EXPECT_EQ(mistake("(?x)a"), "a pattern cannot have '(?x' in this version | (?x");
  EXPECT_EQ(mistake("a{256}"),
            "a pattern cannot have repetitions beyond 255 in this version "
            "| {256}");
}

TEST(Pattern, SaysWhatIsWrong) {
  EXPECT_EQ(mistake("(a"), "this '(' is not closed | (");
  EXPECT_EQ(mistake("a)"), "this ')' closes nothing | )");
  EXPECT_EQ(mistake("[a"), "this '[' is not closed | [");
  EXPECT_EQ(mistake("[b-a]"), "this range runs backwards | b-a");
  EXPECT_EQ(mistake("[[:alfa:]]"), "'[:alfa:]' is no class of characters | [:alfa:]");
  EXPECT_EQ(mistake("*a"), "'*' repeats nothing | *");
  EXPECT_EQ(mistake("a|+"), "'+' repeats nothing | +");
  EXPECT_EQ(mistake("a**"), "one repetition follows another | **");
  EXPECT_EQ(mistake("a{3,2}"), "this repetition runs backwards | {3,2}");
  EXPECT_EQ(mistake("{2}"), "this repeats nothing | {2}");
  EXPECT_EQ(mistake("a\\"), "this '\\' escapes nothing | \\");
  EXPECT_EQ(mistake("\\x0"), "this '\\x' is not right | \\x0");
  EXPECT_EQ(mistake("\\0"), "a pattern cannot hold the character NUL | \\0");
  EXPECT_EQ(mistake("((a{100}){100}){100}"),
            "the pattern is too large: written out, its repetitions have more than 1000 characters "
            "| (a{100}){100}");
  EXPECT_EQ(mistake(std::string(60, '(')), "the pattern is nested deeper than 50 levels | (");
}

}  // namespace
}  // namespace steward::rules

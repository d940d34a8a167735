// SPDX-License-Identifier: MIT
#include "app/text_diff.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

namespace steward::app {
namespace {

std::string diff(std::string_view before, std::string_view after) {
  return unified_diff("a/x", "b/x", before, after);
}

TEST(TextDiff, IsEmptyForEqualTexts) {
  EXPECT_EQ(diff("", ""), "");
  EXPECT_EQ(diff("one\ntwo\n", "one\ntwo\n"), "");
}

TEST(TextDiff, ShowsAChangeWithThreeLinesAround) {
  EXPECT_EQ(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
            "--- a/x\n+++ b/x\n"
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(TextDiff, JoinsChangesThatStandNear) {
  EXPECT_EQ(diff("1\n2\n3\n4\n5\n6\n7\n8\n", "one\n2\n3\n4\n5\n6\n7\neight\n"),
            "--- a/x\n+++ b/x\n"
            "@@ -1,8 +1,8 @@\n-1\n+one\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+eight\n");
  EXPECT_EQ(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "one\n2\n3\n4\n5\n6\n7\n8\nnine\n"),
            "--- a/x\n+++ b/x\n"
            "@@ -1,4 +1,4 @@\n-1\n+one\n 2\n 3\n 4\n"
            "@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+nine\n");
}

TEST(TextDiff, ShowsWhatIsNewAndWhatIsGone) {
  EXPECT_EQ(diff("", "1\n2\n"), "--- a/x\n+++ b/x\n@@ -0,0 +1,2 @@\n+1\n+2\n");
  EXPECT_EQ(diff("1\n", ""), "--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n-1\n");
}

TEST(TextDiff, TellsAMissingLastLineEnd) {
  EXPECT_EQ(diff("1\n2", "1\n2\n"),
            "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+2\n");
}

/// What the diff makes of the old text: the new one, or a failure.
std::string patched(const std::string& before, const std::string& difference) {
  std::vector<std::string> old_lines;
  std::istringstream reading(before);
  for (std::string line; std::getline(reading, line);) old_lines.push_back(line);
  std::string result;
  std::size_t at = 0;
  std::istringstream lines(difference);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("---", 0) == 0 || line.rfind("+++", 0) == 0) continue;
    if (line.rfind("@@", 0) == 0) {
      const auto first = static_cast<std::size_t>(std::stoul(line.substr(4)));
      const bool none = line.find(",0 +") != std::string::npos;
      for (const auto to = none ? first : first - 1; at < to; ++at) result += old_lines[at] + "\n";
      continue;
    }
    if (line[0] != '+') {
      EXPECT_EQ(line.substr(1), old_lines.at(at++));
    }
    if (line[0] != '-') result += line.substr(1) + "\n";
  }
  for (; at < old_lines.size(); ++at) result += old_lines[at] + "\n";
  return result;
}

TEST(TextDiff, LeadsFromAnyTextToAnyOther) {
  std::mt19937 random(4);
  const auto text = [&] {
    std::string lines;
    for (auto left = random() % 12; left > 0; --left) {
      lines += std::string(1, static_cast<char>('a' + random() % 3)) + "\n";
    }
    return lines;
  };
  for (int i = 0; i < 3000; ++i) {
    const auto before = text();
    const auto after = text();
    ASSERT_EQ(patched(before, diff(before, after)), after) << before << "->\n" << after;
  }
}

TEST(TextDiff, ReplacesTextsThatHaveTooLittleInCommon) {
  std::string before;
  std::string after;
  for (int i = 0; i < 3000; ++i) {
    before += "old " + std::to_string(i) + "\n";
    after += "new " + std::to_string(i) + "\n";
  }
  const auto difference = diff(before, after);
  EXPECT_EQ(patched(before, difference), after);
  EXPECT_EQ(difference.substr(0, 42), "--- a/x\n+++ b/x\n@@ -1,3000 +1,3000 @@\n-old");
}

}  // namespace
}  // namespace steward::app

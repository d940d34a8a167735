// SPDX-License-Identifier: MIT
// Wrong rule files with all that is said of them, and right ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "unit/rules/loader_catalog.hpp"
#include "unit/rules/rule_context.hpp"

namespace steward::rules {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream stream(path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// One rule file with mistakes, and what is said about them.
class BadRules : public testing::TestWithParam<std::string> {};

TEST_P(BadRules, AreRefusedInTheseWords) {
  const auto file = kData / "bad-rules" / (GetParam() + ".yaml");
  Problems problems;
  const auto set = load_rules(paths_with(file), test::loader_catalog(), "Skyport", problems);
  EXPECT_EQ(set == nullptr, problems.has_errors());
  EXPECT_EQ(without_folder(problems.render_all()),
            read(kData / "bad-rules" / (GetParam() + ".expected")));
}

/// One rule file that is right, and of which there is nothing to say.
class RightRules : public testing::TestWithParam<std::string> {};

TEST_P(RightRules, AreTakenWithoutAWord) {
  const auto file = kData / "good-rules" / "single" / (GetParam() + ".yaml");
  Problems problems;
  const auto set = load_rules(paths_with(file), test::loader_catalog(), "Skyport", problems);
  EXPECT_EQ(problems.render_all(), "");
  ASSERT_TRUE(set);
  EXPECT_FALSE(set->rules.empty());
}

std::vector<std::string> rules_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& item : std::filesystem::directory_iterator(kData / folder)) {
    if (item.path().extension() == ".yaml") names.push_back(item.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  auto name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Corpus, BadRules, testing::ValuesIn(rules_in("bad-rules")), test_name);
INSTANTIATE_TEST_SUITE_P(Corpus, RightRules, testing::ValuesIn(rules_in("good-rules/single")),
                         test_name);

TEST(Corpus, IsThere) {
  EXPECT_GE(rules_in("bad-rules").size(), 120U);
  EXPECT_GE(rules_in("good-rules/single").size(), 60U);
}

}  // namespace
}  // namespace steward::rules

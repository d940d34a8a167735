// SPDX-License-Identifier: MIT
// A rule taken apart: what it is about, what it reads, and the query for that.
#include "rules/rule_describer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/crm_catalog.hpp"

namespace steward::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

PlacedText text(const std::string& written) {
  return {written, {"r.yaml", 1, 1, 1}};
}

RuleInWords described(const std::string& when, const std::string& stops) {
  PlacedRule placed;
  placed.rule.subject = "service_deliveries";
  placed.when = text(when);
  placed.starts = text("completed_at");
  placed.stops = text(stops);
  placed.assign = text("client.account_manager");
  Problems problems;
  const auto found =
      describe(placed, test::crm_catalog(), {"America/New_York", "staff", "clients"}, problems);
  EXPECT_TRUE(found) << problems.render_all();
  return found.value_or(RuleInWords{});
}

constexpr const char* kFollowUps =
    "client.interactions.filter(i, i.occurred_at >= completed_at).map(i, i.occurred_at).min()";

TEST(RuleDescriber, SaysWhatTheRuleIsAbout) {
  const auto rule = described("client.tier == 'priority' && aircraft != null", kFollowUps);
  EXPECT_EQ(rule.subjects, "service deliveries");
  EXPECT_EQ(rule.which, "whose client's tier is \"priority\" and whose aircraft is given");
  EXPECT_EQ(rule.starts->words, "the completed-at time");
  EXPECT_EQ(rule.assign->text, "client.account_manager");
}

TEST(RuleDescriber, TakesAConditionApart) {
  const auto rule =
      described("client.tier == 'priority' && !(aircraft == null && notes == 'x')", kFollowUps);
  const auto& condition = *rule.condition;
  EXPECT_EQ(condition.kind, ConditionPart::Kind::all);
  ASSERT_EQ(condition.parts.size(), 2U);
  EXPECT_EQ(condition.parts[0].text, "client.tier == 'priority'");
  EXPECT_EQ(condition.parts[0].wish, "the client's tier were \"priority\"");
  EXPECT_THAT(condition.parts[0].reads, ElementsAre("client.tier"));
  const auto& either = condition.parts[1];
  EXPECT_EQ(either.kind, ConditionPart::Kind::any);
  EXPECT_EQ(either.text, "!(aircraft == null && notes == 'x')");
  ASSERT_EQ(either.parts.size(), 2U);
  EXPECT_EQ(either.parts[0].text, "!(aircraft == null)");
  EXPECT_EQ(either.parts[0].words, "the aircraft is given");
  EXPECT_EQ(either.parts[0].contrary, "the aircraft is not given");
  EXPECT_EQ(either.parts[1].column, "t3");
}

TEST(RuleDescriber, ListsWhatIsReadOnce) {
  const auto rule = described("status == 'completed' || status == 'scheduled'", kFollowUps);
  std::vector<std::string> read;
  for (const auto& value : rule.read) read.push_back(value.words);
  EXPECT_THAT(read,
              ElementsAre("the status", "the completed-at time",
                          "the number of client's interactions", "the client's account manager"));
  EXPECT_THAT(rule.stops->reads, ElementsAre("client.interactions", "completed_at"));
  EXPECT_EQ(rule.read[3].kind, RecordValue::Kind::presence);
}

TEST(RuleDescriber, KnowsTheVariableOfAMapWithACondition) {
  const auto rule =
      described("aircraft != null",
                "client.interactions.map(status, status.useful, status.occurred_at).min()");
  std::vector<std::string> read;
  for (const auto& value : rule.read) read.push_back(value.words);
  EXPECT_THAT(read,
              ElementsAre("the aircraft", "the completed-at time",
                          "the number of client's interactions", "the client's account manager"));
}

TEST(RuleDescriber, AsksForTestsAndValuesInOneQuery) {
  const auto rule = described("client.tier == 'priority' && (notes + status) != 'x'", kFollowUps);
  EXPECT_THAT(rule.values.sql, HasSubstr(" as \"t1\", "));
  EXPECT_THAT(rule.values.sql, HasSubstr(" as \"t2\", "));
  EXPECT_THAT(rule.values.sql, HasSubstr(" as \"v1\", "));
  EXPECT_THAT(rule.values.sql, HasSubstr(" as \"key\" "));
}

}  // namespace
}  // namespace steward::rules

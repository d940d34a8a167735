// SPDX-License-Identifier: MIT
#include "steward/model/rule.hpp"

#include <gtest/gtest.h>

namespace steward::model {
namespace {

using namespace std::chrono_literals;

Moment at(Anchor anchor, Microseconds offset, bool working = false) {
  return {anchor, offset, working, std::nullopt};
}

TEST(Mode, HasThreeSpellings) {
  for (const auto mode : {Mode::live, Mode::shadow, Mode::off}) {
    EXPECT_EQ(parse_mode(to_string(mode)), mode);
  }
  EXPECT_EQ(to_string(Mode::live), "live");
  EXPECT_EQ(to_string(Mode::shadow), "shadow");
  EXPECT_EQ(to_string(Mode::off), "off");
  EXPECT_EQ(parse_mode("on"), std::nullopt);
}

TEST(Moment, ReadsAsARuleWritesIt) {
  EXPECT_EQ(to_string(at(Anchor::start, 0s)), "start");
  EXPECT_EQ(to_string(at(Anchor::due, 0s)), "due");
  EXPECT_EQ(to_string(at(Anchor::due, -24h)), "due - 24h");
  EXPECT_EQ(to_string(at(Anchor::start, 90min)), "start + 1h 30m");
  EXPECT_EQ(to_string(at(Anchor::due, 4h, true)), "due + 4 working hours");
  EXPECT_EQ(to_string(at(Anchor::due, -1h, true)), "due - 1 working hour");
  EXPECT_EQ(to_string(at(Anchor::due, 90min, true)), "due + 90 working minutes");
  EXPECT_EQ(to_string(at(Anchor::due, 61s, true)), "due + 61 working seconds");
  EXPECT_EQ(to_string(Moment{Anchor::due, 0s, false, 75}), "75%");
}

TEST(Rule, FindsItsSteps) {
  Rule rule;
  rule.steps.resize(2);
  rule.steps[0].id = "1";
  rule.steps[1].id = "2";
  EXPECT_EQ(rule.step("2"), &rule.steps[1]);
  EXPECT_EQ(rule.step("3"), nullptr);
}

TEST(RuleSet, FindsItsRules) {
  RuleSet set;
  set.rules.resize(1);
  set.rules[0].name = "follow-up";
  EXPECT_EQ(set.rule("follow-up"), &set.rules[0]);
  EXPECT_EQ(set.rule("follow"), nullptr);
}

TEST(Clock, WithNeitherWithinNorDueIsAnAnnouncement) {
  Clock clock;
  EXPECT_TRUE(clock.is_announcement());
  clock.states_due = true;
  EXPECT_FALSE(clock.is_announcement());
  clock.states_due = false;
  clock.within = calendar::Span{};
  EXPECT_FALSE(clock.is_announcement());
}

}  // namespace
}  // namespace steward::model

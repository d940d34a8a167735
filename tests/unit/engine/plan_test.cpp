// SPDX-License-Identifier: MIT
#include "steward/engine/plan.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace steward::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// A plan of one set in place of another.
Plan plan() {
  Plan plan;
  plan.running = "a";
  plan.next = "b";
  return plan;
}

/// An effect on so many subjects, keys from 1.
void add(Plan& plan, const std::string& name, Effect effect, std::size_t count) {
  auto rule = std::find_if(plan.rules.begin(), plan.rules.end(),
                           [&](const RulePlan& one) { return one.name == name; });
  if (rule == plan.rules.end()) {
    plan.rules.emplace_back();
    rule = std::prev(plan.rules.end());
    rule->name = name;
  }
  auto& affected = rule->effects[effect];
  affected.count = count;
  for (std::size_t key = 1; key <= count && key <= 10; ++key) {
    Example example;
    example.effect = effect;
    example.rule = name;
    example.key = std::to_string(key);
    affected.examples.push_back(example);
  }
  if (is_grave(effect)) rule->grave = std::max(rule->grave, count);
}

void add_messages(Plan& plan, const std::string& name, std::size_t running, std::size_t next) {
  plan.people.push_back({name, name, {{model::Channel::email, {running, running}, {next, next}}}});
}

std::vector<std::string> looked_at(const Plan& plan) {
  std::vector<std::string> lines;
  for (const auto& example : worries(plan)) {
    lines.push_back(fmt::format("{} {} {}", example.rule, example.key, to_string(example.effect)));
  }
  return lines;
}

TEST(Plan, IsHarmlessWithinTheLimits) {
  const model::ReloadLimits limits{.cancelled = 2, .moved = 1, .breached = 1, .messages = 3};
  auto within = plan();
  add(within, "a", Effect::cancelled, 2);
  add(within, "a", Effect::moved, 1);
  add(within, "a", Effect::breaching, 1);
  add(within, "a", Effect::opened, 1000);
  add_messages(within, "Ana", 2, 5);
  EXPECT_TRUE(harmless(within, limits));
  EXPECT_EQ(verdict(within, limits), "Safe to load.");
  for (const auto effect : {Effect::cancelled, Effect::moved, Effect::breaching}) {
    auto beyond = within;
    add(beyond, "b", effect, 1);
    EXPECT_FALSE(harmless(beyond, limits)) << to_string(effect);
  }
  auto stormy = within;
  add_messages(stormy, "Ben", 0, 1);
  EXPECT_FALSE(harmless(stormy, limits));
}

TEST(Plan, IsNeverHarmlessWhenABreachIsTakenBack) {
  auto one = plan();
  add(one, "a", Effect::unbreached, 1);
  EXPECT_FALSE(harmless(one, {1000, 1000, 1000, 1000}));
  EXPECT_EQ(verdict(one, {}), "Look at this one first.");
}

TEST(Plan, CountsEachPersonsMoreMessages) {
  auto one = plan();
  add_messages(one, "Ana", 10, 3);
  add_messages(one, "Ben", 3, 10);
  EXPECT_EQ(one.more_messages(), 7U) << "what one is spared, another may still be flooded with";
}

TEST(Plan, LooksAtTheGravestFirstAndAtEachSubjectOnce) {
  auto one = plan();
  add(one, "a", Effect::cancelled, 2);
  add(one, "a", Effect::unbreached, 1);
  add(one, "b", Effect::moved, 1);
  add(one, "b", Effect::breaching, 1);
  add(one, "b", Effect::opened, 3);
  EXPECT_THAT(looked_at(one), ElementsAre("a 1 un-breached", "b 1 breaching", "a 2 cancelled"));
  EXPECT_EQ(verdict(one, {}), "Look at these 3 first.");
}

TEST(Plan, LooksAtTenOfMany) {
  auto one = plan();
  add(one, "a", Effect::cancelled, 1234);
  EXPECT_THAT(looked_at(one), SizeIs(kMostWorries));
  EXPECT_EQ(verdict(one, {}), "Look at these 10 of 1234 first.");
  add_messages(one, "Ana", 0, 340);
  EXPECT_EQ(verdict(one, {}),
            "Look at these 10 of 1234 and at 340 more messages in the next 24 hours first.");
}

TEST(Plan, MayBeNoMoreThanMessages) {
  auto one = plan();
  add_messages(one, "Ana", 0, 1);
  EXPECT_THAT(worries(one), IsEmpty());
  EXPECT_EQ(verdict(one, {.messages = 0}), "Look first at 1 more message in the next 24 hours.");
  EXPECT_EQ(verdict(one, {}), "Safe to load.");
}

TEST(Plan, OfTheSameSetChangesNothing) {
  auto one = plan();
  one.next = one.running;
  EXPECT_TRUE(one.is_empty());
  EXPECT_EQ(verdict(one, {}), "Nothing would change.");
}

}  // namespace
}  // namespace steward::engine

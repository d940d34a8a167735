// SPDX-License-Identifier: MIT
#include "app/plan_table.hpp"

#include <gtest/gtest.h>

#include "app/plan_json.hpp"

namespace steward::app {
namespace {

using engine::Effect;

Instant at(std::string_view text) {
  return parse_instant(text).value();
}

engine::Example example(Effect effect, const std::string& key) {
  engine::Example example;
  example.effect = effect;
  example.rule = "follow-up";
  example.entity = "deliveries";
  example.key = key;
  example.reference = "7K" + key;
  example.client_name = "Bluewater";
  example.old_due = at("2026-11-24T15:00:00Z");
  if (effect != Effect::cancelled) example.new_due = at("2026-11-24T03:00:00Z");
  return example;
}

/// A rule that was edited, one that was not, a chain that was.
engine::Plan plan() {
  engine::Plan plan;
  plan.now = at("2026-11-22T15:00:00Z");
  plan.running = "0123456789abcdef";
  plan.next = "fedcba9876543210";
  engine::RulePlan rule;
  rule.name = "follow-up";
  rule.title = "Clients hear from us";
  rule.owner = "leader";
  rule.file = "rules/follow-up.yaml";
  rule.change = engine::RuleChange::changed;
  rule.effects[Effect::moved] = {2, {example(Effect::moved, "1"), example(Effect::moved, "2")}};
  rule.effects[Effect::cancelled] = {1, {example(Effect::cancelled, "3")}};
  rule.effects[Effect::frozen] = {38, {example(Effect::frozen, "4")}};
  rule.grave = 3;
  engine::RulePlan other;
  other.name = "review";
  plan.rules = {rule, other};
  plan.differences = {
      {"chain service", engine::RuleChange::changed, {"follow-up"}},
      {"template late", engine::RuleChange::removed, {}},
      {"the organisation's time zone", engine::RuleChange::changed, {"follow-up", "review"}}};
  plan.people = {
      {"1", "Ana Reyes", {{model::Channel::email, {3, 9}, {14, 20}}}},
      {"2",
       "Tom Adeyemi",
       {{model::Channel::email, {1, 1}, {1, 1}}, {model::Channel::sms, {2, 2}, {1, 2}}}}};
  plan.unjudged = {"follow-up: deliveries 9 cannot be judged: it lies beyond 2037"};
  return plan;
}

TEST(PlanTable, ShowsWhatHappensAndWhomItConcerns) {
  EXPECT_EQ(plan_in_tables(plan(), {}),
            R"(Rule set fedcba987654 in place of 0123456789ab, which is in force.

rule       the rule is  cancelled  moved  frozen
follow-up  changed              1      2      38
Nothing happens under 1 other rule.

chain service is changed: used by follow-up
template late is removed: no rule uses it
the organisation's time zone is changed: used by every rule

To look at:
#  rule       what       ref  record        client     due (UTC)         then due
1  follow-up  cancelled  7K3  deliveries/3  Bluewater  2026-11-24 15:00
2  follow-up  moved      7K1  deliveries/1  Bluewater  2026-11-24 15:00  2026-11-24 03:00
3  follow-up  moved      7K2  deliveries/2  Bluewater  2026-11-24 15:00  2026-11-24 03:00

For example:
rule       what    ref  record        client     due (UTC)         then due
follow-up  frozen  7K4  deliveries/4  Bluewater  2026-11-24 15:00  2026-11-24 03:00

Messages, if no record changes and nobody answers:
who          by     next 24 h  as it is  next 7 days  as it is
Ana Reyes    email         14         3           20         9
Tom Adeyemi  email          1         1            1         1
Tom Adeyemi  sms            1         2            2         2
Ana Reyes: 14 messages tomorrow, today 3.
Tom Adeyemi: 2 messages tomorrow, today 3.

Not judged:
follow-up: deliveries 9 cannot be judged: it lies beyond 2037
)");
}

TEST(PlanTable, SaysWhenNothingIsInForce) {
  engine::Plan first;
  first.next = "fedcba9876543210";
  EXPECT_EQ(plan_in_tables(first, {}),
            "No rule set is in force yet: rule set fedcba987654 would be the first.\n");
}

TEST(PlanTable, SaysWhenTheFilesAreInForce) {
  auto same = plan();
  same = {};
  same.running = same.next = "fedcba9876543210";
  EXPECT_EQ(plan_in_tables(same, {}), "The files are rule set fedcba987654, which is in force.\n");
}

TEST(PlanJson, HasEverything) {
  auto one = plan();
  one.rules.pop_back();
  one.differences.resize(1);
  one.people.resize(1);
  one.rules.front().effects.erase(Effect::frozen);
  one.rules.front().effects.erase(Effect::moved);
  EXPECT_EQ(
      plan_in_json(one, {}, "Look at this one first."),
      R"({"now":"2026-11-22T15:00:00Z","running":"0123456789abcdef","next":"fedcba9876543210",)"
      R"("harmless":true,"verdict":"Look at this one first.",)"
      R"("effects":{"un-breached":0,"breaching":0,"cancelled":1,"moved":0,"opened":0,)"
      R"("reopened":0,"closed":0,"reassigned":0,"frozen":0,"historic":0,"done already":0,)"
      R"("covered":0,"dropped":0},"more_messages":11,)"
      R"("look_at":[{"effect":"cancelled","rule":"follow-up","entity":"deliveries","key":"3",)"
      R"("reference":"7K3","client_name":"Bluewater","due":"2026-11-24T15:00:00Z",)"
      R"("then_due":null}],)"
      R"("rules":[{"rule":"follow-up","was":null,"title":"Clients hear from us",)"
      R"("owner":"leader","file":"rules/follow-up.yaml","change":"changed","because":[],)"
      R"("effects":{"cancelled":1},"examples":[{"effect":"cancelled","rule":"follow-up",)"
      R"("entity":"deliveries","key":"3","reference":"7K3","client_name":"Bluewater",)"
      R"("due":"2026-11-24T15:00:00Z","then_due":null}]}],)"
      R"("differences":[{"what":"chain service","change":"changed","rules":["follow-up"]}],)"
      R"("people":[{"person":"1","name":"Ana Reyes","running":{"day":3,"week":9},)"
      R"("next":{"day":14,"week":20},"channels":{"email":{"running":{"day":3,"week":9},)"
      R"("next":{"day":14,"week":20}}}}],)"
      R"("unjudged":["follow-up: deliveries 9 cannot be judged: it lies beyond 2037"]})"
      "\n");
}

}  // namespace
}  // namespace steward::app

// SPDX-License-Identifier: MIT
// What a plan foresees, and that it is what happens.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "steward/engine/plan.hpp"
#include "support/rule_folder.hpp"
#include "support/skyport.hpp"

namespace steward::test {
namespace {

using engine::Effect;
using engine::Plan;
using engine::RuleChange;
using engine::RulePlan;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// "opened 3, moved 2".
std::string effects(const RulePlan& rule) {
  std::string text;
  for (const auto effect : engine::all_effects()) {
    const auto count = rule.count(effect);
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", engine::to_string(effect), count);
  }
  return text;
}

/// A world whose rules can be edited, with a week of records behind it.
class Planning : public testing::Test {
 protected:
  Planning() {
    world = std::make_unique<World>(at("2026-11-16T15:00:00Z"), folder.files());
    world->run(kSkyport);
  }

  void add_delivery(int id, int client, const std::string& completed_at,
                    const std::string& more = "null") {
    world->run(fmt::format(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
        "account_updated_at) overriding system value values ({}, {}, 'fuel', '{}', 'completed', "
        "{})",
        id, client, completed_at, more));
  }

  Plan plan() {
    const auto next = world->read(folder.files().rules);
    engine::PlanOptions options;
    options.delivery = world->settings();
    auto made = engine::make_plan(world->store(), &world->rules(), *next, world->now(), options);
    if (!made) throw std::runtime_error(made.error().message());
    return *made;
  }

  static const RulePlan& rule(const Plan& plan, const std::string& name) {
    for (const auto& rule : plan.rules) {
      if (rule.name == name) return rule;
    }
    throw std::runtime_error("the plan has no rule " + name);
  }

  static std::string verdict(const Plan& plan) { return engine::verdict(plan, {}); }

  RuleFolder folder;
  std::unique_ptr<World> world;
};

TEST_F(Planning, OfUneditedFilesIsEmpty) {
  add_delivery(42, 1, "2026-11-16T15:00:00Z");
  world->settle();
  const auto same = plan();
  EXPECT_TRUE(same.is_empty());
  EXPECT_EQ(verdict(same), "Nothing would change.");
  for (const auto& each : same.rules) {
    EXPECT_EQ(each.change, RuleChange::unchanged) << each.name;
    EXPECT_EQ(effects(each), "") << each.name;
  }
  ASSERT_THAT(same.people, testing::Not(IsEmpty()));
  for (const auto& person : same.people) EXPECT_EQ(person.running(), person.next()) << person.name;
}

TEST_F(Planning, AShorterTimeFreezesWhatIsOpen) {
  add_delivery(42, 1, "2026-11-16T15:00:00Z", "'2026-11-16T15:00:00Z'");
  world->settle();
  folder.edit("rules/follow-up.yaml", "within: 48h", "within: 36h");
  const auto foreseen = plan();
  const auto& follow_up = rule(foreseen, "priority-follow-up");
  EXPECT_EQ(follow_up.change, RuleChange::changed);
  EXPECT_EQ(effects(follow_up), "frozen 1");
  const auto& example = follow_up.effects.at(Effect::frozen).examples.front();
  EXPECT_EQ(example.entity + "/" + example.key, "service_deliveries/42");
  EXPECT_EQ(example.client_name, "Bluewater Aviation");
  EXPECT_EQ(example.reference, world->database().value("select reference from steward.commitment "
                                                       "where rule = 'priority-follow-up'"));
  EXPECT_EQ(example.old_due, at("2026-11-18T15:00:00Z"));
  EXPECT_EQ(verdict(foreseen), "Safe to load.");
}

TEST_F(Planning, ARebasedRuleMovesWhatIsOpen) {
  add_delivery(42, 1, "2026-11-16T15:00:00Z", "'2026-11-16T15:00:00Z'");
  world->settle();
  folder.edit("rules/follow-up.yaml", "within: 48h", "within: 36h");
  folder.edit("rules/follow-up.yaml", "    owner:", "    on_change: rebase\n    owner:");
  const auto foreseen = plan();
  const auto& follow_up = rule(foreseen, "priority-follow-up");
  EXPECT_EQ(effects(follow_up), "moved 1");
  const auto& example = follow_up.effects.at(Effect::moved).examples.front();
  EXPECT_EQ(example.old_due, at("2026-11-18T15:00:00Z"));
  EXPECT_EQ(example.new_due, at("2026-11-18T03:00:00Z"));
}

TEST_F(Planning, ARenamedRuleKeepsItsPromises) {
  add_delivery(42, 1, "2026-11-16T15:00:00Z", "'2026-11-16T15:00:00Z'");
  world->settle();
  folder.edit("rules/follow-up.yaml", "rule: priority-follow-up",
              "rule: follow-up-in-time\n    was: priority-follow-up");
  const auto foreseen = plan();
  const auto& renamed = rule(foreseen, "follow-up-in-time");
  EXPECT_EQ(renamed.change, RuleChange::renamed);
  EXPECT_EQ(renamed.was, "priority-follow-up");
  EXPECT_EQ(effects(renamed), "");
  EXPECT_THROW((void)rule(foreseen, "priority-follow-up"), std::runtime_error);
  for (const auto& person : foreseen.people) {
    EXPECT_EQ(person.running(), person.next()) << person.name;
  }
}

TEST_F(Planning, AnEditedCalendarMovesTheDuesAhead) {
  world->run(
      "insert into crm.enquiries (id, client_id, kind, channel, received_at) overriding system "
      "value values (7, 1, 'enquiry', 'phone', '2026-11-16T15:00:00Z')");
  world->settle();
  folder.edit("config/calendars/business-hours.yaml", "09:00-17:00", "09:00-18:00");
  const auto foreseen = plan();
  const auto& answer = rule(foreseen, "first-response");
  EXPECT_EQ(answer.change, RuleChange::unchanged);
  EXPECT_THAT(answer.because, ElementsAre("calendar business-hours"));
  EXPECT_EQ(effects(answer), "moved 1");
  const auto& example = answer.effects.at(Effect::moved).examples.front();
  EXPECT_EQ(example.old_due, at("2026-11-17T22:00:00Z"));
  EXPECT_EQ(example.new_due, at("2026-11-17T23:00:00Z"));
}

TEST_F(Planning, AnotherConditionCancelsAndOpens) {
  add_delivery(42, 1, "2026-11-16T15:00:00Z");
  add_delivery(43, 2, "2026-11-16T15:00:00Z");
  add_delivery(44, 2, "2026-11-12T15:00:00Z");
  world->settle();
  folder.edit("rules/follow-up.yaml", "client.tier == \"priority\"", "client.tier == \"standard\"");
  const auto foreseen = plan();
  EXPECT_EQ(effects(rule(foreseen, "priority-follow-up")),
            "cancelled 1, opened 1, historic 1, covered 2, dropped 1");
  EXPECT_THAT(engine::worries(foreseen), SizeIs(1));
  EXPECT_EQ(engine::verdict(foreseen, {.cancelled = 0}), "Look at this one first.");
  EXPECT_EQ(verdict(foreseen), "Safe to load.");
}

TEST_F(Planning, ARemovedRuleTakesABreachBack) {
  add_delivery(42, 1, "2026-11-16T15:00:00Z", "'2026-11-16T15:00:00Z'");
  world->advance_to(at("2026-11-19T15:00:00Z"));
  add_delivery(43, 1, "2026-11-19T15:00:00Z", "'2026-11-19T15:00:00Z'");
  world->settle();
  folder.remove("rules/follow-up.yaml");
  const auto foreseen = plan();
  const auto& gone = rule(foreseen, "priority-follow-up");
  EXPECT_EQ(gone.change, RuleChange::removed);
  EXPECT_EQ(effects(gone), "un-breached 1, cancelled 2, dropped 2");
  EXPECT_EQ(gone.grave, 2U);
  EXPECT_FALSE(engine::harmless(foreseen, {}));
  EXPECT_EQ(verdict(foreseen), "Look at these 2 first.");
  EXPECT_EQ(engine::worries(foreseen).front().key, "42") << "the gravest comes first";
}

TEST_F(Planning, ARetroactiveRuleBreachesAtOnce) {
  add_delivery(42, 2, "2026-11-10T15:00:00Z");
  add_delivery(43, 2, "2026-11-16T14:00:00Z");
  world->settle();
  folder.edit("rules/follow-up.yaml", "rule: priority-follow-up", "rule: standard-follow-up");
  folder.edit("rules/follow-up.yaml", "client.tier == \"priority\"", "client.tier == \"standard\"");
  folder.edit("rules/follow-up.yaml", "    subject: service_deliveries\n",
              "    subject: service_deliveries\n    retroactive: true\n");
  const auto foreseen = plan();
  const auto& added = rule(foreseen, "standard-follow-up");
  EXPECT_EQ(added.change, RuleChange::added);
  EXPECT_EQ(effects(added), "breaching 1, opened 2, covered 2");
  const auto& late = added.effects.at(Effect::breaching).examples.front();
  EXPECT_EQ(late.key + " " + late.reference, "42 ");
  EXPECT_EQ(late.new_due, at("2026-11-12T15:00:00Z"));
}

TEST_F(Planning, AChainChangesWhoIsTold) {
  add_delivery(42, 1, "2026-11-16T15:00:00Z", "'2026-11-16T15:00:00Z'");
  world->advance_to(at("2026-11-18T16:00:00Z"));
  folder.edit("config/escalations.yaml",
              "      - wait: 4h\n        notify: role(\"operations-leader\")",
              "      - wait: 4h\n        notify: role(\"business-leader\")");
  const auto foreseen = plan();
  ASSERT_THAT(foreseen.differences, SizeIs(1));
  EXPECT_EQ(foreseen.differences.front().what, "chain client-service");
  EXPECT_EQ(foreseen.differences.front().change, RuleChange::changed);
  EXPECT_THAT(rule(foreseen, "priority-follow-up").because, ElementsAre("chain client-service"));
  EXPECT_EQ(effects(rule(foreseen, "priority-follow-up")), "");
  std::vector<std::string> loads;
  for (const auto& person : foreseen.people) {
    loads.push_back(
        fmt::format("{} {} today {}", person.name, person.next().day, person.running().day));
  }
  EXPECT_THAT(loads,
              ElementsAre("Dana Kim 1 today 1", "Luis Ortega 0 today 1", "Priya Nair 1 today 0"));
}

TEST_F(Planning, SaysWhatDiffersBesidesRules) {
  world->settle();
  folder.edit("config/calendars/business-hours.yaml", "09:00-17:00", "08:00-17:00");
  folder.edit("config/templates/follow-up-late.yaml", "Late: ", "Too late: ");
  folder.edit("config/model.yaml", "mobile: mobile", "mobile: email");
  std::vector<std::string> found;
  for (const auto& difference : plan().differences) {
    found.push_back(fmt::format("{} {}: {}", difference.what, to_string(difference.change),
                                difference.rules.size()));
  }
  EXPECT_THAT(found, testing::UnorderedElementsAre(HasSubstr("model.yaml, the staff changed: "),
                                                   HasSubstr("calendar business-hours changed: "),
                                                   "template follow-up-late changed: 1"));
}

TEST_F(Planning, OfAFirstSetIsAllOpenings) {
  World empty(at("2026-11-16T15:00:00Z"), folder.files());
  empty.run(kSkyport);
  empty.run("truncate steward.rule_set_member, steward.rule_set, steward.activation");
  empty.run(
      "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status) "
      "overriding system value values (42, 1, 'fuel', '2026-11-16T14:00:00Z', 'completed')");
  engine::PlanOptions options;
  options.delivery = empty.settings();
  const auto made = engine::make_plan(empty.store(), nullptr, empty.rules(), empty.now(), options);
  ASSERT_TRUE(made) << made.error().message();
  EXPECT_EQ(made->running, "");
  EXPECT_EQ(effects(rule(*made, "priority-follow-up")), "opened 1, covered 1");
  EXPECT_EQ(rule(*made, "priority-follow-up").change, RuleChange::added);
}

TEST_F(Planning, WritesNothing) {
  add_delivery(42, 1, "2026-11-16T15:00:00Z");
  world->advance_to(at("2026-11-19T15:00:00Z"));
  const auto everything = [&] {
    std::string all;
    for (const auto* table : {"commitment", "outcome", "notice", "task", "message", "ledger",
                              "activation", "rule_set", "revision", "history", "escalation"}) {
      all += world->database().value(fmt::format(
                 "select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from "
                 "steward.{} t",
                 table)) +
             "\n";
    }
    return all + world->database().value("select last_value from steward.commitment_id");
  };
  const auto before = everything();
  folder.edit("rules/follow-up.yaml", "client.tier == \"priority\"", "client.tier == \"standard\"");
  (void)plan();
  EXPECT_EQ(everything(), before);
}

TEST_F(Planning, LooksAtASnapshotThatRefusesWrites) {
  const auto written = world->store().observe([&](engine::Transaction& observed) -> Result<> {
    engine::Activation activation;
    activation.rule = "any";
    observed.save(activation);
    return {};
  });
  EXPECT_EQ(written.error().message(),
            "cannot execute INSERT in a read-only transaction (SQLSTATE 25006)");
}

// ---- what is foreseen is what happens ----

}  // namespace
}  // namespace steward::test

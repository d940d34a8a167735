// SPDX-License-Identifier: MIT
// What a plan foresees, and that it is what happens.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>

#include "steward/engine/activator.hpp"
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

/// An edit of the files, its name, and whether it does anything to promises.
struct EditCase {
  const char* name;
  std::function<void(RuleFolder&)> edit;
  bool moves_promises = true;
};

void PrintTo(const EditCase& edit, std::ostream* out) {
  *out << edit.name;
}

/// Every edit looks at the same made-up week: deliveries, enquiries, some of them answered.
class Foreseen : public testing::TestWithParam<EditCase> {
 protected:
  Foreseen() {
    world = std::make_unique<World>(at("2026-11-16T15:00:00Z"), folder.files());
    world->run(kSkyport);
    for (int day = 16; day <= 19; ++day) {
      add_records(day);
      world->advance_to(at(fmt::format("2026-11-{}T15:00:00Z", day + 1)));
    }
    add_records(20);
    world->settle();
  }

  bool chance(int percent) { return static_cast<int>(random() % 100) < percent; }

  std::string instant(int day) {
    return fmt::format("'2026-11-{:02}T{:02}:{:02}:00Z'", day - (chance(20) ? 4 : 0), random() % 15,
                       random() % 60);
  }

  void add_records(int day) {
    for (int i = 0; i < 6; ++i) {
      world->run(fmt::format(
          "insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
          "account_updated_at) values ({}, 'fuel', {}, '{}', {})",
          1 + random() % 2, instant(day), chance(90) ? "completed" : "scheduled",
          chance(40) ? instant(day) : "null"));
      world->run(fmt::format(
          "insert into crm.enquiries (client_id, kind, channel, received_at, first_response_at) "
          "values ({}, '{}', 'phone', {}, {})",
          1 + random() % 2, chance(50) ? "enquiry" : "complaint", instant(day),
          chance(30) ? instant(day + 1) : "null"));
    }
    if (day % 2 == 0) {
      world->run(
          fmt::format("insert into crm.interactions (client_id, channel, kind, occurred_at) values "
                      "({}, 'phone', '{}', {})",
                      1 + random() % 2, chance(50) ? "follow_up" : "courtesy", instant(day)));
    }
  }

  /// The commitments as far as effects can be seen from outside.
  struct Seen {
    std::string rule;
    std::string key;
    bool live;
    bool historic;
    bool stands_breached;
    std::string state;
    std::string due;
  };
  std::map<std::string, Seen> commitments() {
    std::map<std::string, Seen> all;
    for (const auto& row : world->database().rows(
             "select id, rule, key, closed_at is null, historic, "
             "breached_at is not null and not recorded_late and (state = 'breached' and "
             "(due is null or due <= '" +
             to_rfc3339(world->now()) +
             "') or state = 'kept' and stopped > due), state, due from steward.commitment")) {
      all[row[0]] = {row[1], row[2], row[3] == "t", row[4] == "t", row[5] == "t", row[6], row[7]};
    }
    return all;
  }

  using Counts = std::map<std::string, std::map<std::string, std::size_t>>;

  /// What a daemon does when the files are loaded, counted by rule.
  Counts enforce() {
    const auto before = commitments();
    world->reload(folder.files().rules);
    engine::Activator activator(world->store());
    while (activator.run_once(world->rules(), world->now()).value()) {
    }
    const auto judged = commitments();
    world->settle();
    const auto acted = commitments();
    Counts counts;
    for (const auto& judged_one : judged) {
      const auto& id = judged_one.first;
      const auto& after = judged_one.second;
      const auto found = before.find(id);
      const auto count = [&](const char* effect) { ++counts[after.rule][effect]; };
      if (found == before.end()) {
        count(!after.live ? "done already" : after.historic ? "historic" : "opened");
      } else if (found->second.live && !after.live) {
        count(after.state == "cancelled" ? "cancelled" : "closed");
      } else if (!found->second.live && after.live) {
        count("reopened");
      } else if (after.live && found->second.due != after.due) {
        count("moved");
      }
      const bool was_breached = found != before.end() && found->second.stands_breached;
      if (!was_breached && acted.at(id).stands_breached) count("breaching");
      if (was_breached && !acted.at(id).stands_breached) count("un-breached");
    }
    return counts;
  }

  static Counts counts_of(const Plan& plan) {
    Counts counts;
    for (const auto& rule : plan.rules) {
      for (const auto effect :
           {Effect::unbreached, Effect::breaching, Effect::cancelled, Effect::moved, Effect::opened,
            Effect::reopened, Effect::closed, Effect::historic, Effect::done}) {
        const auto count = rule.count(effect);
        if (count > 0) counts[rule.name][std::string(engine::to_string(effect))] = count;
      }
    }
    return counts;
  }

  using Messages = std::map<std::string, std::size_t>;

  Messages sent_since(std::size_t emails, std::size_t texts) {
    Messages messages;
    const auto& mails = world->email().sent;
    const auto& sms = world->sms().sent;
    for (auto i = emails; i < mails.size(); ++i) ++messages[mails[i].recipient_name + " email"];
    for (auto i = texts; i < sms.size(); ++i) ++messages[sms[i].recipient_name + " sms"];
    return messages;
  }

  static Messages messages_of(const Plan& plan, bool running, bool week) {
    Messages messages;
    for (const auto& person : plan.people) {
      for (const auto& channel : person.channels) {
        const auto& load = running ? channel.running : channel.next;
        const auto count = week ? load.week : load.day;
        if (count == 0) continue;
        messages[fmt::format("{} {}", person.name, model::to_string(channel.channel))] = count;
      }
    }
    return messages;
  }

  Plan plan() {
    const auto next = world->read(folder.files().rules);
    engine::PlanOptions options;
    options.delivery = world->settings();
    return engine::make_plan(world->store(), &world->rules(), *next, world->now(), options).value();
  }

  /// Lets a week pass and compares what was sent with what was foreseen.
  void expect_messages(const Plan& foreseen, bool running, std::size_t emails, std::size_t texts) {
    const auto begin = foreseen.now;
    world->settle();
    world->advance_before(begin + std::chrono::hours(24));
    EXPECT_EQ(sent_since(emails, texts), messages_of(foreseen, running, false)) << "in a day";
    world->advance_before(begin + std::chrono::hours(24 * 7));
    EXPECT_EQ(sent_since(emails, texts), messages_of(foreseen, running, true)) << "in a week";
    EXPECT_THAT(sent_since(emails, texts), testing::Not(IsEmpty()));
  }

  std::mt19937 random{20261116};
  RuleFolder folder;
  std::unique_ptr<World> world;
};

TEST_P(Foreseen, IsWhatHappens) {
  GetParam().edit(folder);
  const auto foreseen = plan();
  const auto emails = world->email().sent.size();
  const auto texts = world->sms().sent.size();
  const auto happened = enforce();
  EXPECT_EQ(happened, counts_of(foreseen));
  EXPECT_EQ(!happened.empty(), GetParam().moves_promises);
  expect_messages(foreseen, false, emails, texts);
}

INSTANTIATE_TEST_SUITE_P(
    Edits, Foreseen,
    testing::Values(
        EditCase{"ShorterTime",
                 [](RuleFolder& folder) {
                   folder.edit("rules/follow-up.yaml", "within: 48h", "within: 36h");
                 },
                 false},
        EditCase{"OtherSteps",
                 [](RuleFolder& folder) {
                   folder.edit("rules/follow-up.yaml", "at: due - 24h", "at: due - 30h");
                 },
                 false},
        EditCase{"OtherCondition",
                 [](RuleFolder& folder) {
                   folder.edit("rules/follow-up.yaml", "\"priority\"", "\"standard\"");
                 }},
        EditCase{"OtherStop",
                 [](RuleFolder& folder) {
                   folder.edit("rules/follow-up.yaml", "\"follow_up\"", "\"courtesy\"");
                 }},
        EditCase{"OtherStart",
                 [](RuleFolder& folder) {
                   folder.edit("rules/account-update.yaml", "starts: completed_at",
                               "starts: \"scheduled_at != null ? scheduled_at : completed_at\"");
                   folder.edit("rules/follow-up.yaml", "starts: completed_at",
                               "starts: \"account_updated_at != null ? account_updated_at : "
                               "completed_at\"");
                 }},
        EditCase{"Removed", [](RuleFolder& folder) { folder.remove("rules/follow-up.yaml"); }},
        EditCase{"Shadow",
                 [](RuleFolder& folder) {
                   folder.edit("rules/follow-up.yaml",
                               "    owner:", "    mode: shadow\n    owner:");
                 },
                 false},
        EditCase{"Off",
                 [](RuleFolder& folder) {
                   folder.edit("rules/first-response.yaml",
                               "    owner:", "    mode: \"off\"\n    owner:");
                 }},
        EditCase{"Added",
                 [](RuleFolder& folder) {
                   folder.edit("rules/follow-up.yaml", "rule: priority-follow-up",
                               "rule: follow-up-of-all\n    retroactive: true");
                   folder.edit("rules/follow-up.yaml", "client.tier == \"priority\" && ", "");
                 }},
        EditCase{"OtherHours",
                 [](RuleFolder& folder) {
                   folder.edit("config/calendars/business-hours.yaml", "09:00-17:00",
                               "11:00-19:00");
                 }},
        EditCase{"Rebased",
                 [](RuleFolder& folder) {
                   folder.edit("rules/follow-up.yaml", "within: 48h", "within: 36h");
                   folder.edit("rules/follow-up.yaml",
                               "    owner:", "    on_change: rebase\n    owner:");
                 }},
        EditCase{"Renamed",
                 [](RuleFolder& folder) {
                   folder.edit("rules/follow-up.yaml", "rule: priority-follow-up",
                               "rule: follow-up-in-time\n    was: priority-follow-up");
                 },
                 false},
        EditCase{"OtherChain",
                 [](RuleFolder& folder) {
                   folder.edit("config/escalations.yaml", "wait: 20h", "wait: 2h");
                   folder.edit("config/escalations.yaml", "notify: role(\"business-leader\")",
                               "notify: [role(\"business-leader\"), assignee]");
                 },
                 false}),
    [](const auto& tested) { return std::string(tested.param.name); });

/// Without an edit: what the set in force would send.
class ForeseenOfRunning : public Foreseen {};

TEST_P(ForeseenOfRunning, IsWhatItSends) {
  GetParam().edit(folder);
  const auto foreseen = plan();
  expect_messages(foreseen, true, world->email().sent.size(), world->sms().sent.size());
}

INSTANTIATE_TEST_SUITE_P(Edits, ForeseenOfRunning,
                         testing::Values(EditCase{"OtherCondition",
                                                  [](RuleFolder& folder) {
                                                    folder.edit("rules/follow-up.yaml",
                                                                "\"priority\"", "\"standard\"");
                                                  }}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace steward::test

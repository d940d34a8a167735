// SPDX-License-Identifier: MIT
// What a plan foresees is what happens: edits of all kinds on a made-up week.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <random>

#include "steward/engine/activator.hpp"
#include "steward/engine/plan.hpp"
#include "support/rule_folder.hpp"
#include "support/skyport.hpp"

namespace steward::test {
namespace {

using engine::Effect;
using engine::Plan;
using testing::IsEmpty;

/// An edit of the files, its name, and whether it does anything to promises.
struct EditCase {
  const char* name;
  std::function<void(RuleFolder&)> edit;
  bool moves_promises = true;
};

void PrintTo(const EditCase& edit, std::ostream* out) {
  *out << edit.name;
}

/// A rule with a schedule, and one whose steps stand in a table.
constexpr const char* kMoreRules = R"(
rules:
  - rule: weekly-call
    title: Call the client
    source: Tests
    owner: client-service-leader
    subject: clients
    when: tier == "priority"
    schedule: {rrule: FREQ=WEEKLY;BYDAY=MO, at: "09:00", from: 2026-11-01}
    clock:
      stops: interactions.filter(i, i.kind == "courtesy").map(i, i.occurred_at).max()
      within: 2 days
    assign: account_manager
    steps:
      - {at: start, notify: assignee, template: review-due-soon}
      - {at: due, breach: true, notify: role("client-service-leader"), template: review-late}

  - rule: complaint-answer
    title: Answer the complaint
    source: Tests
    owner: client-service-leader
    subject: enquiries
    when: kind == "complaint"
    clock: {starts: received_at, stops: first_response_at, within: 30h}
    assign: role("enquiry-desk")
    steps:
      by: [channel]
      rows:
        - [phone, [{at: start + 1h, notify: assignee, template: enquiry-due-soon}, {at: due, breach: true, notify: assignee, template: enquiry-late}]]
      default: [{at: due, breach: true}]
)";

/// Every edit looks at the same made-up week: deliveries, enquiries, some of them answered.
class Foreseen : public testing::TestWithParam<EditCase> {
 protected:
  Foreseen() {
    folder.write("rules/more.yaml", kMoreRules);
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
        EditCase{"OtherSchedule",
                 [](RuleFolder& folder) { folder.edit("rules/more.yaml", "BYDAY=MO", "BYDAY=WE"); },
                 false},
        EditCase{"ScheduleBegun",
                 [](RuleFolder& folder) {
                   folder.edit("rules/more.yaml", "rule: weekly-call", "rule: friday-call");
                   folder.edit("rules/more.yaml", "BYDAY=MO", "BYDAY=FR");
                   folder.edit("rules/more.yaml", "    when: tier == \"priority\"\n", "");
                 },
                 false},
        EditCase{"ScheduleTaken",
                 [](RuleFolder& folder) {
                   folder.edit("rules/more.yaml",
                               "    schedule: {rrule: FREQ=WEEKLY;BYDAY=MO, at: \"09:00\", from: "
                               "2026-11-01}\n",
                               "");
                   folder.edit("rules/more.yaml", "      stops: inter",
                               "      starts: timestamp(\"2026-11-19T10:00:00Z\")\n"
                               "      stops: inter");
                 }},
        EditCase{"OrganisationWide",
                 [](RuleFolder& folder) {
                   folder.write("config/templates/bare.yaml",
                                "template: bare\nsubject: '{{title}}'\nemail: '{{ref}}'\n");
                   folder.edit("rules/more.yaml", "    subject: clients\n", "");
                   folder.edit("rules/more.yaml", "rule: weekly-call", "rule: weekly-round");
                   folder.edit("rules/more.yaml", "    when: tier == \"priority\"\n", "");
                   folder.edit("rules/more.yaml", "account_manager", "role(\"marketing-leader\")");
                   folder.edit("rules/more.yaml", "review-due-soon", "bare");
                   folder.edit("rules/more.yaml", "review-late", "bare");
                 },
                 false},
        EditCase{"OtherTableOfSteps",
                 [](RuleFolder& folder) {
                   folder.edit("rules/more.yaml", "start + 1h", "start + 20h");
                   folder.edit("rules/more.yaml", "within: 30h}",
                               "within: 40h}\n    on_change: rebase");
                 }},
        EditCase{"OtherZone",
                 [](RuleFolder& folder) {
                   folder.edit("config/model.yaml", "America/New_York", "America/Los_Angeles");
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

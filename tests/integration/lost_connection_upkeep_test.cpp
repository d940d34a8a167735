// SPDX-License-Identifier: MIT
// As lost_connection_test.cpp, of what a daemon does beside its promises: it takes up edited files,
// looks at everything again, and drops what is over.
#include <gmock/gmock.h>

#include <filesystem>
#include <memory>

#include "app/upkeep.hpp"
#include "steward/engine/activator.hpp"
#include "steward/engine/plan.hpp"
#include "steward/engine/resync.hpp"
#include "steward/engine/rule_loading.hpp"
#include "support/lost_connection.hpp"
#include "support/rule_folder.hpp"
#include "support/temporary_folder.hpp"
#include "support/text_file.hpp"

namespace steward::test {
namespace {

using model::LoadOutcome;
using testing::AnyOf;

/// The shipped rules in a folder of the test's own, in force, with one open promise.
class LostLoad : public LostConnection {
 protected:
  LostLoad() {
    world.reload(folder.files().rules);
    add_delivery();
    world.settle();
    settings.delivery = world.settings();
    settings.admins = {{model::RecipientKind::address, "admin@skyport.example"}};
    read();
    running = next;
  }

  /// Another length of new promises: harmless, and each time another set.
  void edit() {
    const auto before = "within: " + std::to_string(hours) + "h";
    folder.edit("rules/follow-up.yaml", before, "within: " + std::to_string(++hours) + "h");
    read();
  }
  void read() { next = world.read(folder.files().rules); }

  engine::RuleLoading loading() {
    engine::PlanOptions options;
    options.delivery = settings.delivery;
    return engine::RuleLoading(
        store, settings,
        [this, options](const model::RuleSet* before, const model::RuleSet& after, Instant now) {
          return engine::make_plan(store, before, after, now, options);
        });
  }

  /// Of what was told about sets that were not taken: the owner of the rule and the admin each got
  /// one mail about each.
  void expect_each_told_once() {
    const auto mails = std::to_string(2 * rounds);
    EXPECT_EQ(count("steward.load_news"), all());
    EXPECT_EQ(count("steward.load_mail"), mails);
    EXPECT_EQ(count("(select from steward.load_mail group by load, address) told"), mails);
    EXPECT_EQ(count("steward.message where message_id like 'rules.%'"), mails);
  }

  static inline const engine::Offer kOffer{model::LoadOrigin::edit, "ramp:4711", "ramp",
                                           "/etc/steward/config/steward.yaml", ""};
  RuleFolder folder;
  engine::LoadSettings settings;
  std::shared_ptr<const model::RuleSet> running;
  std::shared_ptr<const model::RuleSet> next;
  int hours = 48;
};

TEST_P(LostLoad, AnEditComesIntoForceOnce) {
  const auto sets = std::stoi(count("steward.rule_set"));
  const auto revisions = std::stoi(count("steward.revision where rule = 'priority-follow-up'"));
  cut_everywhere(
      [this] {
        running = next;
        edit();
      },
      [this]() -> Result<> {
        const auto load = loading().offer(running.get(), *next, kOffer, world.now());
        if (!load) return load.error();
        // Unchanged: it had come into force, and only the answer was lost.
        EXPECT_THAT(load->outcome, AnyOf(LoadOutcome::in_force, LoadOutcome::unchanged));
        return {};
      });
  EXPECT_GT(rounds, 10);
  EXPECT_EQ(count("steward.load where outcome = 'in force'"), all());
  EXPECT_EQ(count("steward.load"), all());
  EXPECT_EQ(count("steward.load_mail"), "0");
  EXPECT_EQ(count("steward.rule_set"), std::to_string(sets + rounds));
  EXPECT_EQ(count("steward.revision where rule = 'priority-follow-up'"),
            std::to_string(revisions + rounds));
  EXPECT_EQ(world.database().value("select digest from steward.rule_set order by id desc limit 1"),
            next->digest);
}

TEST_P(LostLoad, AnEditThatWaitsForAPersonIsToldOnce) {
  const auto sets = count("steward.rule_set");
  settings.mode = model::ReloadMode::manual;
  cut_everywhere([this] { edit(); },
                 [this]() -> Result<> {
                   const auto load = loading().offer(running.get(), *next, kOffer, world.now());
                   if (!load) return load.error();
                   EXPECT_EQ(load->outcome, LoadOutcome::staged);
                   return {};
                 });
  EXPECT_GT(rounds, 10);
  EXPECT_EQ(count("steward.load where outcome = 'staged'"), all());
  EXPECT_EQ(count("steward.load"), all());
  EXPECT_EQ(count("steward.rule_set"), sets);
  expect_each_told_once();
}

TEST_P(LostLoad, FilesWithAMistakeAreToldOnce) {
  int tries = 0;
  engine::Refusal refusal{"", "follow-up.yaml", "1 error, the first at follow-up.yaml:3:5", "it"};
  cut_everywhere(
      [&] {
        refusal.digest = std::to_string(++tries);
        refusal.digest.insert(0, 64 - refusal.digest.size(), '0');
      },
      [&]() -> Result<> {
        const auto load = loading().refuse(running.get(), refusal, kOffer, world.now());
        if (!load) return load.error();
        EXPECT_EQ(load->outcome, LoadOutcome::failed);
        return {};
      });
  EXPECT_GT(rounds, 5);
  EXPECT_EQ(count("steward.load where outcome = 'failed'"), all());
  EXPECT_EQ(count("steward.load"), all());
  expect_each_told_once();
}

class LostUpkeep : public LostConnection {
 protected:
  /// Where the trigger that notes updates is off.
  void update_unseen(const std::string& assignment) {
    world.run(
        "alter table crm.service_deliveries disable trigger steward_capture_update; update "
        "crm.service_deliveries set " +
        assignment +
        "; alter table crm.service_deliveries enable always trigger steward_capture_update");
  }
};

TEST_P(LostUpkeep, DriftIsRepairedAndCountedOnce) {
  // Two pages of records, and two of promises.
  constexpr int kRecords = 600;
  world.run(
      "insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
      "account_updated_at) select 1, 'fuel', current_setting('steward.now')::timestamptz, "
      "'completed', current_setting('steward.now')::timestamptz from generate_series(1, " +
      std::to_string(kRecords) + ")");
  world.settle();
  const auto counted = "t " + std::to_string(kRecords) + " " + std::to_string(kRecords);
  bool asked = false;
  cut_everywhere(
      [&] {
        update_unseen("completed_at = completed_at - interval '1 minute'");
        asked = false;
      },
      [&]() -> Result<> {
        // Once it was answered nobody asks again: who looks goes on with what is asked for.
        if (!asked) {
          const auto begun = engine::resync(store, {kFollowUp}, "somebody asked", std::nullopt);
          if (!begun) return begun.error();
          asked = true;
        }
        engine::Activator activator(store);
        while (true) {
          const auto worked = activator.run_once(world.rules(), world.now());
          if (!worked) return worked.error();
          if (!*worked) break;
        }
        EXPECT_EQ(world.database().value("select concat_ws(' ', done, seen, repaired) from "
                                         "steward.activation where rule = 'priority-follow-up'"),
                  counted);
        return {};
      });
  EXPECT_GT(rounds, 20);
  EXPECT_EQ(count("steward.change"), "0");
  const std::string promises =
      "steward.commitment c join steward.history h on h.commitment = c.id where c.rule = "
      "'priority-follow-up' and h.kind = ";
  EXPECT_EQ(count(promises + "'opened'"), std::to_string(kRecords));
  EXPECT_EQ(count(promises + "'moved'"), std::to_string(kRecords * rounds));
}

/// Two promises of a month, by months since January 2000, which were kept long ago, with what hung
/// on them and a message about both.
std::string promises_of(int month) {
  const auto number = std::to_string(month);
  const auto id = "steward.id_of(" + number + ", n)";
  const auto key = "'m" + number + "-' || n";
  const std::string both = " from generate_series(1, 2) n;\n";
  return "select steward.ensure_month(" + number +
         ");\n"
         "insert into steward.revision (digest, rule, text, steps, file, first_seen) values "
         "(repeat('b', 64), 'old-rule', 'rule', '[]', 'old.yaml', '2005-01-01Z') "
         "on conflict do nothing;\n"
         "insert into steward.commitment (id, reference, rule, revision, entity, key, state, "
         "historic, recorded_late, starts, due, stopped, opened_at, closed_at, assignee) select " +
         id + ", " + key + ", 'old-rule', repeat('b', 64), 'service_deliveries', " + key +
         ", 'kept', false, false, '2005-01-01Z', '2005-01-03Z', '2005-01-02Z', '2005-01-01Z', "
         "'2005-01-02Z', '1'" +
         both + "insert into steward.subject select 'service_deliveries', " + key + both +
         "insert into steward.history (commitment, at, kind, starts) select " + id +
         ", '2005-01-02Z', 'kept', '2005-01-01Z'" + both +
         "insert into steward.outcome (commitment, step, kind, at, acted_at, late) select " + id +
         ", '1', 'closed', '2005-01-02Z', '2005-01-02Z', false" + both +
         "insert into steward.message (id, commitments, message_id, thread_id, reference, channel, "
         "name, address, subject, text, urgent, state, created_at) select steward.id_of(" +
         number + ", 1), array_agg(" + id +
         "), 'm', 't', 'A1', 'email', 'Ana', 'ana@skyport.example', 's', 't', false, 'sent', "
         "'2005-01-02Z'" +
         both;
}

int occurrences(const std::string& text, const std::string& of) {
  int found = 0;
  for (auto at = text.find(of); at != std::string::npos; at = text.find(of, at + of.size())) {
    ++found;
  }
  return found;
}

TEST_P(LostUpkeep, WhatIsOverIsExportedOnceAndDropped) {
  const TemporaryFolder folder;
  const auto archive = folder.path() / "archive";
  app::Upkeep upkeep(pool, rules::RetentionSettings{std::chrono::months(12), archive});
  constexpr int kBegin = 5 * 12;  // January 2005
  int month = kBegin;
  cut_everywhere([&] { world.run(promises_of(month++)); },
                 [&]() -> Result<> {
                   while (true) {
                     const auto pause = upkeep.run_once(world.now());
                     if (!pause) return pause.error();
                     if (!upkeep.trouble().empty()) {
                       return Error(ErrorCode::internal, upkeep.trouble());
                     }
                     // Sooner: there is more to do, or the server itself is at the tables.
                     if (*pause == app::Upkeep::kEvery) return {};
                   }
                 });
  EXPECT_GT(rounds, 20);
  EXPECT_EQ(upkeep.trouble(), "");
  const auto promises = std::to_string(2 * rounds);
  EXPECT_EQ(count("steward.commitment where rule = 'old-rule' and forgotten_at is not null"),
            promises);
  for (const std::string table : {"history", "outcome"}) {
    EXPECT_EQ(count("steward." + table +
                    " t join steward.commitment c on c.id = t.commitment where c.rule = "
                    "'old-rule'"),
              "0");
  }
  EXPECT_EQ(count("steward.message where created_at < '2006-01-01Z'"), "0");
  EXPECT_EQ(count("steward.month where month >= " + std::to_string(kBegin) + " and month < " +
                  std::to_string(month)),
            "0");

  // Of each month one file of promises and one of messages, and everything in one of them.
  int files = 0;
  std::string exported;
  for (const auto& entry : std::filesystem::directory_iterator(archive)) {
    ++files;
    exported += read_file(entry.path());
  }
  EXPECT_EQ(files, 2 * rounds);
  EXPECT_EQ(occurrences(exported, R"("kind" : "commitment")"), 2 * rounds);
  EXPECT_EQ(occurrences(exported, R"("kind" : "history")"), 2 * rounds);
  EXPECT_EQ(occurrences(exported, R"("kind" : "outcome")"), 2 * rounds);
  EXPECT_EQ(occurrences(exported, R"("kind" : "message")"), rounds);
}

// Each round is long, and the other fate leaves the same behind: nothing, as a cut before the
// COMMIT does.
INSTANTIATE_TEST_SUITE_P(OneWay, LostLoad, testing::Values(Fate::unanswered), name_of_fate);
INSTANTIATE_TEST_SUITE_P(OneWay, LostUpkeep, testing::Values(Fate::unanswered), name_of_fate);

}  // namespace
}  // namespace steward::test

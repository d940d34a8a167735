// SPDX-License-Identifier: MIT
// The connection is lost at every request that a piece of work makes, before the server had it and
// after the server did it. Done again, the work has each effect once. This is the work on promises
// and messages; what is done beside it is in lost_connection_upkeep_test.cpp.
#include <gmock/gmock.h>

#include <utility>

#include "app/recorder.hpp"
#include "steward/engine/activator.hpp"
#include "steward/engine/answers.hpp"
#include "steward/engine/firing.hpp"
#include "steward/engine/rule_sets.hpp"
#include "steward/engine/scheduler.hpp"
#include "steward/engine/tracker.hpp"
#include "steward/store/daemons.hpp"
#include "support/lost_connection.hpp"
#include "support/must.hpp"
#include "support/rule_folder.hpp"

namespace steward::test {
namespace {

using std::chrono::hours;

constexpr const char* kFollowUps = "steward.commitment where rule = 'priority-follow-up'";

TEST_P(LostConnection, ATrackerOpensEachPromiseOnce) {
  cut_everywhere([this] { add_delivery(); },
                 [this]() -> Result<> {
                   const auto done = engine::Tracker(store).run_once(world.rules(), world.now());
                   if (!done) return done.error();
                   return {};
                 });
  EXPECT_GT(rounds, 10);
  EXPECT_EQ(count(kFollowUps), all());
  EXPECT_EQ(count("steward.history h join steward.commitment c on c.id = h.commitment where c.rule "
                  "= 'priority-follow-up'"),
            all());
  EXPECT_EQ(count("steward.change"), "0");
}

/// 599 clients, of whom 60 are priority: two pages of the scheduler.
constexpr const char* kMoreClients =
    "insert into crm.clients (id, name, tier, account_manager_id) overriding system value "
    "select n, 'Client ' || n, case when n % 10 = 1 then 'priority' else 'standard' end, 1 "
    "from generate_series(3, 599) n";

constexpr const char* kWeeklyCall = R"(
rules:
  - rule: weekly-call
    title: Call the client
    source: Tests
    owner: client-service-leader
    subject: clients
    when: tier == "priority"
    schedule: {rrule: FREQ=WEEKLY;BYDAY=MO, at: "09:00", from: 2026-11-01}
    clock:
      stops: >
        interactions.filter(i, i.kind == "courtesy").map(i, i.occurred_at).max()
      within: 2 days
    assign: account_manager
    steps:
      - {at: due, breach: true}
)";

TEST_P(LostConnection, ARecurrenceIsPromisedToEachRecordOnce) {
  constexpr int kPriority = 60;
  RuleFolder folder;
  folder.write("rules/weekly-call.yaml", kWeeklyCall);
  world.run(kMoreClients);
  world.reload(folder.files().rules);
  world.settle();
  auto after_the_recurrence = at("2026-11-16T15:00:00Z");
  cut_everywhere(
      [&] {
        after_the_recurrence += hours(7 * 24);
        world.sleep_until(after_the_recurrence);
      },
      [this]() -> Result<> {
        engine::Scheduler scheduler(store);
        while (true) {
          const auto worked = scheduler.run_once(world.rules(), world.now());
          if (!worked) return worked.error();
          if (!*worked) return {};
        }
      });
  EXPECT_GT(rounds, 15);
  const std::string promises = "steward.commitment where rule = 'weekly-call'";
  const auto to_each = std::to_string(kPriority * rounds);
  EXPECT_EQ(count(promises), to_each);
  EXPECT_EQ(count("(select from " + promises + " group by key, occurrence) promised"), to_each);
  EXPECT_EQ(count("(select from " + promises + " group by occurrence) recurrences"), all());
  EXPECT_EQ(count("steward.history h join steward.commitment c on c.id = h.commitment where c.rule "
                  "= 'weekly-call'"),
            to_each);
}

TEST_P(LostConnection, WhatFiresBreachesOnceAndNumbersWithoutGaps) {
  cut_everywhere([this] { add_a_late_one(); },
                 [this]() -> Result<> {
                   const auto done = engine::Firing(store).run_once(world.rules(), world.now());
                   if (!done) return done.error();
                   return {};
                 });
  EXPECT_GT(rounds, 10);
  EXPECT_EQ(count("steward.ledger where kind = 'breached'"), all());
  EXPECT_EQ(world.database().value("select sum(last) from steward.breach_number"), all());
  EXPECT_EQ(count("steward.notice where purpose = 'breach'"), all());
}

TEST_P(LostConnection, ANoticeIsResolvedOnce) {
  cut_everywhere(
      [this] {
        add_a_late_one();
        ASSERT_TRUE(engine::Firing(world.store()).run_once(world.rules(), world.now()));
      },
      [this]() -> Result<> {
        const auto done = dispatcher.resolve(world.rules(), world.now());
        if (!done) return done.error();
        return {};
      });
  EXPECT_GT(rounds, 5);
  EXPECT_EQ(count("(select from steward.task t join steward.notice n on n.id = t.notice where "
                  "n.purpose = 'breach' group by t.notice, t.person, t.channel) told"),
            std::to_string(4 * rounds));
  EXPECT_EQ(count("steward.task t join steward.notice n on n.id = t.notice where n.purpose = "
                  "'breach'"),
            std::to_string(4 * rounds));
}

TEST_P(LostConnection, WhatAFirstDaySaysIsSaidOnce) {
  constexpr const char* kFile = "rules/follow-up.yaml";
  RuleFolder folder;
  // What the shipped rule promises about them is of no first day: it has looked at all there was.
  world.advance(hours(1));
  world.run(
      "insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
      "account_updated_at) select 1, 'fuel', current_setting('steward.now')::timestamptz - "
      "interval '4 hours', 'completed', current_setting('steward.now')::timestamptz from "
      "generate_series(1, 2)");
  world.settle();
  int loads = 0;
  std::string name = kFollowUp;
  cut_everywhere(
      [&] {
        // A rule by another name is a new one.
        const auto before = std::exchange(name, "follow-up-" + std::to_string(++loads));
        folder.edit(kFile, "rule: " + before, "rule: " + name);
        world.reload(folder.files().rules);
        engine::Activator activator(world.store());
        while (must(activator.run_once(world.rules(), world.now()))) {
        }
        engine::Firing firing(world.store());
        while (must(firing.run_once(world.rules(), world.now())) > 0) {
        }
        ASSERT_EQ(count("steward.notice where first_day and resolved_at is null"), "2");
      },
      [this]() -> Result<> {
        const auto done = dispatcher.resolve_first_day(world.rules(), world.now());
        if (!done) return done.error();
        return {};
      });
  EXPECT_GT(rounds, 5);
  const std::string told =
      "steward.task t join steward.notice n on n.commitment = t.commitment and n.id = t.notice "
      "where n.first_day";
  EXPECT_EQ(count("steward.notice where first_day and resolved_at is null"), "0");
  EXPECT_EQ(count("steward.message where message_id like 'first-day.%'"), all());
  EXPECT_EQ(count(told), std::to_string(2 * rounds));
  EXPECT_EQ(count("(select from " + told + " group by t.notice, t.person, t.channel) once"),
            std::to_string(2 * rounds));
}

TEST_P(LostConnection, AHandOverIsRecordedWhenTheServerIsBack) {
  app::Recorder recorder(dispatcher);
  std::vector<engine::Claimed> claimed;
  bool kept = false;
  cut_everywhere(
      [&] {
        add_a_late_one();
        ASSERT_TRUE(engine::Firing(world.store()).run_once(world.rules(), world.now()));
        ASSERT_TRUE(dispatcher.resolve(world.rules(), world.now()));
        claimed = *dispatcher.claim(world.now(), 1);
        ASSERT_EQ(claimed.size(), 1U);
        kept = false;
      },
      [&]() -> Result<> {
        if (std::exchange(kept, true)) return recorder.catch_up();
        engine::Delivery sent;
        sent.id = claimed.front().id;
        sent.sent = true;
        sent.response = "250 by the wire";
        return recorder.record(sent, world.now());
      });
  EXPECT_GT(rounds, 2);
  EXPECT_EQ(
      count("steward.message where state = 'sent' and attempts = 1 and response = '250 by the "
            "wire'"),
      all());
  EXPECT_EQ(count("steward.message where state = 'sending'"), "0");
}

TEST_P(LostConnection, WhatIsClaimedIsClaimedAgainAfterItsLease) {
  cut_everywhere(
      [this] {
        add_a_late_one();
        world.settle();
        world.run(
            "update steward.message set state = 'ready', next_at = created_at, sent_at = "
            "null where id = (select max(id) from steward.message)");
      },
      [this]() -> Result<> {
        world.sleep_until(world.now() + engine::Dispatcher::kLease);
        const auto claimed = dispatcher.claim(world.now(), 1);
        if (!claimed) return claimed.error();
        EXPECT_EQ(claimed->size(), 1U);
        return {};
      });
  EXPECT_GT(rounds, 2);
}

TEST_P(LostConnection, AnAnswerCountsOnce) {
  std::string reference;
  cut_everywhere(
      [&] {
        add_a_late_one();
        world.sleep_until(world.now() + hours(5));
        world.settle();
        reference = world.database().value("select reference from " + std::string(kFollowUps) +
                                           " order by id desc limit 1");
      },
      [&]() -> Result<> {
        const auto done = engine::acknowledge(store, world.rules().people, reference,
                                              "dana@skyport.example", world.now());
        if (!done) return done.error();
        return {};
      });
  EXPECT_EQ(count("steward.escalation where acknowledged_by = '3'"), all());
  EXPECT_EQ(count("steward.escalation where acknowledged_by is null and ended_at is null"), "0");
}

TEST_P(LostConnection, ANewRuleLooksAtEachRecordOnce) {
  for (int i = 0; i < 3; ++i) add_delivery();
  world.settle();
  cut_everywhere([this] { world.run("update steward.activation set done = false, cursor = null"); },
                 [this]() -> Result<> {
                   const auto done = engine::Activator(store).run_once(world.rules(), world.now());
                   if (!done) return done.error();
                   return {};
                 });
  EXPECT_GT(rounds, 5);
  EXPECT_EQ(count(kFollowUps), "3");
}

TEST_P(LostConnection, ARuleSetComesIntoForceOnce) {
  int sets = 1;
  auto next = world.rules();
  cut_everywhere(
      [&] {
        auto digest = std::to_string(++sets);
        digest.insert(0, 64 - digest.size(), '0');
        next.digest = digest;
      },
      [&]() -> Result<> {
        const auto done = engine::put_in_force(store, next, world.now(), "the test");
        if (!done) return done.error();
        return {};
      });
  EXPECT_GT(rounds, 5);
  EXPECT_EQ(count("steward.rule_set"), std::to_string(sets));
}

TEST_P(LostConnection, ABeatIsHeardWhenTheServerIsBack) {
  store::DaemonState daemon;
  daemon.id = "wired";
  daemon.state = "running";
  cut_everywhere([] {},
                 [&]() -> Result<> {
                   const auto done = store::beat(pool, daemon, world.now());
                   if (!done) return done.error();
                   return {};
                 });
  EXPECT_GT(rounds, 3);
  EXPECT_EQ(count("steward.daemon where id = 'wired'"), "1");
}

INSTANTIATE_TEST_SUITE_P(EachWay, LostConnection, testing::Values(Fate::lost, Fate::unanswered),
                         name_of_fate);

}  // namespace
}  // namespace steward::test

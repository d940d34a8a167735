// SPDX-License-Identifier: MIT
// The connection is lost at every request that a piece of work makes, before the server had it and
// after the server did it. Done again, the work has each effect once.
#include <gmock/gmock.h>

#include "app/recorder.hpp"
#include "steward/engine/activator.hpp"
#include "steward/engine/answers.hpp"
#include "steward/engine/firing.hpp"
#include "steward/engine/rule_sets.hpp"
#include "steward/engine/tracker.hpp"
#include "steward/store/daemons.hpp"
#include "steward/store/database.hpp"
#include "support/skyport.hpp"
#include "support/wire.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::hours;

/// Lets requests pass until the one it was set to.
class Cutter {
 public:
  void set(int request, Fate fate) {
    cut_ = false;
    fate_ = fate;
    left_ = request;
  }
  void leave_alone() { left_ = -1; }
  Fate operator()(const std::string& request) {
    if (left_ < 0 || left_-- > 0) return Fate::answered;
    is_commit_ = request.find("COMMIT") != std::string::npos;
    cut_ = true;
    return fate_;
  }
  [[nodiscard]] bool has_cut() const { return cut_; }
  /// What the cut is known to have left undone, or not known at all.
  [[nodiscard]] ErrorCode expected() const {
    return is_commit_ ? ErrorCode::timed_out : ErrorCode::unavailable;
  }

 private:
  std::atomic<int> left_{-1};
  std::atomic<Fate> fate_{Fate::answered};
  std::atomic<bool> cut_{false};
  std::atomic<bool> is_commit_{false};
};

class LostConnection : public testing::TestWithParam<Fate> {
 protected:
  LostConnection() {
    world.run(kSkyport);
    world.settle();
  }

  /// Prepares and does the work with a cut at its first request, then at its second, and so on
  /// until it makes no more. After each cut it is done again, and must succeed.
  void cut_everywhere(const std::function<void()>& prepare, const std::function<Result<>()>& work) {
    constexpr int kMost = 200;
    for (int request = 0; request < kMost; ++request) {
      prepare();
      cutter.set(request, GetParam());
      const auto done = work();
      cutter.leave_alone();
      ++rounds;
      if (!cutter.has_cut()) {
        EXPECT_TRUE(done) << done.error().message();
        return;
      }
      ASSERT_FALSE(done) << "request " << request;
      EXPECT_EQ(done.error().code(), cutter.expected()) << request << done.error().message();
      until_the_server_noticed();
      const auto again = work();
      ASSERT_TRUE(again) << again.error().message();
    }
    ADD_FAILURE() << "there is no end of requests";
  }

  /// What a session had locked is free once the server sees that it is gone; until then it would be
  /// passed over as being in other hands.
  void until_the_server_noticed() {
    while (count("pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
                 "and xact_start is not null") != "0") {
    }
  }

  void add_delivery() {
    world.run(
        "insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
        "account_updated_at) values (1, 'fuel', current_setting('steward.now')::timestamptz, "
        "'completed', current_setting('steward.now')::timestamptz)");
  }
  /// Delivered, and two days later: every step is due.
  void add_a_late_one() {
    add_delivery();
    world.settle();
    world.sleep_until(world.now() + hours(48));
  }
  std::string count(const std::string& what) {
    return world.database().value("select count(*) from " + what);
  }
  std::string all() const { return std::to_string(rounds); }

  World world{at("2026-11-22T15:00:00Z")};
  Cutter cutter;
  Wire wire{world.database(), [this](const std::string& request) { return cutter(request); }};
  store::Pool pool{*store::complete_connection(wire.connection()), 2};
  store::PostgresStore store{pool};
  engine::Dispatcher dispatcher{store, world.renderer(), world.settings()};
  int rounds = 0;
};

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
                         [](const testing::TestParamInfo<Fate>& tried) {
                           return tried.param == Fate::lost ? "BeforeTheServerHadIt"
                                                            : "AfterTheServerDidIt";
                         });

}  // namespace
}  // namespace steward::test

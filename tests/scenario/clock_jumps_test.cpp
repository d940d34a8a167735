// SPDX-License-Identifier: MIT
// What becomes of promises, and of messages on their way, when the database server's clock, which
// rules, is set forward or back.
#include <gmock/gmock.h>

#include "app/watched_clock.hpp"
#include "steward/engine/firing.hpp"
#include "steward/store/clock_jumps.hpp"
#include "support/must.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kOutcomes =
    "select string_agg(step || ' ' || kind || case when late then ' late' else '' end, ', ' "
    "order by step) from steward.outcome o join steward.commitment c on c.id = o.commitment "
    "where c.rule = 'priority-follow-up'";

constexpr const char* kDoubts =
    "select string_agg(coalesce(body->>'clock', 'none'), ', ' order by id) from steward.ledger "
    "where kind = 'breached'";

/// One completed service of the priority client, due on 24 November at 15:00.
class ClockJumps : public testing::Test {
 protected:
  ClockJumps() {
    world.run(kSkyport);
    add_delivery(42, "2026-11-22T15:00:00Z");
    world.settle();
  }

  void add_delivery(int id, const std::string& completed_at) {
    world.run(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
        "account_updated_at) overriding system value values (" +
        std::to_string(id) + ", 1, 'fuel', '" + completed_at + "', 'completed', '" + completed_at +
        "')");
  }

  World world{at("2026-11-22T15:00:00Z")};
};

TEST_F(ClockJumps, ForwardWhatItJumpedOverActsAtOnceAndRemindersCollapse) {
  world.advance_to(at("2026-11-23T14:30:00Z"));
  world.jump_by(hours(24));  // over both reminders: due in half an hour
  world.settle();
  EXPECT_THAT(world.messages(), SizeIs(1));
  EXPECT_EQ(world.database().value(kOutcomes), "1 collapsed, 2 acted late");
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_EQ(world.database().value(kOutcomes), "1 collapsed, 2 acted late, 3 acted");
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "breached due 2026-11-24T15:00:00 breach");
  EXPECT_EQ(world.database().value(kDoubts),
            "the server's clock had jumped forward by 1 d at 2026-11-24T14:30:00Z");
}

TEST_F(ClockJumps, ForwardOverTheDueTheBreachIsEnteredWithItsTrueDueAndTheDoubt) {
  world.advance_to(at("2026-11-24T14:30:00Z"));
  world.jump_by(hours(1));
  world.settle();
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached"));
  EXPECT_EQ(world.database().value("select to_char(at at time zone 'UTC', 'HH24:MI') || ' ' || "
                                   "to_char(noticed_at at time zone 'UTC', 'HH24:MI') || ' ' || "
                                   "(body->>'clock') from steward.ledger"),
            "15:00 15:30 the server's clock had jumped forward by 1 h at 2026-11-24T15:30:00Z");
}

TEST_F(ClockJumps, BackNothingActsTwiceAndNothingToComeActsEarly) {
  world.advance_to(at("2026-11-24T14:30:00Z"));
  EXPECT_EQ(world.database().value(kOutcomes), "1 acted, 2 acted");
  EXPECT_THAT(world.messages(), testing::Not(IsEmpty()));
  world.jump_by(-hours(1));  // before the reminder that acted at 14:00
  world.settle();
  world.advance_to(at("2026-11-24T14:59:59Z"));
  EXPECT_THAT(world.messages(), IsEmpty());
  EXPECT_EQ(world.database().value(kOutcomes), "1 acted, 2 acted");
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_THAT(world.messages(), SizeIs(4));
  EXPECT_EQ(world.database().value(kDoubts),
            "the server's clock had jumped back by 1 h at 2026-11-24T13:30:00Z");
}

TEST_F(ClockJumps, BackAfterABreachItStaysEnteredOnceAndTheChainGoesOn) {
  world.advance_to(at("2026-11-24T15:10:00Z"));
  EXPECT_THAT(world.messages(), testing::Not(IsEmpty()));
  world.jump_by(-hours(1));
  world.settle();
  world.advance_to(at("2026-11-24T15:30:00Z"));
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached"));
  EXPECT_THAT(world.messages(), IsEmpty());
  EXPECT_EQ(world.database().value(kDoubts), "none");
  world.advance_to(at("2026-11-24T20:00:00Z"));
  EXPECT_THAT(world.messages(), testing::Not(IsEmpty()));
}

TEST_F(ClockJumps, ForthAndBackItIsAsIfNothingHadBeen) {
  world.advance_to(at("2026-11-24T12:00:00Z"));
  world.jump_by(hours(1));
  world.settle();
  world.advance(minutes(5));
  world.jump_by(-hours(1));
  world.settle();
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_EQ(world.database().value(kOutcomes), "1 acted, 2 acted, 3 acted");
  EXPECT_EQ(world.database().value(kDoubts),
            "the server's clock had jumped back by 1 h at 2026-11-24T12:05:00Z");
}

TEST_F(ClockJumps, BreachesOfADayLaterAreNotDoubted) {
  world.advance_to(at("2026-11-23T14:59:00Z"));
  world.jump_by(minutes(1));
  world.settle();
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_EQ(world.database().value(kDoubts), "none");
}

/// The first reminder has acted, on 23 November at 15:00, and its message is ready. What may be
/// handed over is so by the server's clock, as all else: set back, it holds up what waits for an
/// instant, and lets nothing go twice.
class MessagesOfAClockSetBack : public ClockJumps {
 protected:
  MessagesOfAClockSetBack() {
    world.advance_before(kReady);
    must(engine::Firing(world.store()).run_once(world.rules(), world.now()), "firing");
    must(dispatcher.resolve(world.rules(), world.now()), "resolving");
    EXPECT_EQ(states(), "ready");
  }

  std::vector<engine::Claimed> claim() {
    return must(dispatcher.claim(world.now(), engine::Dispatcher::kBatch), "claiming");
  }
  void set_back() {
    world.jump_by(-hours(1));
    world.settle();
  }
  void expect_it_goes_at(Instant instant) {
    world.advance_to(instant - seconds(1));
    EXPECT_THAT(world.messages(), IsEmpty());
    world.advance_to(instant);
    EXPECT_THAT(world.messages(), ElementsAre("email ana@skyport.example: Call Bluewater Aviation "
                                              "by Tue 24 Nov, 10:00 EST"));
    expect_nothing_more();
  }
  /// Until the next reminder.
  void expect_nothing_more() {
    world.advance_to(at("2026-11-24T13:59:59Z"));
    EXPECT_THAT(world.messages(), IsEmpty());
    EXPECT_EQ(states(), "sent");
    EXPECT_EQ(world.database().value(kOutcomes), "1 acted");
  }
  std::string states() {
    return world.database().value("select string_agg(state, ' ' order by id) from steward.message");
  }

  const Instant kReady = at("2026-11-23T15:00:00Z");
  engine::Dispatcher dispatcher{world.store(), world.renderer(), world.settings()};
};

TEST_F(MessagesOfAClockSetBack, WhatIsReadyGoesOnceWhenItShowsItsInstantAgain) {
  set_back();
  expect_it_goes_at(kReady);
}

TEST_F(MessagesOfAClockSetBack, WhatIsToBeTriedAgainIsWhenItShowsItsInstantAgain) {
  world.email().failures = {Error(ErrorCode::unavailable, "451 try later")};
  world.settle();
  set_back();
  expect_it_goes_at(kReady + seconds(10));
}

TEST_F(MessagesOfAClockSetBack, WhatADaemonHandsOverMeanwhileGoesNoSecondTime) {
  const auto claimed = claim();
  ASSERT_THAT(claimed, SizeIs(1));
  set_back();
  // Whoever has it carries on the clock by which it was claimed.
  const auto then = kReady + seconds(30);
  world.advance_to(then);
  EXPECT_THAT(world.messages(), IsEmpty()) << "it is in hand";
  EXPECT_EQ(states(), "sending");
  must(dispatcher.record(
           {engine::Dispatcher::judge(claimed.front(), engine::Receipt{"250 taken"}, kReady, then)},
           then),
       "recording a delivery");
  expect_nothing_more();
}

TEST_F(MessagesOfAClockSetBack, WhatADeadDaemonHeldGoesWhenItShowsTheEndOfTheLease) {
  ASSERT_THAT(claim(), SizeIs(1));
  set_back();
  expect_it_goes_at(kReady + engine::Dispatcher::kLease);
}

/// The world's clock as the server's.
class WorldClock final : public TimeSource {
 public:
  explicit WorldClock(const World& world) : world_(world) {}
  Result<Instant> now() override { return world_.now(); }

 private:
  const World& world_;
};

class FakeHost final : public app::HostClocks {
 public:
  app::HostTime read() override { return time; }
  app::HostTime time;
};

/// What a daemon does before each piece of work, with a host whose clocks the test moves.
class DaemonsClock : public ClockJumps {
 protected:
  DaemonsClock() {
    host.time.shown = world.now();
    look();
  }

  void look() { EXPECT_EQ(clock.now().value(), world.now()); }
  /// Time passes on the host; what it shows is right.
  void pass(Microseconds time) {
    host.time.shown += time;
    host.time.awake += time;
    host.time.passed += time;
  }

  FakeHost host;
  WorldClock server{world};
  app::WatchedClock clock{server, host, [this](const ClockJump& jump) {
                            return store::note_jump(world.pool(), jump, "ramp");
                          }};
};

TEST_F(DaemonsClock, NotesAJumpBeforeWhatItMakesDueActs) {
  pass(hours(47));
  world.advance_to(at("2026-11-24T14:00:00Z"));
  look();
  pass(std::chrono::milliseconds(200));
  world.sleep_until(at("2026-11-24T15:00:00Z"));
  look();
  world.settle();
  EXPECT_EQ(world.database().value(kDoubts),
            "the server's clock had jumped forward by 1 h at 2026-11-24T15:00:00Z");
}

TEST_F(DaemonsClock, WhereTheMachineSleptNothingIsDoubted) {
  pass(hours(48));
  host.time.awake -= hours(48);
  world.sleep_until(at("2026-11-24T15:00:00Z"));
  look();
  world.settle();
  EXPECT_EQ(world.database().value(kOutcomes), "1 collapsed, 2 collapsed, 3 acted");
  EXPECT_EQ(world.database().value(kDoubts), "none");
}

TEST_F(DaemonsClock, AHostsOwnClockMovesNothing) {
  host.time.shown += hours(1);
  pass(hours(48));
  world.advance_to(at("2026-11-24T14:59:59Z"));
  look();
  EXPECT_TRUE(clock.differs());
  EXPECT_THAT(world.ledger(kFollowUp), IsEmpty());
  world.advance_to(at("2026-11-24T15:00:00Z"));
  look();
  EXPECT_EQ(world.database().value(kOutcomes), "1 acted, 2 acted, 3 acted");
  EXPECT_EQ(world.database().value(kDoubts), "none");
}

}  // namespace
}  // namespace steward::test

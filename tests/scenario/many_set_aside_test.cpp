// SPDX-License-Identifier: MIT
// More subjects are set aside than are known from the start: each is still known when it comes up.
#include <gmock/gmock.h>

#include "engine/quarantine.hpp"
#include "steward/engine/tracker.hpp"
#include "support/must.hpp"
#include "support/quarantined.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t kOthers = 1'200;
static_assert(kOthers > engine::Quarantine::kKnown);

/// Delivery 42 is set aside, as the last of many that are long gone.
class ManySetAside : public testing::Test {
 protected:
  ManySetAside() {
    world.run(kSkyport);
    world.run(completed_service(42, "2026-11-22T15:00:00Z"));
    world.settle();
    const auto gone = failed_once(kFollowUp, "gone ", world.now(), at("2026-12-24T15:00:00Z"));
    put_aside(world.database(), numbered(gone, kOthers));
  }

  void set_42_aside(engine::Work work, const std::string& retry_at) {
    put_aside(world.database(), {failed_once(kFollowUp, "42", world.now(), at(retry_at), work)});
  }
  std::string how_many(const std::string& condition) {
    return world.database().value("select count(*) from steward.quarantine where " + condition);
  }
  std::string next_at() {
    return world.database().value(
        "select to_char(next_at at time zone 'UTC', 'MM-DD HH24:MI') from steward.commitment where "
        "rule = 'priority-follow-up' and key = '42'");
  }

  /// At five past, and not at its own instant.
  void expect_a_reminder_at_the_retry() {
    world.advance_to(at("2026-11-23T15:00:00Z"));
    EXPECT_THAT(world.messages(), IsEmpty());
    EXPECT_EQ(next_at(), "11-23 15:05");
    world.advance_to(at("2026-11-23T15:05:00Z"));
    EXPECT_THAT(world.messages(),
                ElementsAre("email ana@skyport.example: Call Bluewater Aviation by "
                            "Tue 24 Nov, 10:00 EST"));
    EXPECT_EQ(how_many("key = '42'"), "0");
  }

  World world{at("2026-11-22T15:00:00Z")};
};

TEST_F(ManySetAside, OneWhoseRecordChangesIsJudgedAndIsSoNoMore) {
  set_42_aside(engine::Work::judging, "2026-11-22T16:00:00Z");
  world.run(
      "update crm.service_deliveries set completed_at = '2026-11-22T14:00:00Z' where id = 42");
  must(engine::Tracker(world.store()).run_once(world.rules(), world.now()), "tracking");
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T14:00:00");
  EXPECT_EQ(how_many("key = '42'"), "0");
  EXPECT_EQ(how_many("true"), std::to_string(kOthers));
}

TEST_F(ManySetAside, OneThatFailsAgainGoesOnCounting) {
  set_42_aside(engine::Work::judging, "2026-11-22T16:00:00Z");
  world.run(
      "create function crm.fuss() returns trigger language plpgsql as $$ begin if new.rule = "
      "'priority-follow-up' then raise exception 'out of all bounds' using errcode = '22003'; end "
      "if; return new; end $$; create trigger fuss before update on steward.commitment for each "
      "row execute function crm.fuss()");
  world.run(
      "update crm.service_deliveries set completed_at = '2026-11-22T14:00:00Z' where id = 42");
  must(engine::Tracker(world.store()).run_once(world.rules(), world.now()), "tracking");
  EXPECT_EQ(world.database().value("select failures from steward.quarantine where rule = "
                                   "'priority-follow-up' and key = '42'"),
            "2");
}

TEST_F(ManySetAside, OneThatIsDueWaitsForItsRetry) {
  set_42_aside(engine::Work::firing, "2026-11-23T15:05:00Z");
  expect_a_reminder_at_the_retry();
  EXPECT_EQ(next_at(), "11-24 14:00");
}

TEST_F(ManySetAside, OneThatIsDueAndCannotBeJudgedWaitsUntilItIs) {
  set_42_aside(engine::Work::judging, "2026-11-23T15:05:00Z");
  expect_a_reminder_at_the_retry();
}

}  // namespace
}  // namespace steward::test

// SPDX-License-Identifier: MIT
// A record from which no due can be reckoned holds up nothing else, and is judged once it is
// mended.
#include <gmock/gmock.h>

#include "steward/engine/firing.hpp"
#include "support/must.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

/// Two days later it is the year 10000, one day later it is not: only the rule of 48 hours fails.
constexpr const char* kBeyond = "9999-12-30T12:00:00Z";
constexpr const char* kService = "2026-11-22T15:00:00Z";

class UnjudgeableRecord : public testing::Test {
 protected:
  UnjudgeableRecord() {
    world.run(kSkyport);
    world.settle();
  }

  void deliver(int id, const std::string& completed_at) {
    world.run(completed_service(id, completed_at));
  }
  void complete(const std::string& id, const std::string& completed_at) {
    world.run("update crm.service_deliveries set completed_at = '" + completed_at +
              "' where id = " + id);
  }
  std::string failures() {
    return world.database().value("select sum(failures) from steward.quarantine");
  }

  static std::string cannot_be_judged(const std::string& key) {
    return "priority-follow-up " + key +
           ": cannot be judged: an instant past year 9999 is outside the years 1 to 9999 that "
           "calendar 'always' knows";
  }

  World world{at(kService)};
};

TEST_F(UnjudgeableRecord, IsSetAsideAloneUntilItIsMended) {
  deliver(42, kService);
  deliver(43, kBeyond);
  deliver(44, kService);
  world.settle();
  EXPECT_THAT(world.set_aside(), ElementsAre(cannot_be_judged("43")));
  EXPECT_EQ(failures(), "1");
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "none");
  EXPECT_EQ(world.commitment(kFollowUp, "44"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(world.commitment("account-update-after-service", "43"), "kept due 9999-12-31T12:00:00");

  world.advance(seconds(10));
  EXPECT_THAT(world.set_aside(), ElementsAre(cannot_be_judged("43")));
  EXPECT_EQ(failures(), "2") << "it was tried again";

  complete("43", kService);
  world.settle();
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "open due 2026-11-24T15:00:00");
}

TEST_F(UnjudgeableRecord, LeavesItsLivePromiseAsItWas) {
  deliver(42, kService);
  world.settle();
  complete("42", kBeyond);
  deliver(43, kService);
  world.settle();
  EXPECT_THAT(world.set_aside(), ElementsAre(cannot_be_judged("42")));
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "open due 2026-11-24T15:00:00");

  complete("42", "2026-11-22T16:00:00Z");
  world.settle();
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T16:00:00");
}

/// Nobody knows whether its promise was kept: nothing is called late.
TEST_F(UnjudgeableRecord, IsNotBreachedThoughTheFiringIsTheFirstToLook) {
  deliver(42, kService);
  deliver(43, kService);
  world.settle();
  complete("42", kBeyond);
  world.sleep_until(at("2026-11-24T15:30:00Z"));
  must(engine::Firing(world.store()).run_once(world.rules(), world.now()), "firing");
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "open due 2026-11-24T15:00:00");
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "breached due 2026-11-24T15:00:00 breach");
  EXPECT_THAT(world.set_aside(), ElementsAre(cannot_be_judged("42")));

  complete("42", kService);
  world.advance_by_the_minute(minutes(11));
  EXPECT_THAT(world.set_aside(), IsEmpty());
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "breached due 2026-11-24T15:00:00 breach");
}

}  // namespace
}  // namespace steward::test

// SPDX-License-Identifier: MIT
// A step that has no instant, for its calendar ends before, holds up nothing else of its promise.
#include <gmock/gmock.h>

#include "steward/engine/explanation.hpp"
#include "steward/rules/rule_in_words.hpp"
#include "support/rule_folder.hpp"
#include "support/skyport.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// 29 December 2037, noon in New York. The hours of the airport are known until the end of the
/// year; forty of them after its due, on the 31st at noon, the follow-up is to be escalated.
class UnplacedSteps : public testing::Test {
 protected:
  UnplacedSteps() {
    folder.edit("rules/follow-up.yaml", "calendar: always", "calendar: airport-hours");
    folder.edit("rules/follow-up.yaml", "within: 48h", "within: 36h");
    folder.edit("rules/follow-up.yaml", "at: due + 4h", "at: due + 40 working hours");
    world = std::make_unique<World>(at("2037-12-29T17:00:00Z"), folder.files());
    world->run(kSkyport);
    world->run(completed_service(42, "2037-12-29T17:00:00Z"));
    world->settle();
  }

  std::string next_at() {
    return world->database().value(
        "select coalesce(to_char(next_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS'), "
        "'never') "
        "from steward.commitment where rule = 'priority-follow-up'");
  }

  RuleFolder folder;
  std::unique_ptr<World> world;
};

TEST_F(UnplacedSteps, HoldUpNoBreach) {
  EXPECT_EQ(world->commitment(kFollowUp, "42"), "open due 2037-12-31T17:00:00");
  EXPECT_EQ(next_at(), "2037-12-30T17:00:00");
  world->advance_to(at("2037-12-31T16:59:59Z"));
  EXPECT_THAT(world->ledger(kFollowUp), IsEmpty());
  world->advance_to(at("2037-12-31T17:00:00Z"));
  EXPECT_EQ(world->commitment(kFollowUp, "42"), "breached due 2037-12-31T17:00:00 breach");
  EXPECT_THAT(world->ledger(kFollowUp), ElementsAre("breached"));
  EXPECT_THAT(world->set_aside(), IsEmpty());
}

TEST_F(UnplacedSteps, AreLookedForAgainADayLater) {
  world->advance_to(at("2037-12-31T17:00:00Z"));
  EXPECT_EQ(next_at(), "2038-01-01T17:00:00");
  world->advance_to(at("2038-01-01T17:00:00Z"));
  EXPECT_EQ(next_at(), "2038-01-02T17:00:00");
  EXPECT_THAT(world->set_aside(), IsEmpty());
}

TEST_F(UnplacedSteps, AreNoneOfWhatIsForetold) {
  Problems problems;
  const auto words = rules::describe_rule(world->rules(), kFollowUp, problems);
  ASSERT_TRUE(words) << problems.render_all();
  const auto explanation = engine::explain(
      world->store(), {world->rules(), *world->rules().rule(kFollowUp), *words, "42"},
      world->settings(), world->now());
  ASSERT_TRUE(explanation) << explanation.error().message();
  std::vector<std::string> steps;
  for (const auto& expected : explanation->ahead) steps.push_back(expected.step);
  EXPECT_THAT(steps, ElementsAre("1", "2", "3"));
}

TEST_F(UnplacedSteps, ActWhenAnEditGivesThemAnInstant) {
  world->advance_to(at("2037-12-31T17:00:00Z"));
  folder.edit("rules/follow-up.yaml", "    owner:", "    on_change: rebase\n    owner:");
  folder.edit("rules/follow-up.yaml", "at: due + 40 working hours", "at: due + 4h");
  world->reload(folder.files().rules);
  world->advance_to(at("2037-12-31T21:00:00Z"));
  EXPECT_EQ(world->database().value("select count(*) from steward.escalation"), "1");
}

TEST_F(UnplacedSteps, LetAPromiseBeKept) {
  world->run(follow_up("2037-12-29T17:00:00Z"));
  world->settle();
  EXPECT_EQ(world->commitment(kFollowUp, "42"), "kept due 2037-12-31T17:00:00");
  EXPECT_EQ(next_at(), "never");
  EXPECT_THAT(world->set_aside(), IsEmpty());
}

}  // namespace
}  // namespace steward::test

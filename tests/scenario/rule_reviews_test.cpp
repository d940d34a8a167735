// SPDX-License-Identifier: MIT
// A rule says when it is to be reviewed: that is a promise of its owner like any other.
#include <gmock/gmock.h>

#include <fstream>
#include <map>

#include "steward/engine/plan.hpp"
#include "support/skyport.hpp"
#include "support/temporary_folder.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kReview = "review-of-answer";

class RuleReview : public testing::Test {
 protected:
  RuleReview() : files(WorldFiles::reference()) {
    files.rules.rules = {folder.path()};
    write("review_by: 2026-12-31");
    world = std::make_unique<World>(at("2026-11-23T15:00:00Z"), files);
    world->run(kSkyport);
    world->settle();
  }

  void write(const std::string& line) {
    std::ofstream(folder.path() / "rules.yaml")
        << "rules:\n- rule: answer\n  title: Answer\n  source: Procedure 1\n"
           "  owner: client-service-leader\n  subject: enquiries\n"
           "  clock: {starts: received_at, stops: first_response_at, within: 24h}\n"
           "  steps: [{at: due, breach: true}]\n  "
        << line << "\n";
  }

  /// The effects of loading the rule with this line on its review.
  std::map<engine::Effect, std::size_t> foreseen(const std::string& line) {
    write(line);
    const auto next = world->read(files.rules);
    const auto plan = engine::make_plan(world->store(), &world->rules(), *next, world->now(),
                                        {world->settings()});
    std::map<engine::Effect, std::size_t> effects;
    for (const auto& rule : plan.value().rules) {
      if (rule.name != kReview) continue;
      for (const auto& [effect, affected] : rule.effects) effects[effect] = affected.count;
    }
    return effects;
  }

  void load(const std::string& line) {
    write(line);
    world->reload(files.rules);
    world->settle();
  }

  TemporaryFolder folder;
  WorldFiles files;
  std::unique_ptr<World> world;
};

TEST_F(RuleReview, IsDueAtTheEndOfItsDayAndItsOwnerIsTold) {
  EXPECT_EQ(world->commitment(kReview, "answer"), "open due 2027-01-01T04:59:59");
  world->advance_to(at("2026-12-25T04:59:59Z"));
  EXPECT_THAT(world->messages(), IsEmpty());
  world->advance_to(at("2026-12-25T05:00:00Z"));
  EXPECT_THAT(world->messages(),
              ElementsAre("email dana@skyport.example: The rule 'answer' is reviewed by "
                          "2026-12-31"));
  world->advance_to(at("2027-01-01T05:00:00Z"));
  EXPECT_THAT(world->messages(),
              ElementsAre("email dana@skyport.example: Late: The rule 'answer' is reviewed by "
                          "2026-12-31"));
  EXPECT_THAT(world->ledger(kReview), ElementsAre("breached"));
}

TEST_F(RuleReview, ALaterDateKeepsItAndBeginsTheNext) {
  world->advance_to(at("2026-12-20T12:00:00Z"));
  load("review_by: 2027-12-31");
  EXPECT_EQ(world->commitment(kReview, "answer"), "open due 2028-01-01T04:59:59");
  EXPECT_EQ(world->database().value("select string_agg(state, ' ' order by id) from "
                                    "steward.commitment where rule = 'review-of-answer'"),
            "kept open");
  EXPECT_THAT(world->ledger(kReview), IsEmpty());

  // An edit of anything else is no review.
  load("review_by: 2027-12-31\n  description: For everybody");
  EXPECT_EQ(world->database().value("select string_agg(state, ' ' order by id) from "
                                    "steward.commitment where rule = 'review-of-answer'"),
            "kept open");
}

TEST_F(RuleReview, ALateReviewIsLate) {
  world->advance_to(at("2027-02-01T12:00:00Z"));
  load("review_by: 2027-12-31");
  EXPECT_EQ(world->database().value("select string_agg(state, ' ' order by id) from "
                                    "steward.commitment where rule = 'review-of-answer'"),
            "kept open");
  EXPECT_THAT(world->ledger(kReview), ElementsAre("breached", "resolved"));
}

TEST_F(RuleReview, ARuleThatIsOffOrGoneNeedsNone) {
  load("review_by: 2026-12-31\n  mode: \"off\"");
  EXPECT_EQ(world->commitment(kReview, "answer"), "cancelled due 2027-01-01T04:59:59");
}

TEST_F(RuleReview, IsForeseenByThePlanAsItThenHappens) {
  using Effects = std::map<engine::Effect, std::size_t>;
  world->advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_EQ(foreseen("review_by: 2026-12-31\n  description: For everybody"), Effects{});
  EXPECT_EQ(foreseen("review_by: 2027-06-30"),
            (Effects{{engine::Effect::opened, 1}, {engine::Effect::closed, 1}}));
  load("review_by: 2027-06-30");
  EXPECT_EQ(world->database().value("select string_agg(state, ' ' order by id) from "
                                    "steward.commitment where rule = 'review-of-answer'"),
            "kept open");
  EXPECT_EQ(foreseen("tags: [none]"),
            (Effects{{engine::Effect::cancelled, 1}, {engine::Effect::dropped, 1}}));
}

}  // namespace
}  // namespace steward::test

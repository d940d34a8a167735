// SPDX-License-Identifier: MIT
// Which steps count as taken when a promise goes by an edited rule.
#include "engine/rebasing.hpp"

#include <gtest/gtest.h>

#include "office.hpp"

namespace steward::engine {
namespace {

using namespace std::chrono_literals;
using Names = std::map<std::string, std::string>;

model::Step step(const std::string& id, Microseconds offset, const std::string& words) {
  model::Step made;
  made.id = id;
  made.at.offset = offset;
  made.template_name = words;
  made.notify = {kAssignee};
  return made;
}

model::Step breach(const std::string& id) {
  auto made = step(id, 0s, "late");
  made.breach = true;
  return made;
}

class RebasingTest : public testing::Test {
 protected:
  RebasingTest() {
    after.starts = est("24 10:00");
    after.due = est("26 10:00");
  }

  Names names(const std::vector<model::Step>& before, const std::vector<model::Step>& now_steps,
              const std::set<std::string>& done, bool unbreached = false) {
    return renamed_steps(before, now_steps, done, after,
                         calendar::Calendar::always(calendar::Zone()), unbreached, est("25 12:00"));
  }

  model::Commitment after;
};

TEST_F(RebasingTest, StepsThatSayTheSameCountAsTaken) {
  EXPECT_EQ(
      names({step("1", -24h, "soon"), breach("2")}, {step("1", -30h, "soon"), breach("2")}, {"1"}),
      Names{});
}

TEST_F(RebasingTest, AStepMayHaveAnotherNumber) {
  EXPECT_EQ(names({step("1", -24h, "soon"), breach("2")},
                  {step("1", -30h, "first"), step("2", -24h, "soon"), breach("3")},
                  {"1", "2", "2/1", "1#2"}),
            (Names{{"1", "2"}, {"2", "3"}, {"2/1", "3/1"}, {"1#2", "2#2"}}));
}

TEST_F(RebasingTest, WhatIsGoneIsPutAside) {
  EXPECT_EQ(names({step("1", -24h, "soon"), breach("2")}, {breach("1")}, {"1"}),
            (Names{{"1", "1~2026-11-25T17:00:00Z"}}));
}

TEST_F(RebasingTest, TwoStepsAlikeAreNotTakenForOne) {
  EXPECT_EQ(names({step("1", -24h, "soon"), step("2", -1h, "soon")},
                  {step("1", -24h, "soon"), step("2", -1h, "soon")}, {"1", "2"}),
            Names{});
}

TEST_F(RebasingTest, ABreachIsToldOnceUnlessItIsOver) {
  const std::vector<model::Step> steps{step("1", -24h, "soon"), breach("2"), step("3", 4h, "yet")};
  EXPECT_EQ(names(steps, steps, {"1", "2", "3"}), Names{});
  EXPECT_EQ(names(steps, steps, {"1", "2", "3"}, true),
            (Names{{"2", "2~2026-11-25T17:00:00Z"}, {"3", "3~2026-11-25T17:00:00Z"}}));
}

}  // namespace
}  // namespace steward::engine

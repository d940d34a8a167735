// SPDX-License-Identifier: MIT
// What a rule's first day says early, and what keeps its own instant.
#include <gtest/gtest.h>

#include "november.hpp"
#include "steward/model/schedule.hpp"

namespace steward::model {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

const Recipient kAssignee{RecipientKind::assignee, ""};
const Recipient kLeader{RecipientKind::role, "leader"};

Step reminder(const std::string& id, Microseconds before_due, const Recipient& who = kAssignee) {
  Step step;
  step.id = id;
  step.at = {Anchor::due, -before_due, false, std::nullopt};
  step.notify = {who};
  return step;
}

Step breach(const std::string& id) {
  auto step = reminder(id, 0s);
  step.breach = true;
  return step;
}

/// A promise of Monday noon, due on Wednesday at noon; its rule came into force on Tuesday at 06:00
/// and found it five minutes later.
class FirstDayTest : public testing::Test {
 protected:
  FirstDayTest() {
    commitment.id = 7;
    commitment.starts = nov("02 12:00");
    commitment.due = nov("04 12:00");
    commitment.opened_at = nov("03 06:05");
  }

  Lines at(const std::string& now, const std::set<std::string>& unmet = {}) const {
    const Judge judge{rule, calendar, effective_from, nov(now), nullptr, day};
    Lines lines;
    for (const auto& outcome : due_outcomes(commitment, steps, done, judge, unmet)) {
      lines.push_back(outcome.step + " " + std::string(to_string(outcome.kind)) + " " +
                      show(outcome.at) + (outcome.late ? " late" : "") +
                      (outcome.first_day ? " first day" : ""));
    }
    return lines;
  }

  std::string next() const {
    const auto instant = next_instant(commitment, steps, done, calendar, day).at;
    return instant ? show(*instant) : "never";
  }

  Rule rule;
  Commitment commitment;
  std::vector<Step> steps;
  std::set<std::string> done;
  calendar::Calendar calendar = calendar::Calendar::always(calendar::Zone());
  Instant effective_from = nov("03 06:00");
  FirstDay day{effective_from, nov("03 06:10")};
};

TEST_F(FirstDayTest, AReminderOfTheDayActsWhenTheDayBegins) {
  steps = {reminder("1", 24h), breach("2")};
  EXPECT_EQ(next(), "03 06:00");
  EXPECT_EQ(at("03 06:05"), Lines{"1 acted 03 12:00 first day"});
  done = {"1"};
  EXPECT_EQ(next(), "04 12:00");
  EXPECT_EQ(at("04 12:00"), Lines{"2 acted 04 12:00"}) << "a breach has its own instant";
}

TEST_F(FirstDayTest, LastsTwentyFourHours) {
  steps = {reminder("1", 6h)};
  EXPECT_EQ(next(), "04 06:00") << "one that lies at its end is no part of it";
  EXPECT_EQ(at("03 06:05"), Lines{});
  EXPECT_EQ(at("04 06:00"), Lines{"1 acted 04 06:00"});
  steps = {reminder("1", 6h + 1us)};
  EXPECT_EQ(next(), "03 06:00");
}

TEST_F(FirstDayTest, SkipsWhatLayBeforeTheRuleAsEver) {
  steps = {reminder("1", 36h), reminder("2", 24h)};
  EXPECT_EQ(at("03 06:05"), (Lines{"1 before activation 03 00:00", "2 acted 03 12:00 first day"}));
}

TEST_F(FirstDayTest, SaysThingsOnceToTheSamePeople) {
  steps = {reminder("1", 24h), reminder("2", 12h), reminder("3", 8h, kLeader), reminder("4", 1h)};
  EXPECT_EQ(at("03 06:05"), (Lines{"1 acted 03 12:00 first day", "2 collapsed 04 00:00",
                                   "3 acted 04 04:00 first day"}));
  done = {"1", "2", "3"};
  EXPECT_EQ(next(), "04 11:00") << "after the first day each acts at its own instant";
}

TEST_F(FirstDayTest, OfAStepThatRepeatsTheFirstTimeCounts) {
  steps = {reminder("1", 24h)};
  steps[0].repeat = Repeat{8h, false, 4, std::nullopt};
  EXPECT_EQ(at("03 06:05"), (Lines{"1 acted 03 12:00 first day", "1#2 collapsed 03 20:00",
                                   "1#3 collapsed 04 04:00"}));
  done = {"1", "1#2", "1#3"};
  EXPECT_EQ(next(), "04 12:00");
}

TEST_F(FirstDayTest, LeavesWhatIsUrgentConditionalOrAfterDueToItsInstant) {
  steps = {reminder("1", 24h), reminder("2", 20h), reminder("3", -4h)};
  steps[0].urgency = Urgency::urgent;
  steps[1].when = "tier == 1";
  EXPECT_EQ(next(), "03 12:00");
  EXPECT_EQ(at("03 06:05"), Lines{});
  EXPECT_EQ(at("03 12:00"), Lines{"1 acted 03 12:00"});
  done = {"1"};
  EXPECT_EQ(at("03 16:00", {"tier == 1"}), Lines{"2 condition not met 03 16:00"});
  done.clear();
  commitment.due = nov("03 20:00");
  steps = {reminder("1", -4h)};
  EXPECT_EQ(next(), "04 00:00") << "that it is late is not said before it is";
}

TEST_F(FirstDayTest, LeavesEscalationsAndAnnouncementsToTheirInstants) {
  Step escalation;
  escalation.id = "1";
  escalation.at = {Anchor::due, -24h, false, std::nullopt};
  escalation.escalate = "chain";
  steps = {escalation};
  EXPECT_EQ(next(), "03 12:00");
  commitment.due.reset();
  steps = {reminder("1", -24h)};
  EXPECT_EQ(next(), "03 12:00") << "an announcement counts from its start";
}

TEST_F(FirstDayTest, IsOfWhatTheRuleFoundAlone) {
  steps = {reminder("1", 24h)};
  commitment.starts = nov("03 06:00");
  EXPECT_EQ(next(), "03 12:00") << "it began with the rule";
  commitment.starts = nov("02 12:00");
  commitment.opened_at = nov("03 06:11");
  EXPECT_EQ(next(), "03 12:00") << "it was entered after the rule had looked at everything";
  day.looked_until.reset();
  EXPECT_EQ(next(), "03 06:00") << "the rule still looks";
  commitment.occurrence = commitment.starts;
  EXPECT_EQ(next(), "03 12:00") << "a schedule opened it";
}

TEST_F(FirstDayTest, WaitsForAClockThatStandsStill) {
  steps = {reminder("1", 24h)};
  commitment.pauses = {{nov("03 05:00"), nov("03 14:00")}};
  EXPECT_EQ(next(), "03 14:00");
  EXPECT_EQ(at("03 14:00"), Lines{"1 acted 03 14:00"});
}

TEST_F(FirstDayTest, MayLieAheadOfTheLoading) {
  effective_from = nov("03 12:00");
  day = {effective_from, nov("02 18:00")};
  commitment.opened_at = nov("02 18:00");
  steps = {reminder("1", 36h), reminder("2", 20h)};
  EXPECT_EQ(next(), "03 00:00");
  EXPECT_EQ(at("03 00:00"), Lines{"1 before activation 03 00:00"});
  done = {"1"};
  EXPECT_EQ(next(), "03 12:00");
  EXPECT_EQ(at("03 12:00"), Lines{"2 acted 03 16:00 first day"});
}

TEST_F(FirstDayTest, TakesInWhatAnEarlierEffectiveFromLeftBehind) {
  effective_from = nov("01 00:00");
  steps = {reminder("1", 36h), reminder("2", 24h), reminder("3", 8h, kLeader)};
  EXPECT_EQ(at("03 06:05"), (Lines{"1 acted 03 00:00 late first day", "2 collapsed 03 12:00",
                                   "3 acted 04 04:00 first day"}))
      << "one message, not one for each";
}

TEST_F(FirstDayTest, GivesWayToABreachThatActsWithIt) {
  steps = {reminder("1", 24h), breach("2")};
  EXPECT_EQ(at("04 13:00"), (Lines{"1 collapsed 03 12:00", "2 acted 04 12:00 late"}));
}

}  // namespace
}  // namespace steward::model

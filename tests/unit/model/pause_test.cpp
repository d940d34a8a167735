// SPDX-License-Identifier: MIT
// A promise whose clock stands still.
#include "one_record.hpp"
#include "steward/model/schedule.hpp"

namespace steward::model {
namespace {

using PauseTest = OneRecord;

Step step_at(std::string id, Anchor anchor, Microseconds offset) {
  Step step;
  step.id = std::move(id);
  step.at = {anchor, offset, false, {}};
  return step;
}

TEST_F(PauseTest, Time_in_a_pause_does_not_count) {
  pause("03 12:00", "04 00:00");
  EXPECT_EQ(look("02 12:05"),
            Lines{"opened: open 02 12:00 to 05 00:00, pause 03 12:00 to 04 00:00"});
  EXPECT_EQ(look("03 12:00"),
            Lines{"paused: paused 02 12:00 to 05 00:00, pause 03 12:00 to 04 00:00"});
  EXPECT_EQ(look("03 18:00"), Lines{});
  EXPECT_EQ(look("04 00:00"),
            Lines{"resumed: open 02 12:00 to 05 00:00, pause 03 12:00 to 04 00:00"});
}

TEST_F(PauseTest, Pauses_are_joined_and_those_that_change_nothing_are_left_out) {
  pause("03 18:00", "04 00:00");
  pause("03 12:00", "03 18:00");
  pause("01 00:00", "02 12:00");  // over before the start
  pause("04 06:00", "04 05:00");  // inverted
  pause("20 00:00", "21 00:00");  // after due
  EXPECT_EQ(look("02 12:05"),
            Lines{"opened: open 02 12:00 to 05 00:00, pause 03 12:00 to 04 00:00"});
}

TEST_F(PauseTest, A_pause_that_is_entered_moves_the_promise) {
  look("02 12:05");
  pause("03 12:00", "03 13:00");
  EXPECT_EQ(look("02 13:00"),
            Lines{"moved: open 02 12:00 to 04 13:00, pause 03 12:00 to 03 13:00"});
  record.pauses.clear();
  EXPECT_EQ(look("02 14:00"), Lines{"moved: open 02 12:00 to 04 12:00"});
}

TEST_F(PauseTest, A_promise_may_open_in_a_pause) {
  pause("02 00:00", "03 00:00");
  EXPECT_EQ(look("02 12:05"),
            Lines{"opened: paused 02 12:00 to 05 00:00, pause 02 00:00 to 03 00:00"});
}

TEST_F(PauseTest, Until_further_notice_nothing_is_late) {
  pause("03 12:00", "");
  EXPECT_EQ(look("02 12:05"), Lines{"opened: open 02 12:00 to 04 12:00, pause 03 12:00 to ?"});
  EXPECT_EQ(look("03 12:00"), Lines{"paused: paused 02 12:00 to 04 12:00, pause 03 12:00 to ?"});
  EXPECT_EQ(latest->held_from(), nov("03 12:00"));
  EXPECT_EQ(look("20 00:00"), Lines{});
  record.pauses.back().to = nov("20 00:00");
  EXPECT_EQ(look("20 00:00"),
            Lines{"resumed: open 02 12:00 to 21 00:00, pause 03 12:00 to 20 00:00"});
}

TEST_F(PauseTest, Done_in_a_pause_without_an_end_is_in_time) {
  pause("03 12:00", "");
  look("03 12:00");
  stop("10 00:00");
  EXPECT_EQ(look("10 00:05"),
            Lines{"kept: kept 02 12:00 to 11 00:00, stopped 10 00:00, pause 03 12:00 to 10 00:00, "
                  "closed 10 00:05"});
}

TEST_F(PauseTest, A_pause_after_due_makes_nothing_timely) {
  pause("05 00:00", "");
  look("02 12:05");
  breach("04 12:00");
  stop("06 00:00");
  EXPECT_EQ(look("06 00:00"),
            Lines{"kept late: kept 02 12:00 to 04 12:00, stopped 06 00:00, breached 04 12:00, "
                  "closed 06 00:00"});
}

TEST_F(PauseTest, What_is_observed_counts_from_when_it_is_seen) {
  rule.clock.pauses = PauseKind::observed;
  look("02 12:05");
  record.pausing = true;
  EXPECT_EQ(look("03 12:00"), Lines{"paused: paused 02 12:00 to 04 12:00, pause 03 12:00 to ?"});
  EXPECT_EQ(look("04 18:00"), Lines{});
  record.pausing = false;
  EXPECT_EQ(look("05 00:00"),
            Lines{"resumed: open 02 12:00 to 06 00:00, pause 03 12:00 to 05 00:00"});
  record.pausing = true;
  EXPECT_EQ(look("05 06:00"),
            Lines{"paused: paused 02 12:00 to 06 00:00, pause 03 12:00 to 05 00:00, pause 05 06:00 "
                  "to ?"});
  record.pausing = false;
  EXPECT_EQ(look("05 07:00"),
            Lines{"resumed: open 02 12:00 to 06 01:00, pause 03 12:00 to 05 00:00, pause 05 06:00 "
                  "to 05 07:00"});
}

TEST_F(PauseTest, What_is_seen_only_after_due_pauses_nothing) {
  rule.clock.pauses = PauseKind::observed;
  look("02 12:05");
  record.pausing = true;
  EXPECT_EQ(look("04 12:00"), Lines{});
}

TEST_F(PauseTest, A_cancelled_promise_is_not_paused_for_the_time_that_nobody_asked_for_it) {
  rule.clock.pauses = PauseKind::observed;
  record.pausing = true;
  look("02 13:00");
  record.active = false;
  EXPECT_EQ(look("02 14:00"),
            Lines{"cancelled: cancelled 02 12:00 to 04 12:00, pause 02 13:00 to 02 14:00, closed "
                  "02 14:00"});
  record.active = true;
  record.pausing = false;
  EXPECT_EQ(look("02 16:00"),
            (Lines{"reopened: open 02 12:00 to 04 12:00, pause 02 13:00 to 02 14:00",
                   "moved: open 02 12:00 to 04 13:00, pause 02 13:00 to 02 14:00"}));
}

TEST_F(PauseTest, A_stated_due_stands_unless_it_lies_in_a_pause) {
  rule.clock.within.reset();
  rule.clock.states_due = true;
  record.due = nov("04 12:00");
  pause("03 00:00", "03 12:00");
  EXPECT_EQ(look("02 12:05"),
            Lines{"opened: open 02 12:00 to 04 12:00, pause 03 00:00 to 03 12:00"});
  pause("04 00:00", "05 00:00");
  EXPECT_EQ(look("02 12:06"), Lines{"moved: open 02 12:00 to 05 00:00, pause 03 00:00 to 03 12:00, "
                                    "pause 04 00:00 to 05 00:00"});
}

TEST_F(PauseTest, A_renewal_in_a_pause_without_an_end_keeps_the_promise_in_time) {
  rule.clock.renews = true;
  pause("03 12:00", "");
  look("03 12:00");
  record.starts = nov("10 12:00");
  EXPECT_EQ(look("10 12:00"),
            (Lines{"kept: kept 02 12:00 to 11 12:00, stopped 10 12:00, pause 03 12:00 to 10 12:00, "
                   "closed 10 12:00",
                   "opened: paused 10 12:00 to 12 12:00, pause 03 12:00 to ?"}));
}

TEST_F(PauseTest, Without_pauses_in_the_rule_the_clock_runs_again) {
  pause("03 12:00", "04 00:00");
  look("02 12:05");
  rule.revision = "second";
  rule.clock.pauses = PauseKind::none;
  EXPECT_EQ(look("02 13:00"), Lines{"moved: open 02 12:00 to 04 12:00"});
}

TEST_F(PauseTest, Steps_in_a_pause_wait_for_its_end_and_those_after_due_for_nothing) {
  pause("03 12:00", "04 00:00");
  look("02 12:05");
  const auto& calendar = set.calendars.at("always");
  const auto at = [&](Anchor anchor, Microseconds offset) {
    return show(*instant_of(step_at("1", anchor, offset).at, *latest, calendar));
  };
  EXPECT_EQ(at(Anchor::start, 2h), "02 14:00");
  EXPECT_EQ(at(Anchor::start, 24h), "03 12:00");  // the instant at which it begins
  EXPECT_EQ(at(Anchor::start, 25h), "04 00:00");
  EXPECT_EQ(at(Anchor::due, -24h), "04 00:00");
  EXPECT_EQ(at(Anchor::due, -30h), "04 00:00");
  EXPECT_EQ(at(Anchor::due, 4h), "05 04:00");
  Moment share;
  share.percent = 75;  // 36 h of open time
  EXPECT_EQ(show(*instant_of(share, *latest, calendar)), "04 12:00");
  Moment working;
  working.working = true;
  working.offset = -30h;  // of 24 h after the pause and 6 h before it
  EXPECT_EQ(show(*instant_of(working, *latest, calendar)), "03 06:00");
}

TEST_F(PauseTest, Until_further_notice_steps_wait_and_nothing_wakes_it) {
  pause("03 12:00", "");
  look("02 12:05");
  const std::vector<Step> steps{step_at("1", Anchor::start, 2h), step_at("2", Anchor::due, -1h),
                                step_at("3", Anchor::due, 4h)};
  const auto& calendar = set.calendars.at("always");
  EXPECT_EQ(next_instant(*latest, steps, {}, calendar).at, nov("02 14:00"));
  EXPECT_EQ(next_instant(*latest, steps, {"1"}, calendar).at, std::nullopt);
  EXPECT_EQ(*instant_of(steps[2].at, *latest, calendar), kUntilFurtherNotice);
}

}  // namespace
}  // namespace steward::model

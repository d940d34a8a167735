// SPDX-License-Identifier: MIT
#include "steward/model/schedule.hpp"

#include <gtest/gtest.h>

#include "november.hpp"

namespace steward::model {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

const Recipient kAssignee{RecipientKind::assignee, ""};
const Recipient kLeader{RecipientKind::role, "leader"};

Moment before_due(Microseconds offset) {
  return {Anchor::due, -offset, false, std::nullopt};
}
Moment after_due(Microseconds offset) {
  return {Anchor::due, offset, false, std::nullopt};
}
Moment percent(int percent) {
  return {Anchor::due, 0us, false, percent};
}

Step reminder(const std::string& id, Moment at, const Recipient& who = kAssignee) {
  Step step;
  step.id = id;
  step.at = at;
  step.notify = {who};
  return step;
}

Step breach(const std::string& id) {
  auto step = reminder(id, after_due(0s));
  step.breach = true;
  return step;
}

Step escalation(const std::string& id, Moment at) {
  Step step;
  step.id = id;
  step.at = at;
  step.escalate = "chain";
  return step;
}

/// Monday to Friday, 09:00 to 17:00 UTC. 2026-11-02 is a Monday.
calendar::Calendar office() {
  calendar::Definition definition{"office", calendar::Zone(), {}, {}};
  for (std::size_t day = 1; day <= 5; ++day) definition.hours[day] = {{9h, 17h}};
  return calendar::Calendar::from(definition).value();
}

class ScheduleTest : public testing::Test {
 protected:
  ScheduleTest() {
    commitment.id = 7;
    commitment.starts = nov("02 12:00");
    commitment.due = nov("04 12:00");
  }

  /// Each outcome as "id kind instant", with "late" where it is.
  Lines at(const std::string& now) const {
    const Judge judge{rule, calendar, effective_from, nov(now)};
    Lines lines;
    const auto outcomes = due_outcomes(commitment, steps, done, judge);
    for (const auto& outcome : outcomes) {
      EXPECT_EQ(outcome.commitment, 7);
      EXPECT_EQ(outcome.acted_at, nov(now));
      lines.push_back(outcome.step + " " + std::string(to_string(outcome.kind)) + " " +
                      show(outcome.at) + (outcome.late ? " late" : ""));
    }
    return lines;
  }

  std::string next() const {
    const auto instant = next_instant(commitment, steps, done, calendar).at;
    return instant ? show(*instant) : "never";
  }

  std::string instant(const Moment& moment) const {
    const auto found = instant_of(moment, commitment, calendar);
    return found ? show(*found) : found.error().message();
  }

  Rule rule;
  Commitment commitment;
  std::vector<Step> steps;
  std::set<std::string> done;
  calendar::Calendar calendar = calendar::Calendar::always(calendar::Zone());
  Instant effective_from = nov("01 00:00");
};

TEST_F(ScheduleTest, A_moment_is_an_offset_from_an_anchor) {
  EXPECT_EQ(instant(before_due(24h)), "03 12:00");
  EXPECT_EQ(instant(after_due(0s)), "04 12:00");
  EXPECT_EQ(instant(after_due(90min)), "04 13:30");
  EXPECT_EQ(instant({Anchor::start, 2h, false, std::nullopt}), "02 14:00");
}

TEST_F(ScheduleTest, A_working_offset_counts_open_time_and_another_counts_all) {
  calendar = office();
  EXPECT_EQ(instant({Anchor::due, -4h, true, std::nullopt}), "03 16:00");
  EXPECT_EQ(instant({Anchor::due, -4h, false, std::nullopt}), "04 08:00");
  EXPECT_EQ(instant({Anchor::due, 8h, true, std::nullopt}), "05 12:00");
  EXPECT_EQ(instant({Anchor::start, 5h, true, std::nullopt}), "02 17:00");
  EXPECT_EQ(instant({Anchor::start, 6h, true, std::nullopt}), "03 10:00");
}

TEST_F(ScheduleTest, A_percentage_is_of_the_open_time) {
  EXPECT_EQ(instant(percent(75)), "04 00:00");
  calendar = office();  // 16 h of open time from Monday noon to Wednesday noon
  EXPECT_EQ(instant(percent(50)), "03 12:00");
  EXPECT_EQ(instant(percent(75)), "03 16:00");
  EXPECT_EQ(instant(percent(100)), "04 12:00");
}

TEST_F(ScheduleTest, Beyond_a_hundred_per_cent_the_open_time_goes_on_after_due) {
  EXPECT_EQ(instant(percent(125)), "05 00:00");
  EXPECT_EQ(instant(percent(300)), "08 12:00");
  calendar = office();  // 16 h of open time from Monday noon to Wednesday noon
  EXPECT_EQ(instant(percent(125)), "04 16:00");
  EXPECT_EQ(instant(percent(250)), "09 12:00");
}

TEST_F(ScheduleTest, Working_days_and_months_are_counted_by_the_calendar) {
  calendar = office();
  const auto span = [](calendar::SpanKind kind, int count) {
    return Moment{Anchor::due, 0us, false, std::nullopt, calendar::Span{kind, {}, count}};
  };
  EXPECT_EQ(instant(span(calendar::SpanKind::working_days, -2)), "02 12:00");
  EXPECT_EQ(instant(span(calendar::SpanKind::working_days, 3)), "09 12:00");
  commitment.due = parse_instant("2026-12-31T12:00:00Z").value();
  EXPECT_EQ(instant(span(calendar::SpanKind::months, -1)), "30 12:00") << "the last of November";
}

TEST_F(ScheduleTest, A_step_that_repeats_acts_again_and_again_by_ids_of_its_own) {
  steps = {reminder("1", before_due(24h)), breach("2")};
  steps[0].repeat = Repeat{4h, false, 3, std::nullopt};
  EXPECT_EQ(at("03 12:00"), Lines{"1 acted 03 12:00"});
  done = {"1"};
  EXPECT_EQ(next(), "03 16:00");
  EXPECT_EQ(at("03 16:00"), Lines{"1#2 acted 03 16:00"});
  done = {"1", "1#2"};
  EXPECT_EQ(next(), "03 20:00");
  done = {"1", "1#2", "1#3"};
  EXPECT_EQ(next(), "04 12:00") << "three times, and then the breach";
  EXPECT_EQ(step_of("1#3"), "1");
  rule.steps = steps;
  EXPECT_EQ(rule.step("1#3")->id, "1");
}

TEST_F(ScheduleTest, It_repeats_until_an_instant_and_in_open_time) {
  steps = {reminder("1", after_due(0s))};
  steps[0].repeat = Repeat{4h, false, kMostRepeats, after_due(8h)};
  const auto all = acts_to_come(commitment, steps, done, calendar).value();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[2].id, "1#3");
  EXPECT_EQ(show(all[2].at), "04 20:00") << "the last instant is one of them";
  calendar = office();
  steps[0].repeat = Repeat{4h, true, 4, std::nullopt};
  done = {"1"};
  EXPECT_EQ(at("05 16:00"),
            (Lines{"1#2 collapsed 04 16:00", "1#3 collapsed 05 12:00", "1#4 acted 05 16:00"}));
}

TEST_F(ScheduleTest, A_step_whose_condition_does_not_hold_is_passed_over_by_that_name) {
  steps = {reminder("1", before_due(24h)), reminder("2", before_due(12h)), breach("3")};
  steps[1].when = "tier == 1";
  steps[2].when = "tier == 2";
  const Judge judge{rule, calendar, effective_from, nov("04 12:00")};
  const auto kinds = [&](const std::set<std::string>& unmet) {
    std::string text;
    for (const auto& outcome : due_outcomes(commitment, steps, done, judge, unmet)) {
      text += outcome.step + " " + std::string(to_string(outcome.kind)) + "; ";
    }
    return text;
  };
  EXPECT_EQ(kinds({}), "1 collapsed; 2 collapsed; 3 acted; ");
  EXPECT_EQ(kinds({"tier == 1"}), "1 collapsed; 2 condition not met; 3 acted; ");
  EXPECT_EQ(kinds({"tier == 1", "tier == 2"}),
            "1 acted; 2 condition not met; 3 condition not met; ")
      << "nothing says later what the first one says";
}

TEST_F(ScheduleTest, A_table_of_steps_has_those_of_the_row_that_was_chosen) {
  steps = {reminder("1.1", before_due(24h)), breach("1.2"), breach("2.1")};
  steps[0].row = 1;
  steps[1].row = 1;
  steps[2].row = 2;
  commitment.step_row = 2;
  EXPECT_EQ(steps_for(commitment, steps), std::vector<Step>{steps[2]});
  commitment.step_row = 1;
  EXPECT_EQ(steps_for(commitment, steps).size(), 2U);
}

TEST_F(ScheduleTest, An_announcement_counts_from_its_start_alone) {
  commitment.due.reset();
  EXPECT_EQ(instant(after_due(2h)), "02 14:00");
}

TEST_F(ScheduleTest, A_step_acts_from_its_instant_on_and_once) {
  steps = {reminder("1", before_due(24h)), breach("2")};
  EXPECT_EQ(at("03 11:59"), Lines{});
  EXPECT_EQ(at("03 12:00"), Lines{"1 acted 03 12:00"});
  done = {"1"};
  EXPECT_EQ(at("03 12:00"), Lines{});
  EXPECT_EQ(at("04 12:00"), Lines{"2 acted 04 12:00"});
}

TEST_F(ScheduleTest, A_step_is_late_from_more_than_a_minute_on) {
  steps = {reminder("1", before_due(24h))};
  EXPECT_EQ(at("03 12:01"), Lines{"1 acted 03 12:00"});
  EXPECT_EQ(at("03 12:02"), Lines{"1 acted 03 12:00 late"});
}

TEST_F(ScheduleTest, Reminders_missed_together_collapse_into_the_latest) {
  steps = {reminder("1", before_due(24h)), reminder("2", before_due(12h)),
           reminder("3", before_due(1h))};
  EXPECT_EQ(at("04 11:00"),
            (Lines{"1 collapsed 03 12:00", "2 collapsed 04 00:00", "3 acted 04 11:00"}));
  done = {"1"};
  EXPECT_EQ(at("04 06:00"), Lines{"2 acted 04 00:00 late"});
}

TEST_F(ScheduleTest, Reminders_to_different_people_do_not_collapse) {
  steps = {reminder("1", before_due(24h)), reminder("2", before_due(12h), kLeader)};
  EXPECT_EQ(at("04 00:00"), (Lines{"1 acted 03 12:00 late", "2 acted 04 00:00"}));
}

TEST_F(ScheduleTest, Reminders_collapse_into_a_breach_whoever_it_tells) {
  steps = {reminder("1", before_due(24h)), reminder("2", before_due(1h), kLeader), breach("3")};
  EXPECT_EQ(at("05 00:00"),
            (Lines{"1 collapsed 03 12:00", "2 collapsed 04 11:00", "3 acted 04 12:00 late"}));
}

TEST_F(ScheduleTest, Breaches_and_escalations_always_act) {
  steps = {escalation("1", before_due(24h)), breach("2"), escalation("3", after_due(4h)),
           reminder("4", after_due(5h))};
  EXPECT_EQ(at("06 00:00"), (Lines{"1 acted 03 12:00 late", "2 acted 04 12:00 late",
                                   "3 acted 04 16:00 late", "4 acted 04 17:00 late"}));
}

TEST_F(ScheduleTest, An_escalation_does_not_take_a_reminders_place) {
  steps = {reminder("1", before_due(24h)), escalation("2", before_due(1h))};
  EXPECT_EQ(at("04 11:00"), (Lines{"1 acted 03 12:00 late", "2 acted 04 11:00"}));
}

TEST_F(ScheduleTest, Outcomes_come_by_instant_whatever_the_order_of_the_file) {
  steps = {breach("1"), escalation("2", before_due(24h))};
  EXPECT_EQ(at("04 12:00"), (Lines{"2 acted 03 12:00 late", "1 acted 04 12:00"}));
}

TEST_F(ScheduleTest, A_step_before_the_start_is_skipped) {
  steps = {reminder("1", before_due(72h)), reminder("2", before_due(48h))};
  EXPECT_EQ(at("02 12:00"), (Lines{"1 before start 01 12:00", "2 acted 02 12:00"}));
}

TEST_F(ScheduleTest, A_step_before_the_rule_came_into_force_is_skipped_unless_retroactive) {
  steps = {reminder("1", before_due(24h)), breach("2")};
  effective_from = nov("04 12:00");
  EXPECT_EQ(at("04 12:00"), (Lines{"1 before activation 03 12:00", "2 acted 04 12:00"}));
  effective_from = nov("05 00:00");
  EXPECT_EQ(at("05 00:00"),
            (Lines{"1 before activation 03 12:00", "2 before activation 04 12:00"}));
  rule.retroactive = true;
  EXPECT_EQ(at("05 00:00"), (Lines{"1 collapsed 03 12:00", "2 acted 04 12:00 late"}));
}

TEST_F(ScheduleTest, It_wakes_for_the_earliest_step_that_is_not_done) {
  steps = {breach("1"), reminder("2", before_due(24h))};
  EXPECT_EQ(next(), "03 12:00");
  done = {"2"};
  EXPECT_EQ(next(), "04 12:00");
  done = {"1", "2"};
  EXPECT_EQ(next(), "never");
}

/// The office's hours are known until 2037, and a promise is due on its last day.
class UnplacedStepTest : public ScheduleTest {
 protected:
  UnplacedStepTest() {
    calendar = office();
    commitment.starts = parse_instant("2037-12-29T12:00:00Z").value();
    commitment.due = kDue;
    steps = {reminder("1", {Anchor::due, 16h, true, std::nullopt}), breach("2"),
             reminder("3", {Anchor::due, -2h, true, std::nullopt})};
  }

  Lines at(Instant now) const {
    Lines lines;
    for (const auto& outcome :
         due_outcomes(commitment, steps, done, {rule, calendar, effective_from, now})) {
      lines.push_back(outcome.step + " " + std::string(to_string(outcome.kind)) + " " +
                      to_rfc3339(outcome.at));
    }
    return lines;
  }
  NextInstant wakes() const { return next_instant(commitment, steps, done, calendar); }

  const Instant kDue = parse_instant("2037-12-31T12:00:00Z").value();
};

TEST_F(UnplacedStepTest, Holds_up_neither_the_breach_nor_the_other_steps) {
  EXPECT_EQ(at(kDue - 2h), Lines{"3 acted 2037-12-31T10:00:00Z"});
  done = {"3"};
  EXPECT_EQ(at(kDue), Lines{"2 acted 2037-12-31T12:00:00Z"});
  done = {"2", "3"};
  EXPECT_EQ(at(kDue + 1000h), Lines{});
}

TEST_F(UnplacedStepTest, Is_passed_over_and_named_when_it_is_asked_what_comes_next) {
  EXPECT_EQ(wakes().at, kDue - 2h);
  ASSERT_TRUE(wakes().unplaced);
  EXPECT_EQ(wakes().unplaced->message(),
            "calendar 'office' cannot place 16h from 2037-12-31: the search ended at 2037-12-31");
  done = {"3"};
  EXPECT_EQ(wakes().at, kDue);
  done = {"2", "3"};
  EXPECT_EQ(wakes().at, std::nullopt);
  EXPECT_TRUE(wakes().unplaced);
  done = {"1"};
  EXPECT_EQ(wakes().at, kDue - 2h);
  EXPECT_FALSE(wakes().unplaced);
}

TEST_F(UnplacedStepTest, That_repeats_acts_as_long_as_it_has_instants) {
  steps = {reminder("1", {Anchor::due, -8h, true, std::nullopt}), breach("2")};
  steps[0].repeat = Repeat{8h, true, 5, std::nullopt};
  EXPECT_EQ(at(kDue), (Lines{"1 collapsed 2037-12-30T12:00:00Z", "1#2 acted 2037-12-31T12:00:00Z",
                             "2 acted 2037-12-31T12:00:00Z"}));
  done = {"1", "1#2", "2"};
  EXPECT_EQ(wakes().at, std::nullopt);
  EXPECT_TRUE(wakes().unplaced);
}

TEST_F(UnplacedStepTest, Leaves_open_what_is_to_come) {
  EXPECT_FALSE(acts_to_come(commitment, steps, done, calendar));
  done = {"1"};
  EXPECT_EQ(acts_to_come(commitment, steps, done, calendar).value().size(), 2U);
}

TEST_F(ScheduleTest, What_is_closed_or_historic_never_wakes) {
  steps = {breach("1")};
  commitment.historic = true;
  EXPECT_EQ(next(), "never");
  commitment.historic = false;
  commitment.closed_at = nov("03 00:00");
  EXPECT_EQ(next(), "never");
}

TEST(OutcomeKind, Has_a_spelling_that_reads_back) {
  const std::vector<std::pair<OutcomeKind, std::string>> kinds = {
      {OutcomeKind::acted, "acted"},
      {OutcomeKind::before_start, "before start"},
      {OutcomeKind::before_activation, "before activation"},
      {OutcomeKind::collapsed, "collapsed"},
      {OutcomeKind::already_resolved, "already resolved"},
      {OutcomeKind::closed, "closed"},
      {OutcomeKind::acknowledged, "acknowledged"},
      {OutcomeKind::condition_not_met, "condition not met"}};
  for (const auto& [kind, spelling] : kinds) {
    EXPECT_EQ(to_string(kind), spelling);
    EXPECT_EQ(parse_outcome_kind(spelling), kind);
  }
  EXPECT_EQ(parse_outcome_kind("skipped"), std::nullopt);
}

}  // namespace
}  // namespace steward::model

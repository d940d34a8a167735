// SPDX-License-Identifier: MIT
// What a look at a record does to its promise.
#include <gtest/gtest.h>

#include "one_record.hpp"

namespace steward::model {
namespace {

using ReconcileTest = OneRecord;

TEST_F(ReconcileTest, A_promise_opens_with_what_rule_and_record_say) {
  record.assignee = "12";
  record.assignee_role = "account-manager";
  record.client = "7";
  EXPECT_EQ(look("02 12:05"), Lines{"opened: open 02 12:00 to 04 12:00, of 12"});
  Commitment opened;
  opened.rule = "follow-up";
  opened.revision = "first";
  opened.entity = "deliveries";
  opened.key = "118";
  opened.starts = nov("02 12:00");
  opened.due = nov("04 12:00");
  opened.opened_at = nov("02 12:05");
  opened.assignee = "12";
  opened.assignee_role = "account-manager";
  opened.client = "7";
  opened.terms = {"48h", 0, "always"};
  EXPECT_EQ(*latest, opened);
}

TEST_F(ReconcileTest, No_promise_opens_without_condition_start_or_record) {
  EXPECT_EQ(look_when_gone("02 12:05"), Lines{});
  record.active = false;
  EXPECT_EQ(look("02 12:05"), Lines{});
  record.active = true;
  record.starts.reset();
  EXPECT_EQ(look("02 12:05"), Lines{});
}

TEST_F(ReconcileTest, An_unchanged_record_changes_nothing) {
  look("02 12:05");
  EXPECT_EQ(look("09 00:00"), Lines{});
}

TEST_F(ReconcileTest, An_open_promise_keeps_its_due_when_the_rule_is_edited) {
  look("02 12:05");
  rule.revision = "second";
  rule.clock.within->time = 1h;
  EXPECT_EQ(look("02 12:06"), Lines{});
}

TEST_F(ReconcileTest, Done_at_due_exactly_is_kept) {
  look("02 12:05");
  stop("04 12:00");
  EXPECT_EQ(look("05 00:00"),
            Lines{"kept: kept 02 12:00 to 04 12:00, stopped 04 12:00, closed 05 00:00"});
}

TEST_F(ReconcileTest, Done_a_microsecond_after_due_is_a_breach_though_nobody_had_noticed_it) {
  look("02 12:05");
  record.stops = nov("04 12:00") + 1us;
  EXPECT_EQ(look("05 00:00"),
            (Lines{"breached: breached 02 12:00 to 04 12:00, breached 05 00:00",
                   "kept late: kept 02 12:00 to 04 12:00, stopped 04 12:00:00.000001, breached 05 "
                   "00:00, closed 05 00:00"}));
}

TEST_F(ReconcileTest, A_stop_that_lay_ahead_and_is_taken_back_is_expected_no_more) {
  look("02 12:05");
  stop("05 12:00");
  EXPECT_EQ(look("03 00:00"), Lines{"corrected: open 02 12:00 to 04 12:00, stopped 05 12:00"});
  record.stops.reset();
  EXPECT_EQ(look("03 01:00"), Lines{"corrected: open 02 12:00 to 04 12:00"});
  EXPECT_EQ(look("03 02:00"), Lines{});
}

TEST_F(ReconcileTest, Start_due_and_stop_while_nobody_looked_are_judged_by_the_record) {
  stop("03 12:00");
  EXPECT_EQ(look("09 00:00"),
            (Lines{"opened: open 02 12:00 to 04 12:00",
                   "kept: kept 02 12:00 to 04 12:00, stopped 03 12:00, closed 09 00:00"}));
}

TEST_F(ReconcileTest, A_stop_before_the_start_keeps_it_at_once) {
  stop("01 12:00");
  EXPECT_EQ(look("02 12:05"),
            (Lines{"opened: open 02 12:00 to 04 12:00",
                   "kept: kept 02 12:00 to 04 12:00, stopped 02 12:00, closed 02 12:05"}));
}

TEST_F(ReconcileTest, Done_late_after_the_breach_is_kept_late) {
  look("02 12:05");
  breach("04 12:00");
  stop("05 09:00");
  EXPECT_EQ(look("05 09:01"), Lines{"kept late: kept 02 12:00 to 04 12:00, stopped 05 09:00, "
                                    "breached 04 12:00, closed 05 09:01"});
}

TEST_F(ReconcileTest, Done_in_time_but_entered_after_the_breach_is_recorded_late) {
  look("02 12:05");
  breach("04 12:00");
  stop("04 11:00");
  EXPECT_EQ(look("05 09:01"),
            Lines{"recorded late: kept 02 12:00 to 04 12:00, recorded late, stopped 04 11:00, "
                  "breached 04 12:00, closed 05 09:01"});
}

TEST_F(ReconcileTest, Another_start_moves_the_live_promise) {
  look("02 12:05");
  record.starts = nov("03 00:00");
  EXPECT_EQ(look("03 00:01"), Lines{"moved: open 03 00:00 to 05 00:00"});
  breach("05 00:00");
  record.starts = nov("04 00:00");
  EXPECT_EQ(look("05 00:01"), Lines{"moved: breached 04 00:00 to 06 00:00, breached 05 00:00"});
}

TEST_F(ReconcileTest, Another_assignee_is_told_apart_from_a_move) {
  look("02 12:05");
  record.assignee = "12";
  EXPECT_EQ(look("02 12:06"), Lines{"reassigned: open 02 12:00 to 04 12:00, of 12"});
  record.starts = nov("03 00:00");
  record.assignee = "13";
  EXPECT_EQ(look("03 00:01"), (Lines{"moved: open 03 00:00 to 05 00:00, of 12",
                                     "reassigned: open 03 00:00 to 05 00:00, of 13"}));
}

TEST_F(ReconcileTest, What_the_record_no_longer_asks_for_is_cancelled_once) {
  look("02 12:05");
  record.active = false;
  EXPECT_EQ(look("02 13:00"), Lines{"cancelled: cancelled 02 12:00 to 04 12:00, closed 02 13:00"});
  EXPECT_EQ(look("02 14:00"), Lines{});
  EXPECT_EQ(look_when_gone("02 14:00"), Lines{});
}

TEST_F(ReconcileTest, A_record_that_is_gone_cancels_also_what_is_breached) {
  look("02 12:05");
  breach("04 12:00");
  EXPECT_EQ(look_when_gone("05 00:00"),
            Lines{"cancelled: cancelled 02 12:00 to 04 12:00, breached 04 12:00, closed 05 00:00"});
}

TEST_F(ReconcileTest, A_record_that_asks_again_reopens_the_same_promise) {
  look("02 12:05");
  record.active = false;
  look("02 13:00");
  record.active = true;
  EXPECT_EQ(look("02 14:00"), Lines{"reopened: open 02 12:00 to 04 12:00"});
  record.active = false;
  look("02 15:00");
  record.active = true;
  stop("02 14:30");
  EXPECT_EQ(look("02 16:00"),
            (Lines{"reopened: open 02 12:00 to 04 12:00",
                   "kept: kept 02 12:00 to 04 12:00, stopped 02 14:30, closed 02 16:00"}));
}

TEST_F(ReconcileTest, A_stop_that_is_withdrawn_reopens_the_promise_as_it_was) {
  look("02 12:05");
  stop("03 12:00");
  look("03 12:01");
  record.stops.reset();
  EXPECT_EQ(look("03 13:00"), Lines{"reopened: open 02 12:00 to 04 12:00"});
  breach("04 12:00");
  stop("04 11:00");
  look("04 13:00");
  record.stops.reset();
  EXPECT_EQ(look("04 14:00"), Lines{"reopened: breached 02 12:00 to 04 12:00, breached 04 12:00"});
}

TEST_F(ReconcileTest, After_closing_another_start_opens_another) {
  stop("03 12:00");
  look("03 12:01");
  record.starts = nov("10 12:00");
  record.stops.reset();
  EXPECT_EQ(look("10 12:01"), Lines{"opened: open 10 12:00 to 12 12:00"});
}

TEST_F(ReconcileTest, A_corrected_stop_changes_the_verdict_only_over_the_due) {
  stop("03 12:00");
  look("03 12:01");
  stop("03 13:00");
  EXPECT_EQ(look("03 14:00"), Lines{"corrected: kept 02 12:00 to 04 12:00, stopped 03 13:00, "
                                    "closed 03 12:01"});
  stop("04 13:00");
  EXPECT_EQ(look("06 00:00"),
            (Lines{"breached: breached 02 12:00 to 04 12:00, breached 06 00:00",
                   "kept late: kept 02 12:00 to 04 12:00, stopped 04 13:00, breached 06 00:00, "
                   "closed 06 00:00"}));
  stop("04 14:00");
  EXPECT_EQ(look("07 00:00"), Lines{"corrected: kept 02 12:00 to 04 12:00, stopped 04 14:00, "
                                    "breached 06 00:00, closed 06 00:00"});
  stop("04 12:00");
  EXPECT_EQ(look("08 00:00"), Lines{"recorded late: kept 02 12:00 to 04 12:00, recorded late, "
                                    "stopped 04 12:00, breached 06 00:00, closed 08 00:00"});
  stop("04 15:00");
  EXPECT_EQ(look("09 00:00"), Lines{"kept late: kept 02 12:00 to 04 12:00, stopped 04 15:00, "
                                    "breached 06 00:00, closed 09 00:00"});
}

TEST_F(ReconcileTest, What_was_due_before_the_rule_is_historic_and_never_breaches) {
  effective_from = nov("04 12:00") + 1us;
  EXPECT_EQ(look("09 00:00"), Lines{"opened: open 02 12:00 to 04 12:00, historic"});
  stop("08 00:00");
  EXPECT_EQ(look("09 01:00"), Lines{"kept late: kept 02 12:00 to 04 12:00, historic, stopped 08 "
                                    "00:00, closed 09 01:00"});
}

TEST_F(ReconcileTest, What_is_due_when_the_rule_comes_into_force_is_not_historic) {
  effective_from = nov("04 12:00");
  EXPECT_EQ(look("09 00:00"), Lines{"opened: open 02 12:00 to 04 12:00"});
}

TEST_F(ReconcileTest, A_retroactive_rule_has_no_history) {
  effective_from = nov("08 00:00");
  rule.retroactive = true;
  stop("05 00:00");
  EXPECT_EQ(look("09 00:00"),
            (Lines{"opened: open 02 12:00 to 04 12:00",
                   "breached: breached 02 12:00 to 04 12:00, breached 09 00:00",
                   "kept late: kept 02 12:00 to 04 12:00, stopped 05 00:00, breached 09 00:00, "
                   "closed 09 00:00"}));
}

TEST_F(ReconcileTest, A_move_past_the_rules_beginning_ends_history) {
  effective_from = nov("05 00:00");
  look("06 00:00");
  record.starts = nov("07 00:00");
  EXPECT_EQ(look("07 00:01"), Lines{"moved: open 07 00:00 to 09 00:00"});
}

TEST_F(ReconcileTest, Each_renewal_keeps_one_and_opens_the_next) {
  rule.clock.renews = true;
  look("02 12:05");
  record.starts = nov("03 12:00");
  EXPECT_EQ(look("03 12:01"),
            (Lines{"kept: kept 02 12:00 to 04 12:00, stopped 03 12:00, closed 03 12:01",
                   "opened: open 03 12:00 to 05 12:00"}));
  record.starts = nov("06 12:00");
  EXPECT_EQ(look("06 12:01"),
            (Lines{"breached: breached 03 12:00 to 05 12:00, breached 06 12:01",
                   "kept late: kept 03 12:00 to 05 12:00, stopped 06 12:00, breached 06 12:01, "
                   "closed 06 12:01",
                   "opened: open 06 12:00 to 08 12:00"}));
}

TEST_F(ReconcileTest, A_renewal_that_is_set_back_moves_and_never_opens_an_older_one) {
  rule.clock.renews = true;
  look("02 12:05");
  record.starts = nov("01 12:00");
  EXPECT_EQ(look("02 12:06"), Lines{"moved: open 01 12:00 to 03 12:00"});
  stop("02 12:00");
  look("02 12:07");
  record.stops.reset();
  EXPECT_EQ(look("02 12:08"), Lines{});
  record.starts = nov("01 00:00");
  EXPECT_EQ(look("02 12:09"), Lines{});
}

TEST_F(ReconcileTest, A_stated_due_is_the_records_own) {
  rule.clock.within.reset();
  rule.clock.states_due = true;
  EXPECT_EQ(look("02 12:05"), Lines{});
  record.due = nov("05 00:00");
  EXPECT_EQ(look("02 12:06"), Lines{"opened: open 02 12:00 to 05 00:00"});
  record.due = nov("06 00:00");
  EXPECT_EQ(look("02 12:07"), Lines{"moved: open 02 12:00 to 06 00:00"});
  record.due.reset();
  EXPECT_EQ(look("02 12:08"), Lines{"cancelled: cancelled 02 12:00 to 06 00:00, closed 02 12:08"});
}

TEST_F(ReconcileTest, An_announcement_has_no_due_and_so_no_breach) {
  rule.clock.within.reset();
  EXPECT_EQ(look("02 12:05"), Lines{"opened: open 02 12:00"});
  stop("30 12:00");
  EXPECT_EQ(look("30 12:01"), Lines{"kept: kept 02 12:00, stopped 30 12:00, closed 30 12:01"});
}

TEST_F(ReconcileTest, A_due_that_no_calendar_reaches_is_an_error) {
  record.starts = parse_instant("9999-12-31T00:00:00Z").value();
  EXPECT_EQ(look("02 12:05"), Lines{"an instant past year 9999 is outside the years 1 to 9999 that "
                                    "calendar 'always' knows"});
}

}  // namespace
}  // namespace steward::model

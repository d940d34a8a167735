// SPDX-License-Identifier: MIT
// What a promise is given by its rule and its record, and what an edit of the rule makes of it.
#include "one_record.hpp"

namespace steward::model {
namespace {

using calendar::SpanKind;

class TermsTest : public OneRecord {
 protected:
  TermsTest() { set.calendars.emplace("office", office(9h, 17h)); }

  static calendar::Calendar office(std::chrono::seconds from, std::chrono::seconds to) {
    calendar::Definition definition;
    definition.name = "office";
    for (std::size_t day = 1; day <= 5; ++day) definition.hours[day] = {{from, to}};
    return calendar::Calendar::from(definition).value();
  }

  void use_table() {
    rule.clock.within.reset();
    rule.clock.within_table = {{"fuel", {SpanKind::open_time, 24h, 0}},
                               {"default", {SpanKind::days, {}, 3}}};
  }
};

TEST_F(TermsTest, A_table_gives_the_length_of_the_row_that_fits) {
  use_table();
  record.within_row = 1;
  EXPECT_EQ(look("02 12:05"), Lines{"opened: open 02 12:00 to 03 12:00"});
  EXPECT_EQ(latest->terms, (Terms{"24h", 1, "always"}));
  record.within_row = 2;
  EXPECT_EQ(look("02 12:06"), Lines{"moved: open 02 12:00 to 05 12:00"});
  EXPECT_EQ(latest->terms, (Terms{"3 days", 2, "always"}));
}

TEST_F(TermsTest, A_breach_is_not_undone_by_a_longer_length) {
  use_table();
  record.within_row = 1;
  look("02 12:05");
  breach("03 12:00");
  record.within_row = 2;
  EXPECT_EQ(look("03 13:00"), Lines{});
}

TEST_F(TermsTest, The_record_may_give_the_length) {
  rule.clock.within.reset();
  rule.clock.states_within = true;
  EXPECT_EQ(look("02 12:05"), Lines{"'within' gives no length"});
  record.within = Microseconds(0);
  EXPECT_EQ(look("02 12:05"),
            Lines{"'within' gives 0s, which is not longer than zero, or beyond 100 years"});
  record.within = Microseconds(-2h);
  EXPECT_EQ(look("02 12:05"),
            Lines{"'within' gives -2h, which is not longer than zero, or beyond 100 years"});
  record.within = Microseconds(36h);
  EXPECT_EQ(look("02 12:05"), Lines{"opened: open 02 12:00 to 04 00:00"});
  EXPECT_EQ(latest->terms.within, "36h");
}

TEST_F(TermsTest, A_live_promise_keeps_its_length_when_the_record_gives_none_any_more) {
  rule.clock.within.reset();
  rule.clock.states_within = true;
  record.within = Microseconds(36h);
  look("02 12:05");
  record.within.reset();
  EXPECT_EQ(look("02 13:00"), Lines{});
  stop("02 14:00");
  EXPECT_EQ(look("02 14:05"),
            Lines{"kept: kept 02 12:00 to 04 00:00, stopped 02 14:00, closed 02 14:05"});
}

TEST_F(TermsTest, The_record_may_name_the_calendar) {
  rule.clock.within->time = 8h;
  rule.clock.calendar.clear();
  EXPECT_EQ(look("02 12:05"), Lines{"'calendar' gives no calendar"});
  record.calendar = "factory";
  EXPECT_EQ(look("02 12:05"), Lines{"'calendar' gives 'factory', and there is no such one"});
  record.calendar = "office";
  EXPECT_EQ(look("02 12:05"), Lines{"opened: open 02 12:00 to 03 12:00"});  // a Monday
  EXPECT_EQ(latest->terms.calendar, "office");
  record.calendar = "always";
  EXPECT_EQ(look("02 12:06"), Lines{"moved: open 02 12:00 to 02 20:00"});
}

TEST_F(TermsTest, An_edited_rule_leaves_open_promises_their_length_and_calendar) {
  rule.clock.within->time = 8h;
  rule.clock.calendar = "office";
  look("02 12:05");
  rule.revision = "second";
  rule.clock.within->time = 1h;
  rule.clock.calendar = "always";
  EXPECT_EQ(look("02 12:06"), Lines{});
  // Also when it moves.
  record.starts = nov("02 13:00");
  EXPECT_EQ(look("02 13:05"), Lines{"moved: open 02 13:00 to 03 13:00"});
  EXPECT_EQ(latest->revision, "first");
}

TEST_F(TermsTest, A_rule_that_rebases_gives_them_its_own) {
  look("02 12:05");
  rule.revision = "second";
  rule.on_change = OnChange::rebase;
  rule.clock.within->time = 24h;
  EXPECT_EQ(look("02 13:00"), Lines{"rebased: open 02 12:00 to 03 12:00"});
  EXPECT_EQ(latest->revision, "second");
  EXPECT_EQ(latest->terms.within, "24h");
  EXPECT_EQ(look("02 13:01"), Lines{});
}

TEST_F(TermsTest, A_longer_length_ends_a_breach_that_is_no_longer_one) {
  look("02 12:05");
  breach("04 12:00");
  rule.revision = "second";
  rule.on_change = OnChange::rebase;
  rule.clock.within->time = 72h;
  EXPECT_EQ(look("04 13:00"), Lines{"unbreached: open 02 12:00 to 05 12:00, breached 04 12:00"});
  stop("05 00:00");
  EXPECT_EQ(look("05 00:05"), Lines{"kept: kept 02 12:00 to 05 12:00, stopped 05 00:00, breached "
                                    "04 12:00, closed 05 00:05"});
}

TEST_F(TermsTest, What_is_still_late_stays_a_breach) {
  look("02 12:05");
  breach("04 12:00");
  rule.revision = "second";
  rule.on_change = OnChange::rebase;
  rule.clock.within->time = 49h;
  EXPECT_EQ(look("05 00:00"), Lines{"rebased: breached 02 12:00 to 04 13:00, breached 04 12:00"});
}

TEST_F(TermsTest, An_ended_breach_may_be_one_again) {
  look("02 12:05");
  breach("04 12:00");
  rule.revision = "second";
  rule.on_change = OnChange::rebase;
  rule.clock.within->time = 72h;
  look("04 13:00");
  stop("06 00:00");
  EXPECT_EQ(look("06 00:05"),
            (Lines{"breached: breached 02 12:00 to 05 12:00, breached 04 12:00",
                   "kept late: kept 02 12:00 to 05 12:00, stopped 06 00:00, breached 04 12:00, "
                   "closed 06 00:05"}));
}

TEST_F(TermsTest, What_is_over_is_not_rebased) {
  look("02 12:05");
  stop("03 00:00");
  look("03 00:00");
  rule.revision = "second";
  rule.on_change = OnChange::rebase;
  rule.clock.within->time = 1h;
  EXPECT_EQ(look("03 01:00"), Lines{});
}

TEST_F(TermsTest, An_edited_calendar_moves_the_dues_that_are_still_ahead) {
  rule.clock.within->time = 8h;
  rule.clock.calendar = "office";
  look("02 12:05");
  set.calendars.at("office") = office(9h, 16h);
  EXPECT_EQ(look("03 09:00"), Lines{"rebased: open 02 12:00 to 03 13:00"});
  set.calendars.at("office") = office(9h, 17h);
  EXPECT_EQ(look("03 13:00"), Lines{});  // it has passed
}

TEST_F(TermsTest, A_calendar_that_keeps_moves_none) {
  rule.clock.within->time = 8h;
  rule.clock.calendar = "office";
  look("02 12:05");
  set.kept_calendars.insert("office");
  set.calendars.at("office") = office(9h, 16h);
  EXPECT_EQ(look("03 09:00"), Lines{});
}

TEST_F(TermsTest, A_due_from_before_there_were_terms_stays_what_it_was) {
  look("02 12:05");
  latest->terms = {};
  rule.revision = "second";
  rule.clock.within->time = 1h;
  EXPECT_EQ(look("02 13:00"), Lines{});
}

TEST_F(TermsTest, A_due_that_the_record_states_follows_it_whatever_is_edited) {
  rule.clock.within.reset();
  rule.clock.states_due = true;
  record.due = nov("04 12:00");
  look("02 12:05");
  rule.revision = "second";
  record.due = nov("05 12:00");
  EXPECT_EQ(look("02 13:00"), Lines{"moved: open 02 12:00 to 05 12:00"});
}

}  // namespace
}  // namespace steward::model

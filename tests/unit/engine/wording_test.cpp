// SPDX-License-Identifier: MIT
#include "engine/wording.hpp"

#include <gtest/gtest.h>

#include "office.hpp"

namespace steward::engine {
namespace {

using model::Channel;
using model::Purpose;
using model::Suppression;
using Unreachable = std::vector<std::pair<std::string, Suppression>>;
using Lines = std::vector<std::string>;

class WordingTest : public testing::Test {
 protected:
  std::string why(const model::Addressee& addressee, const Unreachable& unreachable = {}) const {
    return why_them(notice, addressee, unreachable, set.zone, kNow);
  }
  std::string next(const std::string& reader = "Ana") const {
    return what_next(notice, background, set, roster, reader, set.zone, kNow);
  }
  model::Addressee ana(const std::string& by_role = "") const {
    return {roster.people.at("A"), by_role, false, "", std::nullopt};
  }

  model::Notice notice;
  Background background = office_background();
  model::RuleSet set = office_rules();
  model::Roster roster = office_roster();
};

TEST_F(WordingTest, Why_them_because_it_is_theirs) {
  EXPECT_EQ(why(ana()), "You get this because it is yours.");
}

TEST_F(WordingTest, Why_them_by_role_or_duty) {
  EXPECT_EQ(why(ana("client-service-leader")), "You get this as client service leader.");
  auto on_duty = ana("duty-officer");
  on_duty.on_duty = true;
  EXPECT_EQ(why(on_duty), "You are on duty as duty officer.");
}

TEST_F(WordingTest, Why_them_for_somebody_who_is_away) {
  auto stand_in = ana("duty-officer");
  stand_in.stands_in_for = "Ben";
  stand_in.away_until = est("26 09:00");
  EXPECT_EQ(why(stand_in), "You are standing in for Ben, who is away until Thu 26 Nov, 09:00 EST.");
}

TEST_F(WordingTest, Why_them_because_others_cannot_be_reached) {
  EXPECT_EQ(why(ana("leader"), {{"Ben", Suppression::away}}),
            "You are asked because Ben is away and nobody stands in.");
  EXPECT_EQ(why(ana(), {{"Ben", Suppression::no_address}, {"duty-officer", Suppression::nobody}}),
            "You are asked because Ben has no address for this channel and duty officer stands for "
            "nobody at the moment.");
}

TEST_F(WordingTest, Why_them_when_it_is_over) {
  notice.purpose = Purpose::all_clear;
  EXPECT_EQ(why(ana()), "You get this because you were told.");
}

TEST_F(WordingTest, Why_an_address_of_last_resort) {
  EXPECT_EQ(why({{"", "ops@example.com", "ops@example.com", "", ""}, "", false, "", std::nullopt}),
            "This is the address of last resort.");
}

TEST_F(WordingTest, After_a_reminder_comes_the_breach_and_who_else_hears_of_it) {
  EXPECT_EQ(next("Ana"),
            "If it is not done by 12:00 EST today, it is logged as late and Dev is told.");
  EXPECT_EQ(next("Dev"),
            "If it is not done by 12:00 EST today, it is logged as late and Ana is told.");
  EXPECT_EQ(next("Ben"),
            "If it is not done by 12:00 EST today, it is logged as late and Ana and Dev are told.");
}

TEST_F(WordingTest, After_a_reminder_of_a_rule_whose_breach_tells_nobody_else) {
  background.steps[0].notify = {kAssignee};
  EXPECT_EQ(next(), "If it is not done by 12:00 EST today, it is logged as late.");
  background.steps.clear();
  EXPECT_EQ(next(), "If it is not done by 12:00 EST today, it is logged as late.");
}

TEST_F(WordingTest, After_a_reminder_that_comes_too_late_or_has_no_due_nothing_is_foretold) {
  background.commitment.due = kNow;
  EXPECT_EQ(next(), "");
  background.commitment.due.reset();
  EXPECT_EQ(next(), "");
}

TEST_F(WordingTest, After_a_level_comes_the_next) {
  notice.purpose = Purpose::escalation;
  notice.chain = "service";
  background.escalation = model::Escalation{};
  background.escalation->level = 1;
  background.escalation->next_at = est("24 10:10");
  EXPECT_EQ(next(), "If nobody answers by 10:10 EST today, Cleo is asked.");
  background.escalation->next_at = est("25 01:54");
  EXPECT_EQ(next(), "If nobody answers by 01:54 EST tomorrow, Dev is asked.");
  set.chains["service"].levels[1].out_of_hours = {person("A"), person("B"), person("D")};
  EXPECT_EQ(next(), "If nobody answers by 01:54 EST tomorrow, Ben, Dev and you are asked.");
  set.chains["service"].levels[1].out_of_hours = {role("duty-officer")};
  EXPECT_EQ(next(), "If nobody answers by 01:54 EST tomorrow, the next in line is asked.");
}

TEST_F(WordingTest, After_the_last_level_or_an_acknowledgement_nothing_is_foretold) {
  notice.purpose = Purpose::escalation;
  notice.chain = "service";
  EXPECT_EQ(next(), "");
  background.escalation = model::Escalation{};
  background.escalation->level = 1;
  EXPECT_EQ(next(), "");
  background.escalation->level = 2;
  background.escalation->next_at = est("24 10:10");
  EXPECT_EQ(next(), "");
}

TEST_F(WordingTest, After_a_level_a_reader_who_is_next_too_is_you) {
  notice.purpose = Purpose::escalation;
  notice.chain = "service";
  background.escalation = model::Escalation{};
  background.escalation->level = 1;
  background.escalation->next_at = est("24 10:10");
  EXPECT_EQ(next("Cleo"), "If nobody answers by 10:10 EST today, you are asked.");
}

TEST_F(WordingTest, After_a_breach_comes_the_chain_that_the_rule_begins_next) {
  notice.purpose = Purpose::breach;
  auto& escalate = background.steps[1];
  escalate.at.offset = std::chrono::hours(2);
  EXPECT_EQ(next(), "If it is not done by 14:00 EST today, Ben is asked.");
  EXPECT_EQ(next("Ben"), "If it is not done by 14:00 EST today, you are asked.");
  set.chains["service"].levels[0].notify = {person("B"), role("leader")};
  EXPECT_EQ(next("Ben"), "If it is not done by 14:00 EST today, Dev and you are asked.");
  set.chains["service"].levels[0].wait = std::chrono::minutes(30);
  EXPECT_EQ(next(), "If it is not done by 14:30 EST today, Ben and Dev are asked.");
  escalate.at.working = true;
  escalate.at.offset = std::chrono::hours(6);
  EXPECT_EQ(next(), "If it is not done by 10:30 EST tomorrow, Ben and Dev are asked.");
}

TEST_F(WordingTest, After_a_breach_out_of_hours_the_contact_for_that_is_foretold) {
  notice.purpose = Purpose::breach;
  background.steps[1].at.offset = std::chrono::hours(8);
  set.chains["service"].levels[0].out_of_hours = {person("C")};
  EXPECT_EQ(next(), "If it is not done by 20:00 EST today, Cleo is asked.");
  set.chains["service"].levels[0].out_of_hours = {role("duty-officer")};
  EXPECT_EQ(next(), "If it is not done by 20:00 EST today, the next in line is asked.");
}

TEST_F(WordingTest, After_a_breach_the_earliest_of_two_chains_is_foretold) {
  notice.purpose = Purpose::breach;
  background.steps[1].at.offset = std::chrono::hours(4);
  auto sooner = background.steps[1];
  sooner.at.offset = std::chrono::hours(3);
  background.steps.push_back(sooner);
  EXPECT_EQ(next(), "If it is not done by 15:00 EST today, Ben is asked.");
}

TEST_F(WordingTest, After_a_breach_without_a_chain_to_come_nothing_is_foretold) {
  notice.purpose = Purpose::breach;
  background.steps[1].at.offset = -std::chrono::hours(2);
  EXPECT_EQ(next(), "") << "it began at this instant";
  background.steps.pop_back();
  EXPECT_EQ(next(), "");
  background.commitment.rule = "removed";
  EXPECT_EQ(next(), "");
}

TEST_F(WordingTest, After_anything_else_nothing_is_foretold) {
  for (const auto purpose : {Purpose::announcement, Purpose::all_clear}) {
    notice.purpose = purpose;
    EXPECT_EQ(next(), "");
  }
}

TEST_F(WordingTest, Who_was_told_before_a_line_for_each_person_and_instant) {
  const auto at = est("24 01:54");
  EXPECT_EQ(lines_of({{at, "Sam Hill", Channel::email, std::nullopt},
                      {at, "Sam Hill", Channel::sms, std::nullopt},
                      {at, "Ana", Channel::email, Suppression::away},
                      {est("24 02:04"), "Ana", Channel::email, std::nullopt},
                      {est("24 02:04"), "Ana", Channel::sms, Suppression::no_address}},
                     set.zone),
            (Lines{"01:54 EST Sam Hill: email and SMS sent", "01:54 EST Ana: email not sent, away",
                   "02:04 EST Ana: email sent", "02:04 EST Ana: SMS not sent, no address"}));
  EXPECT_EQ(lines_of({}, set.zone), Lines{});
}

TEST(Wording, Names_in_words) {
  EXPECT_EQ(in_words({}), "");
  EXPECT_EQ(in_words({"Ana"}), "Ana");
  EXPECT_EQ(in_words({"Ana", "Luis"}), "Ana and Luis");
  EXPECT_EQ(in_words({"Ana", "Luis", "Kay"}), "Ana, Luis and Kay");
}

TEST(Wording, Why_all_of_several_says_each_reason_once) {
  const std::string mine = "You get this because it is yours.";
  const std::string duty = "You are on duty as duty officer.";
  EXPECT_EQ(why_all({mine}), "You get this because they are yours.");
  EXPECT_EQ(why_all({duty}), duty);
  EXPECT_EQ(why_all({mine, duty}), "Some are yours. You are on duty as duty officer.");
}

TEST(Wording, What_is_new) {
  EXPECT_EQ(what_is_new({"a"}), "the rule 'a' is new");
  EXPECT_EQ(what_is_new({"a", "b"}), "the rules 'a' and 'b' are new");
  EXPECT_EQ(what_is_new({"a", "b", "c"}), "3 rules are new");
}

TEST(Wording, Whose_a_commitment_is) {
  model::Commitment commitment;
  EXPECT_EQ(assignee_of(commitment), kAssignee);
  commitment.assignee_role = "leader";
  EXPECT_EQ(assignee_of(commitment), role("leader"));
  commitment.assignee = "A";
  EXPECT_EQ(assignee_of(commitment), (model::Recipient{model::RecipientKind::assignee, "A"}));
}

}  // namespace
}  // namespace steward::engine

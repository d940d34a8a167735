// SPDX-License-Identifier: MIT
#include "engine/addressing.hpp"

#include <gtest/gtest.h>

#include "office.hpp"

namespace steward::engine {
namespace {

using model::Channel;
using model::Suppression;
using Lines = std::vector<std::string>;

class AddressingTest : public testing::Test {
 protected:
  AddressingTest() {
    notice.id = 3;
    notice.commitment = 7;
    notice.step = "1";
    notice.recipients = {kAssignee};
    notice.channels = {Channel::email};
    settings.mode = DeliveryMode::live;
    settings.has_email = true;
    settings.has_sms = true;
    settings.last_resort = {{model::RecipientKind::address, "ops@example.com"}};
  }

  /// Each task as "name channel address" or "name channel: reason", and then for each who should
  /// have been told instead "instead of name: reason".
  Lines addressed() const {
    const auto result = address(notice, background, set, roster, settings, kNow);
    Lines lines;
    for (const auto& one : result.all) {
      const auto& task = one.task;
      EXPECT_EQ(task.notice, 3);
      EXPECT_EQ(task.commitment, 7);
      EXPECT_EQ(task.state, task.reason ? model::TaskState::suppressed : model::TaskState::ready);
      auto line = task.person_name + " " + std::string(to_string(task.channel));
      line += task.reason ? ": " + std::string(to_string(*task.reason)) : " " + task.address;
      if (!task.stands_in_for.empty()) line += " for " + task.stands_in_for;
      lines.push_back(line);
    }
    for (const auto& [who, reason] : result.instead_of) {
      lines.push_back("instead of " + who + ": " + std::string(to_string(reason)));
    }
    return lines;
  }

  void away(const std::string& key, const std::string& stand_in = "") {
    roster.absences.push_back({key, est("23 00:00"), est("26 00:00"), stand_in});
  }

  model::Notice notice;
  Background background = office_background();
  model::RuleSet set = office_rules();
  model::Roster roster = office_roster();
  DispatchSettings settings;
};

TEST_F(AddressingTest, The_assignee_on_each_channel_of_the_step) {
  notice.channels = {Channel::email, Channel::sms};
  EXPECT_EQ(addressed(), (Lines{"Ana email Ana@example.com", "Ana sms +1202555010A"}));
}

TEST_F(AddressingTest, A_commitment_without_a_person_is_its_roles) {
  background.commitment.assignee.clear();
  background.commitment.assignee_role = "leader";
  EXPECT_EQ(addressed(), Lines{"Dev email Dev@example.com"});
}

TEST_F(AddressingTest, A_stand_in_is_told_for_who_is_away) {
  away("A", "C");
  EXPECT_EQ(addressed(), Lines{"Cleo email Cleo@example.com for Ana"});
}

TEST_F(AddressingTest, Nobody_is_told_twice) {
  notice.recipients = {kAssignee, person("A"), role("leader")};
  EXPECT_EQ(addressed(), (Lines{"Ana email Ana@example.com", "Ana email: told already",
                                "Dev email Dev@example.com"}));
}

TEST_F(AddressingTest, One_channel_is_enough_and_why_the_other_is_not_used_is_named) {
  notice.channels = {Channel::email, Channel::sms};
  roster.people["A"].mobile.clear();
  EXPECT_EQ(addressed(), (Lines{"Ana email Ana@example.com", "Ana sms: no address"}));
  settings.has_email = false;
  roster.people["A"].mobile = "+12025550100";
  EXPECT_EQ(addressed(), (Lines{"Ana email: no channel", "Ana sms +12025550100"}));
}

TEST_F(AddressingTest, Who_cannot_be_reached_is_passed_over_for_the_first_of_the_rules_chain) {
  away("A");
  EXPECT_EQ(addressed(),
            (Lines{"Ana email: away", "Ben email Ben@example.com", "instead of Ana: away"}));
}

TEST_F(AddressingTest, Nobody_else_is_told_while_one_of_several_can_be_reached) {
  notice.recipients = {kAssignee, role("leader")};
  away("A");
  EXPECT_EQ(addressed(), (Lines{"Ana email: away", "Dev email Dev@example.com"}));
}

TEST_F(AddressingTest, A_level_of_a_chain_falls_back_to_those_above_it) {
  notice.chain = "service";
  notice.level = 1;
  notice.purpose = model::Purpose::escalation;
  notice.recipients = {person("B")};
  away("B");
  EXPECT_EQ(addressed(),
            (Lines{"Ben email: away", "Cleo email Cleo@example.com", "instead of Ben: away"}));
}

TEST_F(AddressingTest, After_the_chain_comes_the_owner_of_the_rule) {
  away("A");
  away("B");
  away("C");
  EXPECT_EQ(addressed(), (Lines{"Ana email: away", "Ben email: away", "Cleo email: away",
                                "Dev email Dev@example.com", "instead of Ana: away"}));
}

TEST_F(AddressingTest, After_the_owner_comes_the_last_resort_on_its_own_channel) {
  for (const std::string key : {"A", "B", "C", "D"}) away(key);
  notice.channels = {Channel::sms};
  EXPECT_EQ(addressed(), (Lines{"Ana sms: away", "Ben sms: away", "Cleo sms: away", "Dev sms: away",
                                "ops@example.com email ops@example.com", "instead of Ana: away"}));
  settings.last_resort.clear();
  EXPECT_EQ(addressed(), (Lines{"Ana sms: away", "Ben sms: away", "Cleo sms: away", "Dev sms: away",
                                "instead of Ana: away"}));
}

TEST_F(AddressingTest, A_rule_without_a_chain_falls_back_to_its_owner) {
  background.steps.clear();
  away("A");
  EXPECT_EQ(addressed(),
            (Lines{"Ana email: away", "Dev email Dev@example.com", "instead of Ana: away"}));
}

TEST_F(AddressingTest, A_rule_that_is_gone_falls_back_to_the_last_resort) {
  set.rules.clear();
  background.steps.clear();
  away("A");
  EXPECT_EQ(addressed(), (Lines{"Ana email: away", "ops@example.com email ops@example.com",
                                "instead of Ana: away"}));
}

TEST_F(AddressingTest, Where_it_is_not_known_who_must_not_be_told_only_the_owner_is) {
  background.knows_excluded = false;
  EXPECT_EQ(addressed(),
            (Lines{"Ana email: excluded", "Ben email: excluded", "Cleo email: excluded",
                   "Dev email Dev@example.com", "instead of Ana: excluded"}));
}

TEST_F(AddressingTest, A_record_that_names_nobody) {
  background.commitment.assignee.clear();
  EXPECT_EQ(addressed(), (Lines{"the assignee email: nobody", "Ben email Ben@example.com",
                                "instead of the assignee: nobody"}));
}

TEST_F(AddressingTest, No_address_and_no_channel_are_told_apart_also_to_who_is_told_instead) {
  notice.recipients = {person("A"), person("C")};
  notice.channels = {Channel::sms};
  settings.has_sms = false;
  roster.people["C"].mobile.clear();
  EXPECT_EQ(addressed(),
            (Lines{"Ana sms: no channel", "Cleo sms: no address", "Ben sms: no channel",
                   "Dev sms: no channel", "ops@example.com email ops@example.com",
                   "instead of Ana: no channel", "instead of Cleo: no address"}));
}

TEST_F(AddressingTest, Who_could_not_be_reached_is_not_called_told_when_they_come_up_again) {
  notice.recipients = {role("leader")};
  background.steps.clear();
  roster.people["D"].email.clear();
  EXPECT_EQ(addressed(), (Lines{"Dev email: no address", "ops@example.com email ops@example.com",
                                "instead of Dev: no address"}));
}

TEST_F(AddressingTest, In_shadow_no_channel_is_needed_to_say_what_would_have_gone_out) {
  settings.mode = DeliveryMode::shadow;
  settings.has_email = false;
  EXPECT_EQ(addressed(), Lines{"Ana email Ana@example.com"});
}

TEST_F(AddressingTest, A_message_that_failed_for_good_goes_to_the_next_without_asking_again) {
  notice.step = std::string("1") + kInstead;
  EXPECT_EQ(addressed(),
            (Lines{"Ben email Ben@example.com", "instead of whoever was asked first: gave up"}));
}

TEST_F(AddressingTest, An_all_clear_goes_to_those_who_were_told_and_to_nobody_instead) {
  notice.purpose = model::Purpose::all_clear;
  notice.recipients.clear();
  background.informed = {"B", "D"};
  away("D");
  EXPECT_EQ(addressed(), (Lines{"Ben email Ben@example.com", "Dev email: away"}));
  away("B");
  EXPECT_EQ(addressed(), (Lines{"Ben email: away", "Dev email: away"}));
}

}  // namespace
}  // namespace steward::engine

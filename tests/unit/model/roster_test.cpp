// SPDX-License-Identifier: MIT
#include "steward/model/roster.hpp"

#include <gtest/gtest.h>

#include "november.hpp"

namespace steward::model {
namespace {

using Unreachable = std::vector<std::pair<std::string, Suppression>>;

const Instant kNow = nov("04 12:00");

Recipient person(const std::string& key) {
  return {RecipientKind::person, key};
}
Recipient role(const std::string& name) {
  return {RecipientKind::role, name};
}

/// Ana, Ben, Cleo and Dev; who is away and who does what is each test's.
class RosterTest : public testing::Test {
 protected:
  RosterTest() {
    for (const std::string name : {"Ana", "Ben", "Cleo", "Dev"}) {
      const auto key = name.substr(0, 1);
      roster.people[key] = {key, name, name + "@example.com", "", ""};
    }
  }

  void away(const std::string& key, const std::string& stand_in, const std::string& to = "06 00:00",
            const std::string& from = "03 00:00") {
    roster.absences.push_back({key, nov(from), nov(to), stand_in});
  }

  Addressee found(const std::string& key, const std::string& by_role = "") const {
    return {roster.people.at(key), by_role, false, "", std::nullopt};
  }
  Addressee on_duty(const std::string& key, const std::string& by_role) const {
    auto addressee = found(key, by_role);
    addressee.on_duty = true;
    return addressee;
  }
  Addressee standing_in(const std::string& key, const std::string& whom,
                        const std::string& until = "06 00:00") const {
    auto addressee = found(key);
    addressee.stands_in_for = whom;
    addressee.away_until = nov(until);
    return addressee;
  }

  Roster roster;
};

TEST_F(RosterTest, Who_is_there_is_told) {
  EXPECT_EQ(roster.resolve(person("A"), kNow), (Resolution{{found("A")}, {}}));
  EXPECT_EQ(roster.resolve({RecipientKind::assignee, "A"}, kNow), (Resolution{{found("A")}, {}}));
}

TEST_F(RosterTest, A_record_that_names_nobody_or_somebody_unknown) {
  EXPECT_EQ(roster.resolve({RecipientKind::assignee, ""}, kNow),
            (Resolution{{}, {{"the assignee", Suppression::nobody}}}));
  EXPECT_EQ(roster.resolve(person("Z"), kNow), (Resolution{{}, {{"Z", Suppression::nobody}}}));
}

TEST_F(RosterTest, A_fixed_address_is_a_person_without_a_key) {
  Person mail;
  mail.name = mail.email = "ops@example.com";
  EXPECT_EQ(roster.resolve({RecipientKind::address, "ops@example.com"}, kNow),
            (Resolution{{{mail, "", false, "", std::nullopt}}, {}}));
  Person mobile;
  mobile.name = mobile.mobile = "+12025550123";
  EXPECT_EQ(roster.resolve({RecipientKind::address, "+12025550123"}, kNow),
            (Resolution{{{mobile, "", false, "", std::nullopt}}, {}}));
}

TEST_F(RosterTest, A_stand_in_answers_from_the_first_instant_of_an_absence_to_its_last) {
  away("A", "B", "06 00:00", "03 00:00");
  const Resolution herself{{found("A")}, {}};
  const Resolution stand_in{{standing_in("B", "Ana")}, {}};
  EXPECT_EQ(roster.resolve(person("A"), nov("03 00:00") - Microseconds(1)), herself);
  EXPECT_EQ(roster.resolve(person("A"), nov("03 00:00")), stand_in);
  EXPECT_EQ(roster.resolve(person("A"), nov("06 00:00") - Microseconds(1)), stand_in);
  EXPECT_EQ(roster.resolve(person("A"), nov("06 00:00")), herself);
}

TEST_F(RosterTest, The_stand_in_of_a_stand_in_answers_for_who_was_asked_first) {
  away("A", "B", "06 00:00");
  away("B", "C", "05 00:00");
  EXPECT_EQ(roster.resolve(person("A"), kNow), (Resolution{{standing_in("C", "Ana")}, {}}));
}

TEST_F(RosterTest, Nobody_answers_for_who_is_away_without_a_stand_in) {
  away("A", "");
  away("B", "Z");
  away("C", "A");
  EXPECT_EQ(roster.resolve(person("A"), kNow), (Resolution{{}, {{"Ana", Suppression::away}}}));
  EXPECT_EQ(roster.resolve(person("B"), kNow), (Resolution{{}, {{"Ben", Suppression::away}}}));
  EXPECT_EQ(roster.resolve(person("C"), kNow), (Resolution{{}, {{"Cleo", Suppression::away}}}));
}

TEST_F(RosterTest, A_circle_of_stand_ins_ends) {
  away("A", "B");
  away("B", "C");
  away("C", "A");
  away("D", "D");
  EXPECT_EQ(roster.resolve(person("A"), kNow), (Resolution{{}, {{"Ana", Suppression::away}}}));
  EXPECT_EQ(roster.resolve(person("D"), kNow), (Resolution{{}, {{"Dev", Suppression::away}}}));
}

TEST_F(RosterTest, Of_absences_that_overlap_one_with_a_stand_in_counts_then_the_longer) {
  away("A", "", "09 00:00");
  away("A", "B", "05 00:00");
  away("A", "C", "07 00:00");
  EXPECT_EQ(roster.resolve(person("A"), kNow),
            (Resolution{{standing_in("C", "Ana", "07 00:00")}, {}}));
}

TEST_F(RosterTest, Duty_comes_before_holding_a_role) {
  roster.holders = {{"officer", "A", std::nullopt, std::nullopt},
                    {"officer", "B", nov("01 00:00"), nov("05 00:00")},
                    {"leader", "D", std::nullopt, std::nullopt}};
  roster.duties = {{"officer", "C", nov("04 00:00"), nov("04 18:00")},
                   {"leader", "A", nov("05 00:00"), nov("06 00:00")}};
  EXPECT_EQ(roster.resolve(role("officer"), kNow), (Resolution{{on_duty("C", "officer")}, {}}));
  EXPECT_EQ(roster.resolve(role("officer"), nov("04 18:00")),
            (Resolution{{found("A", "officer"), found("B", "officer")}, {}}));
  EXPECT_EQ(roster.resolve(role("officer"), nov("05 00:00")),
            (Resolution{{found("A", "officer")}, {}}));
  EXPECT_EQ(roster.resolve(role("leader"), kNow), (Resolution{{found("D", "leader")}, {}}));
  EXPECT_EQ(roster.resolve(role("pilot"), kNow),
            (Resolution{{}, {{"pilot", Suppression::nobody}}}));
}

TEST_F(RosterTest, When_all_on_duty_are_away_the_holders_answer) {
  roster.holders = {{"officer", "A", std::nullopt, std::nullopt}};
  roster.duties = {{"officer", "B", nov("04 00:00"), nov("05 00:00")}};
  away("B", "");
  EXPECT_EQ(roster.resolve(role("officer"), kNow),
            (Resolution{{found("A", "officer")}, {{"Ben", Suppression::away}}}));
}

TEST_F(RosterTest, Who_holds_a_role_and_stands_in_for_another_holder_is_named_once) {
  roster.holders = {{"officer", "A", std::nullopt, std::nullopt},
                    {"officer", "B", std::nullopt, std::nullopt}};
  away("B", "A");
  EXPECT_EQ(roster.resolve(role("officer"), kNow), (Resolution{{found("A", "officer")}, {}}));
}

TEST_F(RosterTest, People_are_found_by_key_address_or_name) {
  EXPECT_EQ(roster.find_person("A").value(), "A");
  EXPECT_EQ(roster.find_person("ben@EXAMPLE.com").value(), "B");
  EXPECT_EQ(roster.find_person("cleo").value(), "C");
  EXPECT_EQ(roster.find_person("Eve").error(),
            Error(ErrorCode::not_found,
                  "nobody on the staff is 'Eve': give an email address, a "
                  "full name or a key"));
  roster.people["E"] = {"E", "ana", "", "", ""};
  EXPECT_EQ(roster.find_person("Ana").error(),
            Error(ErrorCode::conflict, "2 people are called 'Ana': give an email address"));
  EXPECT_EQ(roster.find_person("").error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace steward::model

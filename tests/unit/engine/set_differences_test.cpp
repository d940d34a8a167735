// SPDX-License-Identifier: MIT
#include "engine/set_differences.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "unit/engine/office.hpp"

namespace steward::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> lines(const model::RuleSet& running, const model::RuleSet& next) {
  std::vector<std::string> all;
  for (const auto& difference : differences(running, next)) {
    std::string rules;
    for (const auto& rule : difference.rules) rules += " " + rule;
    all.push_back(fmt::format("{} {}:{}", difference.what, to_string(difference.change), rules));
  }
  return all;
}

TEST(SetDifferences, AreNoneBetweenTwoLoadsOfTheSameFiles) {
  auto moved = office_rules();
  moved.chains.at("service").mark.line = 12;
  EXPECT_THAT(lines(office_rules(), moved), IsEmpty());
}

TEST(SetDifferences, NameWhoUsesWhatChanged) {
  const auto running = office_rules();
  auto next = office_rules();
  next.chains.at("service").levels.pop_back();
  next.calendars.insert_or_assign("office", calendar::Calendar::always(next.zone));
  next.templates["late"] = {};
  EXPECT_THAT(lines(running, next),
              ElementsAre("calendar office changed: follow-up", "chain service changed: follow-up",
                          "template late new:"));
  EXPECT_THAT(lines(next, running),
              ElementsAre("calendar office changed: follow-up", "chain service changed: follow-up",
                          "template late removed:"));
  EXPECT_THAT(touching(differences(running, next), "follow-up"),
              ElementsAre("calendar office", "chain service"));
  EXPECT_THAT(touching(differences(running, next), "another"), IsEmpty());
}

TEST(SetDifferences, OfTheModelConcernEveryRule) {
  const auto running = office_rules();
  auto next = office_rules();
  next.people.staff.sql = "select";
  next.people.absences.sql = "select";
  next.zone = calendar::Zone::find("Australia/Sydney").value();
  EXPECT_THAT(lines(running, next), ElementsAre("the organisation's time zone changed: follow-up",
                                                "model.yaml, the staff changed: follow-up",
                                                "model.yaml, absences changed: follow-up"));
}

}  // namespace
}  // namespace steward::engine

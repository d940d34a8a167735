// SPDX-License-Identifier: MIT
// An office of four with one rule and one chain, for the tests of this layer.
#pragma once

#include <string>

#include "steward/engine/dispatcher.hpp"

namespace steward::engine {

/// "24 10:00" is 10:00 in New York on that day of November 2026; the 24th is a Tuesday.
inline Instant est(const std::string& text) {
  return parse_instant("2026-11-" + text.substr(0, 2) + "T" + text.substr(3) + ":00-05:00").value();
}

inline model::Recipient person(const std::string& key) {
  return {model::RecipientKind::person, key};
}
inline model::Recipient role(const std::string& name) {
  return {model::RecipientKind::role, name};
}
inline const model::Recipient kAssignee{model::RecipientKind::assignee, ""};

/// Ana, Ben, Cleo and Dev, keys A to D, all with email and mobile. Dev is the leader.
inline model::Roster office_roster() {
  model::Roster roster;
  for (const std::string name : {"Ana", "Ben", "Cleo", "Dev"}) {
    const auto key = name.substr(0, 1);
    roster.people[key] = {key, name, name + "@example.com", "+1202555010" + key, ""};
  }
  roster.holders = {{"leader", "D", std::nullopt, std::nullopt}};
  return roster;
}

/// The rule "follow-up", owned by the leader, with a breach that tells assignee and leader and a
/// chain that asks Ben, then Cleo, out of hours Dev.
inline model::RuleSet office_rules() {
  model::Chain chain;
  chain.name = "service";
  chain.calendar = "office";
  chain.levels.resize(2);
  chain.levels[0].notify = {person("B")};
  chain.levels[1].notify = {person("C")};
  chain.levels[1].out_of_hours = {person("D")};

  model::Step breach;
  breach.id = "1";
  breach.breach = true;
  breach.notify = {kAssignee, role("leader")};
  model::Step escalate;
  escalate.id = "2";
  escalate.escalate = "service";

  model::Rule rule;
  rule.name = "follow-up";
  rule.owner = "leader";
  rule.clock.calendar = "office";
  rule.steps = {breach, escalate};

  model::RuleSet set;
  set.rules = {rule};
  set.chains["service"] = chain;
  set.zone = calendar::Zone::find("America/New_York").value();
  calendar::Definition hours{"office", set.zone, {}, {}};
  for (std::size_t day = 1; day <= 5; ++day) {
    hours.hours[day] = {{std::chrono::hours(9), std::chrono::hours(17)}};
  }
  set.calendars.emplace("office", calendar::Calendar::from(hours).value());
  return set;
}

inline const Instant kNow = est("24 10:00");

/// A live promise of that rule, Ana's, due at noon.
inline Background office_background() {
  Background background;
  background.commitment.id = 7;
  background.commitment.rule = "follow-up";
  background.commitment.assignee = "A";
  background.commitment.starts = est("22 12:00");
  background.commitment.due = est("24 12:00");
  background.steps = office_rules().rules[0].steps;
  return background;
}

}  // namespace steward::engine

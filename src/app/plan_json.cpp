// SPDX-License-Identifier: MIT
#include "app/plan_json.hpp"

#include "app/export.hpp"

namespace steward::app {
namespace {

json::object of(const engine::Example& example) {
  return {{"effect", engine::to_string(example.effect)},
          {"rule", example.rule},
          {"entity", example.entity},
          {"key", example.key},
          {"reference", json_text(example.reference)},
          {"client_name", json_text(example.client_name)},
          {"due", json_instant(example.old_due)},
          {"then_due", json_instant(example.new_due)}};
}

json::array texts(const std::vector<std::string>& words) {
  json::array all;
  for (const auto& word : words) all.emplace_back(word);
  return all;
}

json::object of(const engine::RulePlan& rule) {
  json::object effects;
  json::array examples;
  for (const auto effect : engine::all_effects()) {
    const auto found = rule.effects.find(effect);
    if (found == rule.effects.end()) continue;
    effects[engine::to_string(effect)] = found->second.count;
    for (const auto& example : found->second.examples) examples.push_back(of(example));
  }
  return {{"rule", rule.name},
          {"was", json_text(rule.was)},
          {"title", rule.title},
          {"owner", rule.owner},
          {"file", json_text(rule.file)},
          {"change", engine::to_string(rule.change)},
          {"because", texts(rule.because)},
          {"effects", std::move(effects)},
          {"examples", std::move(examples)}};
}

json::object of(const engine::Load& load) {
  return {{"day", load.day}, {"week", load.week}};
}

json::object of(const engine::PersonPlan& person) {
  json::object channels;
  for (const auto& channel : person.channels) {
    channels[model::to_string(channel.channel)] =
        json::object{{"running", of(channel.running)}, {"next", of(channel.next)}};
  }
  return {{"person", json_text(person.key)},
          {"name", person.name},
          {"running", of(person.running())},
          {"next", of(person.next())},
          {"channels", std::move(channels)}};
}

json::object of(const engine::Difference& difference) {
  return {{"what", difference.what},
          {"change", engine::to_string(difference.change)},
          {"rules", texts(difference.rules)}};
}

template <class Things>
json::array all_of(const Things& things) {
  json::array all;
  for (const auto& thing : things) all.push_back(of(thing));
  return all;
}

}  // namespace

std::string plan_in_json(const engine::Plan& plan, const model::ReloadLimits& limits,
                         const std::string& verdict) {
  json::object effects;
  for (const auto effect : engine::all_effects()) {
    effects[engine::to_string(effect)] = plan.count(effect);
  }
  const json::object object{{"now", json_instant(plan.now)},
                            {"running", json_text(plan.running)},
                            {"next", plan.next},
                            {"harmless", engine::harmless(plan, limits)},
                            {"verdict", verdict},
                            {"effects", std::move(effects)},
                            {"more_messages", plan.more_messages()},
                            {"look_at", all_of(engine::worries(plan))},
                            {"rules", all_of(plan.rules)},
                            {"differences", all_of(plan.differences)},
                            {"people", all_of(plan.people)},
                            {"unjudged", texts(plan.unjudged)}};
  return json::serialize(object) + "\n";
}

}  // namespace steward::app

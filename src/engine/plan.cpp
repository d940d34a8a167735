// SPDX-License-Identifier: MIT
#include "steward/engine/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

namespace steward::engine {
namespace {

/// The gravest first.
constexpr std::array kGrave{Effect::unbreached, Effect::breaching, Effect::cancelled,
                            Effect::moved};

Load operator+(const Load& a, const Load& b) {
  return {a.day + b.day, a.week + b.week};
}

std::string more_messages_in_words(std::size_t count) {
  return fmt::format("{} more message{} in the next 24 hours", count, count == 1 ? "" : "s");
}

}  // namespace

std::string_view to_string(RuleChange change) {
  switch (change) {
    case RuleChange::added:
      return "new";
    case RuleChange::changed:
      return "changed";
    case RuleChange::removed:
      return "removed";
    case RuleChange::renamed:
      return "renamed";
    case RuleChange::unchanged:
      return "unchanged";
  }
  return "unknown";
}

std::string_view to_string(Effect effect) {
  switch (effect) {
    case Effect::unbreached:
      return "un-breached";
    case Effect::breaching:
      return "breaching";
    case Effect::cancelled:
      return "cancelled";
    case Effect::moved:
      return "moved";
    case Effect::opened:
      return "opened";
    case Effect::reopened:
      return "reopened";
    case Effect::closed:
      return "closed";
    case Effect::reassigned:
      return "reassigned";
    case Effect::frozen:
      return "frozen";
    case Effect::historic:
      return "historic";
    case Effect::done:
      return "done already";
    case Effect::covered:
      return "covered";
    case Effect::dropped:
      return "dropped";
  }
  return "unknown";
}

const std::vector<Effect>& all_effects() {
  static const std::vector<Effect> all{
      Effect::unbreached, Effect::breaching, Effect::cancelled,  Effect::moved,  Effect::opened,
      Effect::reopened,   Effect::closed,    Effect::reassigned, Effect::frozen, Effect::historic,
      Effect::done,       Effect::covered,   Effect::dropped};
  return all;
}

bool is_grave(Effect effect) {
  return std::find(kGrave.begin(), kGrave.end(), effect) != kGrave.end();
}

std::size_t RulePlan::count(Effect effect) const {
  const auto found = effects.find(effect);
  return found == effects.end() ? 0 : found->second.count;
}

Load PersonPlan::running() const {
  return std::accumulate(
      channels.begin(), channels.end(), Load{},
      [](const Load& sum, const ChannelPlan& channel) { return sum + channel.running; });
}

Load PersonPlan::next() const {
  return std::accumulate(
      channels.begin(), channels.end(), Load{},
      [](const Load& sum, const ChannelPlan& channel) { return sum + channel.next; });
}

std::size_t Plan::count(Effect effect) const {
  return std::accumulate(
      rules.begin(), rules.end(), std::size_t{0},
      [&](std::size_t sum, const RulePlan& rule) { return sum + rule.count(effect); });
}

std::size_t Plan::grave() const {
  return std::accumulate(rules.begin(), rules.end(), std::size_t{0},
                         [](std::size_t sum, const RulePlan& rule) { return sum + rule.grave; });
}

std::size_t Plan::more_messages() const {
  std::size_t more = 0;
  for (const auto& person : people) {
    for (const auto& channel : person.channels) {
      if (channel.next.day > channel.running.day) more += channel.next.day - channel.running.day;
    }
  }
  return more;
}

bool Plan::is_empty() const {
  return running == next;
}

bool harmless(const Plan& plan, const model::ReloadLimits& limits) {
  return plan.count(Effect::unbreached) == 0 && plan.count(Effect::breaching) <= limits.breached &&
         plan.count(Effect::cancelled) <= limits.cancelled &&
         plan.count(Effect::moved) <= limits.moved && plan.more_messages() <= limits.messages;
}

std::vector<Example> worries(const Plan& plan) {
  std::vector<Example> all;
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto effect : kGrave) {
    for (const auto& rule : plan.rules) {
      const auto found = rule.effects.find(effect);
      if (found == rule.effects.end()) continue;
      for (const auto& example : found->second.examples) {
        if (all.size() == kMostWorries) return all;
        if (seen.emplace(example.rule, example.key).second) all.push_back(example);
      }
    }
  }
  return all;
}

std::string verdict(const Plan& plan, const model::ReloadLimits& limits) {
  if (plan.is_empty()) return "Nothing would change.";
  if (harmless(plan, limits)) return "Safe to load.";
  const auto more = plan.more_messages();
  const auto shown = worries(plan).size();
  if (shown == 0) return fmt::format("Look first at {}.", more_messages_in_words(more));
  auto sentence =
      shown == 1 ? std::string("Look at this one") : fmt::format("Look at these {}", shown);
  if (plan.grave() > shown) sentence += fmt::format(" of {}", plan.grave());
  if (more > limits.messages) sentence += " and at " + more_messages_in_words(more);
  return sentence + " first.";
}

}  // namespace steward::engine

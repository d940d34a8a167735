// SPDX-License-Identifier: MIT
#include "app/plan_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/words.hpp"

namespace steward::app {
namespace {

using engine::Effect;
using engine::Plan;
using engine::RulePlan;

/// Of each other effect of a rule so many examples are shown; the JSON has all that were kept.
constexpr std::size_t kExamplesShown = 3;
constexpr std::size_t kDigestShown = 12;

Tint tint_of(Effect effect) {
  switch (effect) {
    case Effect::unbreached:
    case Effect::breaching:
    case Effect::cancelled:
      return Tint::red;
    default:
      return Tint::none;
  }
}

bool is_worth_a_line(const RulePlan& rule) {
  return rule.change != engine::RuleChange::unchanged || !rule.effects.empty() ||
         !rule.because.empty();
}

std::string heading(const Plan& plan) {
  if (plan.running.empty()) {
    return fmt::format("No rule set is in force yet: rule set {} would be the first.\n",
                       plan.next.substr(0, kDigestShown));
  }
  if (plan.is_empty()) {
    return fmt::format("The files are rule set {}, which is in force.\n",
                       plan.running.substr(0, kDigestShown));
  }
  return fmt::format("Rule set {} in place of {}, which is in force.\n",
                     plan.next.substr(0, kDigestShown), plan.running.substr(0, kDigestShown));
}

std::string change_in_words(const RulePlan& rule) {
  auto words = std::string(engine::to_string(rule.change));
  if (!rule.was.empty()) words += ", was " + rule.was;
  return words;
}

/// A line for each rule on which something happens, a column for each effect that there is.
std::string rules(const Plan& plan, const PlanView& view) {
  std::vector<Effect> shown;
  for (const auto effect : engine::all_effects()) {
    if (plan.count(effect) > 0) shown.push_back(effect);
  }
  std::vector<Column> columns{{"rule", Fit::elastic}, {"the rule is", Fit::elastic}};
  for (const auto effect : shown) {
    columns.push_back({std::string(engine::to_string(effect)), Fit::whole, Align::right});
  }
  Table table(columns);
  std::size_t left_out = 0;
  for (const auto& rule : plan.rules) {
    if (!is_worth_a_line(rule)) {
      ++left_out;
      continue;
    }
    std::vector<Cell> row{rule.name, change_in_words(rule)};
    for (const auto effect : shown) {
      const auto count = rule.count(effect);
      row.emplace_back(std::to_string(count), count == 0 ? Tint::faint : tint_of(effect));
    }
    table.add(std::move(row));
  }
  std::string text = table.empty() ? "" : "\n" + table.render(view.style);
  if (left_out > 0 && !table.empty()) {
    text += fmt::format("Nothing happens under {}.\n", counted(left_out, "other rule"));
  }
  return text;
}

std::string differences(const Plan& plan) {
  std::string text;
  for (const auto& difference : plan.differences) {
    std::string rules;
    if (difference.rules.size() == plan.rules.size()) {
      rules = "every rule";
    } else {
      for (const auto& rule : difference.rules) rules += (rules.empty() ? "" : ", ") + rule;
    }
    text += fmt::format("{} is {}: {}\n", difference.what, engine::to_string(difference.change),
                        rules.empty() ? "no rule uses it" : "used by " + rules);
  }
  return text.empty() ? text : "\n" + text;
}

std::string when(const std::optional<Instant>& instant, const PlanView& view) {
  return instant ? calendar::format_table(*instant, view.zone) : "";
}

std::string examples(const std::vector<engine::Example>& list, bool numbered,
                     const PlanView& view) {
  std::vector<Column> columns{{"rule", Fit::elastic},
                              {"what"},
                              {"ref"},
                              {"record", Fit::elastic},
                              {"client", Fit::elastic},
                              {"due (" + view.zone.name() + ")"},
                              {"then due"}};
  if (numbered) columns.insert(columns.begin(), Column{"#", Fit::whole, Align::right});
  Table table(columns);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto& example = list[i];
    std::vector<Cell> row;
    if (numbered) row.emplace_back(std::to_string(i + 1));
    row.emplace_back(example.rule);
    row.emplace_back(std::string(engine::to_string(example.effect)), tint_of(example.effect));
    row.emplace_back(example.reference);
    row.emplace_back(example.entity + "/" + example.key);
    row.emplace_back(example.client_name);
    row.emplace_back(when(example.old_due, view));
    row.emplace_back(when(example.new_due, view));
    table.add(std::move(row));
  }
  return table.render(view.style);
}

std::string to_look_at(const Plan& plan, const PlanView& view) {
  const auto list = engine::worries(plan);
  return list.empty() ? "" : "\nTo look at:\n" + examples(list, true, view);
}

std::string other_examples(const Plan& plan, const PlanView& view) {
  std::vector<engine::Example> list;
  for (const auto& rule : plan.rules) {
    for (const auto effect : engine::all_effects()) {
      const auto found = rule.effects.find(effect);
      if (found == rule.effects.end() || engine::is_grave(effect)) continue;
      const auto& kept = found->second.examples;
      const auto shown = std::min(kept.size(), kExamplesShown);
      list.insert(list.end(), kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(shown));
    }
  }
  return list.empty() ? "" : "\nFor example:\n" + examples(list, false, view);
}

/// A line for each person and channel, those first whose messages change the most.
std::string people(const Plan& plan, const PlanView& view) {
  if (plan.people.empty()) return "";
  Table table({{"who", Fit::elastic},
               {"by"},
               {"next 24 h", Fit::whole, Align::right},
               {"as it is", Fit::whole, Align::right},
               {"next 7 days", Fit::whole, Align::right},
               {"as it is", Fit::whole, Align::right}});
  for (const auto& person : plan.people) {
    for (const auto& channel : person.channels) {
      const bool more = channel.next.day > channel.running.day;
      table.add({person.name,
                 std::string(model::to_string(channel.channel)),
                 {std::to_string(channel.next.day), more ? Tint::red : Tint::none},
                 std::to_string(channel.running.day),
                 std::to_string(channel.next.week),
                 std::to_string(channel.running.week)});
    }
  }
  return "\nMessages, if no record changes and nobody answers:\n" + table.render(view.style);
}

std::string per_person(const Plan& plan) {
  std::string text;
  for (const auto& person : plan.people) {
    const auto next = person.next();
    const auto running = person.running();
    if (next.day == running.day) continue;
    text += fmt::format("{}: {} tomorrow, today {}.\n", printable(person.name),
                        counted(next.day, "message"), running.day);
  }
  return text;
}

std::string unjudged(const Plan& plan) {
  std::string text;
  for (const auto& complaint : plan.unjudged) text += printable(complaint) + "\n";
  return text.empty() ? text : "\nNot judged:\n" + text;
}

}  // namespace

std::string plan_in_tables(const Plan& plan, const PlanView& view) {
  return heading(plan) + rules(plan, view) + differences(plan) + to_look_at(plan, view) +
         other_examples(plan, view) + people(plan, view) + per_person(plan) + unjudged(plan);
}

}  // namespace steward::app

// SPDX-License-Identifier: MIT
#include "engine/set_differences.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace steward::engine {
namespace {

/// What a rule makes use of, as differences name it.
std::set<std::string> uses(const model::Rule& rule, const model::RuleSet& set) {
  std::set<std::string> all;
  // Where the record names its calendar it may be any.
  for (const auto& [name, calendar] : set.calendars) {
    if (rule.clock.calendar.empty() || rule.clock.calendar == name) all.insert("calendar " + name);
  }
  for (const auto& step : rule.steps) {
    if (!step.template_name.empty()) all.insert("template " + step.template_name);
    for (const auto& name : step.templates) all.insert("template " + name);
    if (step.escalate.empty()) continue;
    all.insert("chain " + step.escalate);
    const auto chain = set.chains.find(step.escalate);
    if (chain == set.chains.end()) continue;
    all.insert("calendar " + chain->second.calendar);
    for (const auto& level : chain->second.levels) all.insert("template " + level.template_name);
  }
  return all;
}

std::set<std::string> names_of_rules(const model::RuleSet& running, const model::RuleSet& next) {
  std::set<std::string> names;
  for (const auto* set : {&running, &next}) {
    for (const auto& rule : set->rules) names.insert(rule.name);
  }
  return names;
}

class Comparison {
 public:
  Comparison(const model::RuleSet& running, const model::RuleSet& next)
      : running_(running), next_(next) {}

  std::vector<Difference> take() { return std::move(differences_); }

  template <class Things, class Same>
  void compare(const std::string& kind, const Things& before, const Things& after,
               const Same& same) {
    for (const auto& [name, thing] : before) {
      const auto found = after.find(name);
      if (found == after.end()) {
        add(kind + " " + name, RuleChange::removed);
      } else if (!same(thing, found->second)) {
        add(kind + " " + name, RuleChange::changed);
      }
    }
    for (const auto& [name, thing] : after) {
      if (!before.contains(name)) add(kind + " " + name, RuleChange::added);
    }
  }

  /// Something that every rule rests on.
  void compare_base(const std::string& what, bool is_same) {
    if (is_same) return;
    const auto names = names_of_rules(running_, next_);
    differences_.push_back({what, RuleChange::changed, {names.begin(), names.end()}});
  }

 private:
  void add(const std::string& what, RuleChange change) {
    std::set<std::string> rules;
    for (const auto* set : {&running_, &next_}) {
      for (const auto& rule : set->rules) {
        if (uses(rule, *set).contains(what)) rules.insert(rule.name);
      }
    }
    differences_.push_back({what, change, {rules.begin(), rules.end()}});
  }

  const model::RuleSet& running_;
  const model::RuleSet& next_;
  std::vector<Difference> differences_;
};

/// Without its place in the file.
template <class Thing>
Thing placeless(Thing thing) {
  thing.mark = {};
  return thing;
}

template <class Thing>
bool same_words(const Thing& a, const Thing& b) {
  return placeless(a) == placeless(b);
}

}  // namespace

std::vector<Difference> differences(const model::RuleSet& running, const model::RuleSet& next) {
  Comparison comparison(running, next);
  comparison.compare_base("the organisation's name", running.organisation == next.organisation);
  comparison.compare_base("the organisation's time zone", running.zone == next.zone);
  comparison.compare_base("model.yaml, entities and fields", running.catalog == next.catalog);
  const auto& before = running.people;
  const auto& after = next.people;
  comparison.compare_base("model.yaml, the staff",
                          before.staff == after.staff && before.staff_entity == after.staff_entity);
  comparison.compare_base("model.yaml, who holds roles", before.holders == after.holders);
  comparison.compare_base("model.yaml, duties", before.duties == after.duties);
  comparison.compare_base("model.yaml, absences", before.absences == after.absences);
  comparison.compare_base(
      "model.yaml, the clients",
      before.clients == after.clients && before.client_entity == after.client_entity);
  comparison.compare("calendar", running.calendars, next.calendars,
                     [](const auto& a, const auto& b) { return a == b; });
  comparison.compare("chain", running.chains, next.chains, same_words<model::Chain>);
  comparison.compare("template", running.templates, next.templates, same_words<model::Template>);
  return comparison.take();
}

std::vector<std::string> touching(const std::vector<Difference>& differences,
                                  const std::string& rule) {
  std::vector<std::string> all;
  for (const auto& difference : differences) {
    if (std::binary_search(difference.rules.begin(), difference.rules.end(), rule)) {
      all.push_back(difference.what);
    }
  }
  return all;
}

}  // namespace steward::engine

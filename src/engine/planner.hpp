// SPDX-License-Identifier: MIT
// Rehearses a set on a snapshot, rule by rule and page by page, and counts what happens.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "engine/fate.hpp"
#include "engine/stage.hpp"
#include "steward/engine/plan.hpp"

namespace steward::engine {

class Planner {
 public:
  /// `running` may be null.
  Planner(Transaction& observed, const model::RuleSet* running, const model::RuleSet& next,
          Instant now, const PlanOptions& options);

  [[nodiscard]] Result<Plan> run();

 private:
  /// Of the messages of first days: name, staff key, channel and instant of each.
  using FirstDays = std::set<std::tuple<std::string, std::string, model::Channel, Instant>>;
  /// One rule of either set.
  struct Edit {
    const model::Rule* before = nullptr;     ///< null: there was none, or it was off
    const model::Rule* after = nullptr;      ///< null: there is none, or it is off
    const Activation* activation = nullptr;  ///< when it is to look at old records
    std::string stored_name;                 ///< by which its promises are stored
    bool promises_only = false;              ///< it looks at live promises, not at all records
    bool acts_differently = false;           ///< without looking: another chain, say
  };

  void plan_rule(const std::string& name);
  [[nodiscard]] Edit edit_of(const std::string& name) const;
  [[nodiscard]] RuleChange change_of(const std::string& name) const;
  void activate(RulePlan& plan, const Edit& edit);
  void let_act(const std::string& name, const Edit& edit);
  void let_recur(const std::string& name, const Edit& edit);
  void turn_page(const std::string& name, const Edit& edit);
  /// Lets both sets act to the end of what is foreseen, and counts. On `records` the rule's
  /// schedule opens more.
  void finish_page(RulePlan& plan, const Edit& edit, const std::vector<std::string>& records);
  void count_effects(RulePlan& plan, const Fate& fate, const Turn& turn);
  void count_coverage(RulePlan& plan, const Edit& edit, const std::vector<std::string>& keys);
  void count_dropped(RulePlan& plan, const model::Rule& before);
  void add(RulePlan& plan, Effect effect, const Example& example, const std::string& client);
  void count_messages(const std::vector<Foreseen>& messages, bool by_running, bool by_next);
  void count_people();

  Transaction& observed_;
  const model::RuleSet* running_;
  const model::RuleSet& next_;
  Instant now_;
  const PlanOptions& options_;
  std::map<std::string, Activation> known_;     ///< the rules in force, by name
  std::map<std::string, std::string> renamed_;  ///< new name → old
  std::set<std::string> complaints_;
  std::optional<Stage> before_;
  std::optional<Stage> after_;
  Plan plan_;
  std::map<std::pair<std::string, std::string>, std::map<model::Channel, ChannelPlan>> people_;
  FirstDays first_days_of_running_;
  FirstDays first_days_of_next_;
};

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "engine/planner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/activation_page.hpp"
#include "engine/set_differences.hpp"
#include "steward/engine/activator.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

/// Larger than what the daemon locks at a time: nobody waits for a snapshot.
constexpr std::size_t kPage = 2000;
constexpr std::size_t kMostComplaints = 5;
constexpr auto kDay = std::chrono::hours(24);
constexpr auto kWeek = std::chrono::hours(24 * 7);

const model::Rule* unless_off(const model::Rule* rule) {
  return rule == nullptr || rule->mode == model::Mode::off ? nullptr : rule;
}

/// The record asks for a promise, or would, were there none yet.
bool is_asked_for(const model::Rule& rule, const model::Evaluation& record) {
  const bool begins = rule.schedule || record.starts;
  return record.active && begins && (!rule.clock.states_due || record.due);
}

Example example_of(const model::Rule& rule, Effect effect, const std::string& key) {
  Example example;
  example.effect = effect;
  example.rule = rule.name;
  example.mode = rule.mode;
  example.entity = rule.subject;
  example.key = key;
  return example;
}

}  // namespace

Planner::Planner(Transaction& observed, const model::RuleSet* running, const model::RuleSet& next,
                 Instant now, const PlanOptions& options)
    : observed_(observed), running_(running), next_(next), now_(now), options_(options) {
  for (auto& activation : observed.activations()) known_[activation.rule] = activation;
}

Result<Plan> Planner::run() {
  plan_.now = now_;
  plan_.running = observed_.rule_set_in_force();
  plan_.next = next_.digest;
  if (running_ != nullptr && running_->digest != plan_.running) {
    return Error(ErrorCode::conflict, "another rule set came into force meanwhile");
  }
  const auto complain = [this](const Complaint& complaint) {
    if (complaints_.size() == kMostComplaints) return;
    complaints_.insert(fmt::format("{}: {} {}", complaint.rule, complaint.about, complaint.reason));
  };
  if (running_ != nullptr) before_.emplace(observed_, *running_, options_.delivery, now_, complain);
  after_.emplace(observed_, next_, options_.delivery, now_, complain);
  RehearsalStore store(after_->rehearsal());
  if (const auto enforced = put_in_force(store, next_, now_, "plan"); !enforced) {
    return enforced.error();
  }
  if (running_ != nullptr) plan_.differences = differences(*running_, next_);

  std::set<std::string> names;
  for (const auto& rule : next_.rules) {
    names.insert(rule.name);
    const bool takes_over = known_.contains(rule.was) && !known_.contains(rule.name);
    if (!rule.was.empty() && takes_over) renamed_[rule.name] = rule.was;
  }
  for (const auto& [name, activation] : known_) {
    if (!activation.removed) names.insert(name);
  }
  for (const auto& [name, was] : renamed_) names.erase(was);
  for (const auto& name : names) plan_rule(name);
  count_people();
  plan_.unjudged.assign(complaints_.begin(), complaints_.end());
  return std::move(plan_);
}

RuleChange Planner::change_of(const std::string& name) const {
  const auto* after = unless_off(next_.rule(name));
  const auto renamed = renamed_.find(name);
  const auto before = known_.find(renamed == renamed_.end() ? name : renamed->second);
  const bool was_on = before != known_.end() && !before->second.removed;
  if (after == nullptr) return was_on ? RuleChange::removed : RuleChange::unchanged;
  if (!was_on) return RuleChange::added;
  if (renamed != renamed_.end()) return RuleChange::renamed;
  return before->second.revision == after->revision ? RuleChange::unchanged : RuleChange::changed;
}

Planner::Edit Planner::edit_of(const std::string& name) const {
  Edit edit;
  const auto renamed = renamed_.find(name);
  edit.stored_name = renamed == renamed_.end() ? name : renamed->second;
  if (running_ != nullptr) edit.before = unless_off(running_->rule(edit.stored_name));
  edit.after = unless_off(next_.rule(name));
  const auto& begun = after_->rehearsal().begun();
  if (const auto found = begun.find(name); found != begun.end()) {
    edit.activation = &found->second;
    // A schedule may open promises on any record.
    const bool recurs = edit.after != nullptr && edit.after->schedule;
    edit.promises_only = edit.activation->cursor == kPromisesOnly && !recurs;
  }
  return edit;
}

void Planner::plan_rule(const std::string& name) {
  auto edit = edit_of(name);
  RulePlan plan;
  plan.name = name;
  if (renamed_.contains(name)) plan.was = edit.stored_name;
  plan.change = change_of(name);
  plan.because = touching(plan_.differences, name);
  edit.acts_differently = !plan.because.empty();
  if (const auto* rule = edit.after != nullptr ? edit.after : edit.before) {
    plan.title = rule->title;
    plan.owner = rule->owner;
  }
  if (edit.after != nullptr) plan.file = edit.after->file;

  if (edit.activation != nullptr) {
    activate(plan, edit);
  } else {
    let_act(name, edit);
  }
  plan_.rules.push_back(std::move(plan));
}

void Planner::activate(RulePlan& plan, const Edit& edit) {
  auto activation = *edit.activation;
  if (!edit.promises_only) activation.cursor.reset();
  while (true) {
    turn_page(plan.name, edit);
    auto& rehearsal = after_->rehearsal();
    const auto page = next_page(rehearsal, activation, edit.after, kPage);
    if (page.keys.empty()) break;
    after_->look(activation, edit.after, page);
    finish_page(plan, edit, page.of_records ? page.keys : std::vector<std::string>());
    if (page.of_records) count_coverage(plan, edit, page.keys);
    activation.cursor = page.cursor;
  }
  if (edit.after == nullptr && edit.before != nullptr) count_dropped(plan, *edit.before);
}

void Planner::let_recur(const std::string& name, const Edit& edit) {
  RulePlan nothing;
  std::optional<std::string> after;
  while (true) {
    const auto keys = observed_.page(edit.after->page, after, kPage);
    if (keys.empty()) return;
    turn_page(name, edit);
    static_cast<void>(after_->rehearsal().occurrences(name, keys));
    finish_page(nothing, edit, keys);
    after = keys.back();
  }
}

void Planner::let_act(const std::string& name, const Edit& edit) {
  if (edit.after != nullptr && edit.after->schedule) return let_recur(name, edit);
  std::optional<std::string> after;
  RulePlan nothing;
  while (true) {
    const auto keys = observed_.live_keys(name, after, kPage);
    if (keys.empty()) return;
    turn_page(name, edit);
    after_->rehearsal().take(observed_.latest(name, keys));
    finish_page(nothing, edit, {});
    after = keys.back();
  }
}

void Planner::turn_page(const std::string& name, const Edit& edit) {
  after_->turn_page(name, edit.after, edit.promises_only);
  if (before_) before_->turn_page(edit.stored_name, edit.before);
}

void Planner::finish_page(RulePlan& plan, const Edit& edit,
                          const std::vector<std::string>& records) {
  auto& after = after_->rehearsal();
  const auto stored = after.stored();
  const auto judged = after.commitments();
  const bool acts_the_same = edit.activation == nullptr && !edit.acts_differently;
  const bool rehearse_both = before_ && !acts_the_same;
  if (rehearse_both) {
    std::vector<model::Commitment> all;
    for (const auto& [id, commitment] : stored) {
      all.push_back(commitment);
      all.back().rule = edit.stored_name;
    }
    before_->rehearsal().take(all);
    before_->advance(now_);
  }
  after_->advance(now_);

  if (edit.activation != nullptr) {
    Turn turn{edit.after, false, now_};
    turn.has_other_timing =
        edit.before != nullptr && edit.after != nullptr &&
        (edit.before->clock != edit.after->clock || edit.before->steps != edit.after->steps);
    for (const auto& [id, commitment] : judged) {
      Fate fate{std::nullopt, commitment, after.commitments().at(id), std::nullopt};
      if (const auto found = stored.find(id); found != stored.end()) fate.before = found->second;
      if (rehearse_both) {
        const auto& others = before_->rehearsal().commitments();
        if (const auto other = others.find(id); other != others.end()) {
          fate.otherwise = other->second;
        }
      }
      count_effects(plan, fate, turn);
    }
  }

  const Instant end = now_ + kWeek - Microseconds(1);
  after_->advance(end, edit.after, records);
  count_messages(after_->take_messages(), acts_the_same, true);
  if (!rehearse_both) return;
  before_->advance(end, edit.before, records);
  count_messages(before_->take_messages(), true, false);
}

void Planner::count_effects(RulePlan& plan, const Fate& fate, const Turn& turn) {
  const auto effects = effects_of(fate, turn);
  if (effects.empty()) return;
  if (std::any_of(effects.begin(), effects.end(), is_grave)) ++plan.grave;
  Example example;
  example.rule = plan.name;
  if (turn.rule != nullptr) example.mode = turn.rule->mode;
  example.entity = fate.judged.entity;
  example.key = fate.judged.key;
  if (fate.before) example.reference = fate.before->reference;
  if (fate.before) example.old_due = fate.before->due;
  if (fate.judged.is_live()) example.new_due = fate.judged.due;
  for (const auto effect : effects) add(plan, effect, example, fate.judged.client);
}

void Planner::count_coverage(RulePlan& plan, const Edit& edit,
                             const std::vector<std::string>& keys) {
  const auto& after = *edit.after;
  const auto* before = edit.before;
  if (before != nullptr && before->evaluate == after.evaluate &&
      before->clock.states_due == after.clock.states_due) {
    return;
  }
  std::set<std::string> covered;
  if (before != nullptr) {
    for (const auto& record : observed_.evaluate(before->evaluate, keys)) {
      if (is_asked_for(*before, record)) covered.insert(record.key);
    }
  }
  const auto& records = after_->rehearsal().records();
  for (const auto& key : keys) {
    const auto record = records.find(key);
    const bool is_covered = record != records.end() && is_asked_for(after, record->second);
    const bool was_covered = covered.contains(key);
    if (is_covered == was_covered) continue;
    const auto effect = is_covered ? Effect::covered : Effect::dropped;
    add(plan, effect, example_of(after, effect, key),
        record == records.end() ? std::string() : record->second.client);
  }
}

void Planner::count_dropped(RulePlan& plan, const model::Rule& before) {
  std::optional<std::string> after;
  while (true) {
    const auto keys = observed_.page(before.page, after, kPage);
    if (keys.empty()) return;
    for (const auto& record : observed_.evaluate(before.evaluate, keys)) {
      if (!is_asked_for(before, record)) continue;
      add(plan, Effect::dropped, example_of(before, Effect::dropped, record.key), record.client);
    }
    after = keys.back();
  }
}

void Planner::add(RulePlan& plan, Effect effect, const Example& example,
                  const std::string& client) {
  auto& affected = plan.effects[effect];
  ++affected.count;
  if (affected.examples.size() == options_.examples) return;
  auto& added = affected.examples.emplace_back(example);
  added.effect = effect;
  if (client.empty()) return;
  const auto names = observed_.client_names(next_.people, {client});
  if (const auto name = names.find(client); name != names.end()) added.client_name = name->second;
}

void Planner::count_messages(const std::vector<Foreseen>& messages, bool by_running, bool by_next) {
  for (const auto& message : messages) {
    auto& channel = people_[{message.name, message.person}][message.channel];
    channel.channel = message.channel;
    const auto count = [&](Load& load, FirstDays& counted) {
      const auto& [person, name, by, at, first_day] = message;
      // What all rules have to say to somebody goes as one.
      if (first_day && !counted.emplace(name, person, by, at).second) return;
      if (at < now_ + kDay) ++load.day;
      ++load.week;
    };
    if (by_running) count(channel.running, first_days_of_running_);
    if (by_next) count(channel.next, first_days_of_next_);
  }
}

void Planner::count_people() {
  for (const auto& [who, channels] : people_) {
    PersonPlan person{who.second, who.first, {}};
    for (const auto& [channel, counted] : channels) person.channels.push_back(counted);
    plan_.people.push_back(std::move(person));
  }
}

Result<Plan> make_plan(Store& store, const model::RuleSet* running, const model::RuleSet& next,
                       Instant now, const PlanOptions& options) {
  std::optional<Plan> plan;
  const auto done = store.observe([&](Transaction& observed) -> Result<> {
    auto made = Planner(observed, running, next, now, options).run();
    if (!made) return made.error();
    plan = std::move(*made);
    return {};
  });
  if (!done) return done.error();
  return std::move(*plan);
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "engine/judging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "engine/commitment_steps.hpp"
#include "engine/entry_body.hpp"
#include "engine/rebasing.hpp"
#include "steward/base/reference.hpp"

namespace steward::engine {
namespace {

using model::OutcomeKind;
using model::TransitionKind;

/// The breach happens at due whether or not the rule has a step to tell of it.
void add_breach(std::vector<model::Step>& steps) {
  const bool has_breach =
      std::any_of(steps.begin(), steps.end(), [](const model::Step& step) { return step.breach; });
  if (has_breach) return;
  model::Step step;
  step.id = "due";
  step.breach = true;
  steps.push_back(std::move(step));
}

/// Steps that were passed over may act after all.
bool may_act_again(TransitionKind kind) {
  switch (kind) {
    case TransitionKind::reopened:
    case TransitionKind::moved:
    case TransitionKind::resumed:
    case TransitionKind::rebased:
    case TransitionKind::unbreached:
      return true;
    default:
      return false;
  }
}

}  // namespace

Judging::Judging(Transaction& transaction, const model::RuleSet& set, Instant now,
                 Complain complain)
    : transaction_(transaction),
      set_(set),
      now_(now),
      looked_at_(now),
      complain_(std::move(complain)) {
  for (auto& activation : transaction.activations()) activations_[activation.rule] = activation;
}

const calendar::Calendar& Judging::calendar(const std::string& name) const {
  return set_.calendars.at(set_.calendars.contains(name) ? name : "always");
}

model::Judge Judging::judge(const model::Rule& rule) const {
  model::Judge judge{rule, calendar(rule.clock.calendar), now_, looked_at_, &set_};
  const auto found = activations_.find(rule.name);
  if (found == activations_.end()) return judge;
  const auto& activation = found->second;
  judge.effective_from = activation.effective_from;
  judge.first_day = {std::max(activation.effective_from, activation.in_force_since),
                     activation.looked_at};
  return judge;
}

const calendar::Calendar& Judging::calendar_of(const model::Commitment& commitment,
                                               const model::Rule& rule) const {
  const auto& own = commitment.terms.calendar;
  return calendar(set_.calendars.contains(own) ? own : rule.clock.calendar);
}

const std::vector<model::Step>& Judging::steps_of(const std::string& rule,
                                                  const std::string& revision) {
  auto found = steps_.find(revision);
  if (found == steps_.end()) {
    found = steps_.emplace(revision, engine::steps_of(transaction_, set_, rule, revision)).first;
  }
  return found->second;
}

void Judging::reconcile(const model::Rule& rule, const std::vector<std::string>& keys) {
  if (keys.empty()) return;
  if (rule.schedule) return reconcile_occurrences(rule, keys);
  reconcile(rule, keys, transaction_.latest(rule.name, keys));
}

void Judging::reconcile(const model::Rule& rule, const std::vector<std::string>& keys,
                        const std::vector<model::Commitment>& latest) {
  const auto records = evaluate(rule, keys);
  std::map<std::string, model::Commitment> stored;
  std::vector<std::string> of_schedule;
  for (const auto& commitment : latest) {
    if (commitment.occurrence) {
      of_schedule.push_back(commitment.key);
    } else {
      stored[commitment.key] = commitment;
    }
  }
  end_occurrences(rule, of_schedule);
  const auto judge = this->judge(rule);
  std::vector<std::vector<model::Transition>> all;
  for (const auto& key : keys) {
    const auto record = records.find(key);
    const auto known = stored.find(key);
    all.push_back(judged(judge, known == stored.end() ? std::nullopt : std::optional(known->second),
                         key, record == records.end() ? nullptr : &record->second));
  }
  apply(rule, std::move(all));
}

void Judging::end_occurrences(const model::Rule& rule, const std::vector<std::string>& keys) {
  if (keys.empty()) return;
  const auto judge = this->judge(rule);
  std::vector<std::vector<model::Transition>> all;
  for (const auto& known : transaction_.occurrences(rule.name, keys)) {
    if (known.occurrence && known.is_live()) {
      all.push_back(judged(judge, known, known.key, nullptr));
    }
  }
  apply(rule, std::move(all));
}

Judging::Records Judging::evaluate(const model::Rule& rule, const std::vector<std::string>& keys) {
  Records records;
  bool lies_ahead = false;
  for (auto& record : transaction_.evaluate(rule.evaluate, keys)) {
    lies_ahead = lies_ahead || record.starts > looked_at_ || record.stops > looked_at_;
    records[record.key] = std::move(record);
  }
  // What was entered a moment ago is no expectation because the clock was asked before that.
  if (lies_ahead) looked_at_ = transaction_.by_now(looked_at_);
  return records;
}

std::vector<model::Transition> Judging::judged(const model::Judge& judge,
                                               const std::optional<model::Commitment>& known,
                                               const std::string& key,
                                               const model::Evaluation* record) {
  if (known) origins_[known->id] = {known->revision, known->step_row};
  auto transitions = model::reconcile(judge, known, record);
  if (transitions) return std::move(*transitions);
  // One bad record never stops the others.
  unjudged_.emplace(judge.rule.name, key);
  complain_({judge.rule.name, key, fmt::format("{} {}", judge.rule.subject, key),
             fmt::format("cannot be judged: {}", transitions.error().message())});
  return {};
}

void Judging::withdraw(const std::string& rule, const std::string& entity,
                       const std::vector<std::string>& keys) {
  model::Rule gone;
  gone.name = rule;
  gone.subject = entity;
  const auto judge = this->judge(gone);
  std::vector<std::vector<model::Transition>> all;
  // A rule with a schedule may have several on one record.
  for (const auto& commitment : transaction_.occurrences(rule, keys)) {
    all.push_back(judged(judge, commitment, commitment.key, nullptr));
  }
  apply(gone, std::move(all));
}

void Judging::give_ids(std::vector<std::vector<model::Transition>>& transitions) {
  std::size_t opened = 0;
  for (const auto& of_one : transitions) {
    opened += static_cast<std::size_t>(
        std::count_if(of_one.begin(), of_one.end(), [](const model::Transition& transition) {
          return transition.kind == TransitionKind::opened;
        }));
  }
  const auto ids = transaction_.new_commitment_ids(opened, now_);
  auto next = ids.begin();
  for (auto& of_one : transitions) {
    std::int64_t id = 0;
    for (auto& transition : of_one) {
      if (transition.kind == TransitionKind::opened) opened_.insert(id = *next++);
      if (transition.after.id != 0) continue;
      transition.after.id = id;
      transition.after.reference = reference_for(model::number_of(id));
    }
  }
}

void Judging::choose_steps(const model::Rule& rule,
                           std::vector<std::vector<model::Transition>>& transitions) {
  if (rule.step_table.empty()) return;
  std::vector<std::string> keys;
  const auto each_opened = [&](auto&& take) {
    for (auto& of_one : transitions) {
      // What is opened, or follows an edited rule, has no row yet.
      const auto opened = std::find_if(of_one.begin(), of_one.end(),
                                       [](const auto& one) { return one.after.step_row == 0; });
      for (auto one = opened; one != of_one.end(); ++one) take(one->after);
    }
  };
  each_opened([&](const model::Commitment& commitment) { keys.push_back(commitment.key); });
  const auto answers = ask(transaction_, rule, keys);
  each_opened([&](model::Commitment& commitment) {
    const auto of_record = answers.find(commitment.key);
    if (of_record == answers.end() || commitment.revision != rule.revision) return;
    commitment.step_row = static_cast<int>(chosen_row(of_record->second, rule.step_table));
  });
}

void Judging::apply(const model::Rule& rule,
                    std::vector<std::vector<model::Transition>> transitions) {
  transitions.erase(std::remove_if(transitions.begin(), transitions.end(),
                                   [](const auto& of_one) { return of_one.empty(); }),
                    transitions.end());
  if (transitions.empty()) return;
  choose_steps(rule, transitions);
  give_ids(transitions);
  std::map<std::int64_t, model::Commitment> touched;
  std::vector<std::int64_t> reopened;
  std::set<std::int64_t> unbreached;
  for (auto& of_one : transitions) {
    for (auto& transition : of_one) {
      const auto id = transition.after.id;
      if (may_act_again(transition.kind) || follows_edit(transition.after)) reopened.push_back(id);
      if (transition.kind == TransitionKind::unbreached) unbreached.insert(id);
      record(rule, std::move(transition), touched[id]);
    }
  }
  if (!reopened.empty()) transaction_.reopen_steps(reopened, now_);
  for (const auto& [id, commitment] : touched) {
    if (follows_edit(commitment)) take_steps_over(commitment, rule, unbreached.contains(id));
  }
  std::vector<model::Commitment> commitments;
  for (const auto& [id, commitment] : touched) commitments.push_back(commitment);
  for (auto& touched_case : cases(commitments)) {
    settle(rule, touched_case);
    const auto& commitment = touched_case.commitment;
    if (unbreached.contains(commitment.id) && commitment.is_live()) add_all_clear(commitment, rule);
  }
}

/// It has taken over the terms and steps of an edited rule.
bool Judging::follows_edit(const model::Commitment& commitment) const {
  const auto origin = origins_.find(commitment.id);
  return origin != origins_.end() && origin->second.revision != commitment.revision;
}

void Judging::take_steps_over(const model::Commitment& commitment, const model::Rule& rule,
                              bool unbreached) {
  const auto& origin = origins_.at(commitment.id);
  auto old = commitment;
  old.step_row = origin.step_row;
  auto before = model::steps_for(old, steps_of(rule.name, origin.revision));
  auto steps = model::steps_for(commitment, steps_of(rule.name, commitment.revision));
  add_breach(before);
  add_breach(steps);
  std::set<std::string> done;
  for (const auto& outcome : transaction_.outcomes({commitment.id})) done.insert(outcome.step);
  transaction_.rename_steps(commitment.id,
                            renamed_steps(before, steps, done, commitment,
                                          calendar_of(commitment, rule), unbreached, now_),
                            now_);
}

void Judging::record(const model::Rule& rule, model::Transition transition,
                     model::Commitment& current) {
  current = transition.after;
  const auto changed = changed_.find({current.rule, current.key});
  if (changed != changed_.end()) transition.changed_at = changed->second;
  // A breach is entered once: one that an edit had ended begins again.
  const bool is_breach = transition.kind == TransitionKind::breached;
  const bool again = is_breach && has_breach(current);
  if (is_breach && !again) {
    unnumbered_[current.id] = static_cast<int>(set_.zone.to_local(*current.due).date.year());
  }
  const auto entry = entry_of(transition, now_);
  if (entry && has_breach(current)) {
    enter(current, rule, again ? model::EntryKind::reopened : entry->kind, entry->at,
          entry->detail);
    if (!rule.grounds.sql.empty()) {
      facts_[&rule].insert_or_assign(current.id, FactsOf{current.id, current.key, looked_at_});
    }
  }
  history_.push_back(std::move(transition));
}

std::vector<Judging::Case> Judging::cases(const std::vector<model::Commitment>& commitments) {
  std::vector<Case> result;
  std::map<std::int64_t, std::size_t> places;
  std::vector<std::int64_t> ids;
  for (const auto& commitment : commitments) {
    places[commitment.id] = result.size();
    if (!opened_.contains(commitment.id)) ids.push_back(commitment.id);
    Case open_case;
    open_case.commitment = commitment;
    open_case.steps = model::steps_for(commitment, steps_of(commitment.rule, commitment.revision));
    if (commitment.due) add_breach(open_case.steps);
    result.push_back(std::move(open_case));
  }
  for (const auto& outcome : transaction_.outcomes(ids)) {
    auto& of = result[places.at(outcome.commitment)];
    of.done.insert(outcome.step);
    if (outcome.kind == OutcomeKind::acted) of.acted.insert(outcome.step);
  }
  // An escalation begins when a step acts.
  std::erase_if(ids, [&](std::int64_t id) { return result[places.at(id)].acted.empty(); });
  for (auto& escalation : transaction_.escalations(ids)) {
    result[places.at(escalation.commitment)].escalations.push_back(std::move(escalation));
  }
  return result;
}

void Judging::save(const Case& done) {
  commitments_[done.commitment.id] = done.commitment;
  for (const auto& escalation : done.escalations) {
    escalations_[{escalation.commitment, escalation.step}] = escalation;
  }
}

std::vector<std::string> Judging::touched() const {
  std::vector<std::string> keys;
  for (const auto& [id, commitment] : commitments_) keys.push_back(commitment.key);
  return keys;
}

void Judging::write(Care care) {
  // Before anything is numbered, which has others wait.
  add_facts(care);
  if (!unnumbered_.empty()) number_breaches();
  std::vector<model::Commitment> commitments;
  for (auto& [id, commitment] : commitments_) commitments.push_back(std::move(commitment));
  std::vector<model::Escalation> escalations;
  for (auto& [key, escalation] : escalations_) escalations.push_back(std::move(escalation));
  if (!commitments.empty()) transaction_.save(commitments);
  if (!history_.empty()) transaction_.add_history(history_, now_);
  if (!outcomes_.empty()) transaction_.add(outcomes_);
  if (!escalations.empty()) transaction_.save(escalations);
  if (!entries_.empty()) transaction_.add(entries_);
  if (!notices_.empty()) transaction_.add(notices_);
}

}  // namespace steward::engine

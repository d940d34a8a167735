// SPDX-License-Identifier: MIT
#include "engine/rehearsal.hpp"

#include <algorithm>

namespace steward::engine {
namespace {

/// Steps that were passed over rather than taken: a promise that goes on may take them after all.
bool was_passed_over(const model::Outcome& outcome) {
  switch (outcome.kind) {
    case model::OutcomeKind::closed:
    case model::OutcomeKind::already_resolved:
    case model::OutcomeKind::before_start:
    case model::OutcomeKind::before_activation:
      return true;
    default:
      return false;
  }
}

}  // namespace

Rehearsal::Rehearsal(Transaction& observed)
    : DryTransaction(observed), in_force_(observed.rule_set_in_force()) {
  for (auto& activation : observed.activations()) activations_[activation.rule] = activation;
}

void Rehearsal::add_rule_set(const model::RuleSet& set, Instant /*now*/,
                             const std::string& /*by*/) {
  in_force_ = set.digest;
}

void Rehearsal::rename_rule(const std::string& was, const std::string& name) {
  names_before_[name] = was;
  const auto known = activations_.find(was);
  if (known == activations_.end()) return;
  auto activation = known->second;
  activations_.erase(known);
  activation.rule = name;
  activations_[name] = std::move(activation);
}

std::string Rehearsal::stored_name(const std::string& rule) const {
  const auto before = names_before_.find(rule);
  return before == names_before_.end() ? rule : before->second;
}

std::vector<Activation> Rehearsal::activations() {
  std::vector<Activation> all;
  if (!rule_name_.empty()) {
    const auto found = activations_.find(rule_name_);
    if (found != activations_.end()) all.push_back(found->second);
    return all;
  }
  for (const auto& [name, activation] : activations_) all.push_back(activation);
  return all;
}

void Rehearsal::save(const Activation& activation) {
  activations_[activation.rule] = activation;
  begun_[activation.rule] = activation;
}

std::vector<model::Step> Rehearsal::steps_of(const std::string& revision) {
  auto found = steps_.find(revision);
  if (found == steps_.end()) found = steps_.emplace(revision, observed_.steps_of(revision)).first;
  return found->second;
}

void Rehearsal::turn_page(const std::string& name, const model::Rule* rule, bool promises_only) {
  rule_name_ = name;
  rule_ = rule;
  promises_only_ = promises_only;
  stored_.clear();
  commitments_.clear();
  ids_.clear();
  agenda_.clear();
  hanging_.clear();
  records_.clear();
  asked_.clear();
  answers_.clear();
  notices_.clear();
}

void Rehearsal::suppose(const model::Evaluation& record) {
  asked_.insert(record.key);
  records_[record.key] = record;
}

void Rehearsal::take(const std::vector<model::Commitment>& commitments) {
  for (const auto& commitment : commitments) {
    if (stored_.emplace(commitment.id, commitment).second) hold(commitment);
  }
}

void Rehearsal::hold(const model::Commitment& commitment) {
  const auto [at, is_new] = commitments_.try_emplace(commitment.id, commitment);
  auto& held = at->second;
  if (is_new) ids_[held.key].insert(held.id);
  if (held.next_at) agenda_.erase({*held.next_at, held.id});
  held = commitment;
  if (held.is_live() && held.next_at) agenda_.emplace(*held.next_at, held.id);
}

void Rehearsal::prepare(Instant until) {
  std::vector<std::int64_t> ids;
  for (const auto& [at, id] : agenda_) {
    if (at > until) break;
    ids.push_back(id);
  }
  read_what_hangs(ids);
}

std::vector<model::Notice> Rehearsal::take_notices() {
  return std::exchange(notices_, {});
}

void Rehearsal::give_up(Instant now) {
  agenda_.erase(agenda_.begin(),
                agenda_.upper_bound({now, std::numeric_limits<std::int64_t>::max()}));
}

std::vector<model::Evaluation> Rehearsal::evaluate(const model::Query& query,
                                                   const std::vector<std::string>& keys) {
  std::vector<std::string> unknown;
  for (const auto& key : keys) {
    if (asked_.insert(key).second) unknown.push_back(key);
  }
  if (!unknown.empty()) {
    for (auto& record : observed_.evaluate(query, unknown)) records_[record.key] = record;
  }
  std::vector<model::Evaluation> answers;
  for (const auto& key : keys) {
    const auto found = records_.find(key);
    if (found != records_.end()) answers.push_back(found->second);
  }
  return answers;
}

std::map<std::string, std::string> Rehearsal::facts(const model::Query& query,
                                                    const std::vector<std::string>& keys) {
  if (rule_ == nullptr || query.sql != rule_->asked.sql) return observed_.facts(query, keys);
  std::vector<std::string> unknown;
  for (const auto& key : keys) {
    if (answers_.try_emplace(key).second) unknown.push_back(key);
  }
  if (!unknown.empty()) {
    for (auto& [key, object] : observed_.facts(query, unknown)) answers_[key] = std::move(object);
  }
  std::map<std::string, std::string> all;
  for (const auto& key : keys) {
    if (const auto& object = answers_.at(key); !object.empty()) all[key] = object;
  }
  return all;
}

const model::Commitment* Rehearsal::held(const std::string& key) const {
  const auto found = ids_.find(key);
  if (found == ids_.end()) return nullptr;
  const model::Commitment* latest = nullptr;
  for (const auto id : found->second) {
    // The live one counts, else the last that was opened; ids grow.
    if (latest == nullptr || !latest->is_live()) latest = &commitments_.at(id);
  }
  return latest;
}

std::vector<model::Commitment> Rehearsal::latest(const std::string& rule,
                                                 const std::vector<std::string>& keys) {
  std::vector<std::string> unknown;
  std::vector<model::Commitment> all;
  for (const auto& key : keys) {
    if (const auto* known = held(key)) {
      all.push_back(*known);
    } else {
      unknown.push_back(key);
    }
  }
  if (unknown.empty()) return all;
  auto more = observed_.latest(stored_name(rule), unknown);
  for (auto& commitment : more) commitment.rule = rule;
  take(more);
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<std::string> Rehearsal::live_keys(const std::string& rule,
                                              const std::optional<std::string>& after,
                                              std::size_t limit) {
  auto from = after;
  while (true) {
    auto keys = observed_.live_keys(stored_name(rule), from, limit);
    if (keys.empty() || rule_ == nullptr || promises_only_) return keys;
    from = keys.back();
    std::set<std::string> there;
    for (const auto& record : observed_.evaluate(rule_->evaluate, keys)) there.insert(record.key);
    keys.erase(std::remove_if(keys.begin(), keys.end(),
                              [&](const std::string& key) { return there.contains(key); }),
               keys.end());
    if (!keys.empty()) return keys;
  }
}

std::set<std::string> Rehearsal::promised(const std::string& rule,
                                          const std::vector<std::string>& keys,
                                          Instant occurrence) {
  auto promised = observed_.promised(stored_name(rule), keys, occurrence);
  for (const auto& commitment : occurrences(rule, keys)) {
    if (commitment.occurrence == occurrence) promised.insert(commitment.key);
  }
  return promised;
}

std::vector<model::Commitment> Rehearsal::occurrences(const std::string& rule,
                                                      const std::vector<std::string>& keys) {
  auto all = observed_.occurrences(stored_name(rule), keys);
  for (auto& commitment : all) commitment.rule = rule;
  take(all);
  all.clear();
  for (const auto& key : keys) {
    const auto found = ids_.find(key);
    if (found == ids_.end()) continue;
    for (const auto id : found->second) all.push_back(commitments_.at(id));
  }
  return all;
}

void Rehearsal::rename_steps(std::int64_t commitment,
                             const std::map<std::string, std::string>& names, Instant now) {
  read_what_hangs({commitment});
  auto& [outcomes, escalations] = hanging(commitment);
  const auto new_name = [&](std::string& step) {
    const auto found = names.find(step);
    if (found != names.end()) step = found->second;
  };
  for (auto& outcome : outcomes) new_name(outcome.step);
  for (auto& escalation : escalations) {
    new_name(escalation.step);
    if (escalation.step.find('~') == std::string::npos) continue;
    escalation.next_at.reset();
    if (!escalation.ended_at) escalation.ended_at = now;
  }
}

std::vector<model::Commitment> Rehearsal::claim_due(Instant now, std::size_t limit) {
  std::vector<model::Commitment> due;
  for (const auto& [at, id] : agenda_) {
    if (at > now || due.size() == limit) break;
    due.push_back(commitments_.at(id));
  }
  return due;
}

std::optional<Instant> Rehearsal::earliest_due() const {
  if (agenda_.empty()) return std::nullopt;
  return agenda_.begin()->first;
}

void Rehearsal::save(const std::vector<model::Commitment>& commitments) {
  for (const auto& commitment : commitments) hold(commitment);
}

void Rehearsal::read_what_hangs(const std::vector<std::int64_t>& commitments) {
  std::vector<std::int64_t> unknown;
  for (const auto id : commitments) {
    if (hanging_.try_emplace(id).second && !is_made_up(id)) unknown.push_back(id);
  }
  if (unknown.empty()) return;
  for (auto& outcome : observed_.outcomes(unknown)) {
    hanging(outcome.commitment).outcomes.push_back(std::move(outcome));
  }
  for (auto& escalation : observed_.escalations(unknown)) {
    hanging(escalation.commitment).escalations.push_back(std::move(escalation));
  }
}

std::vector<model::Outcome> Rehearsal::outcomes(const std::vector<std::int64_t>& commitments) {
  read_what_hangs(commitments);
  std::vector<model::Outcome> all;
  for (const auto id : commitments) {
    const auto& of = hanging(id).outcomes;
    all.insert(all.end(), of.begin(), of.end());
  }
  return all;
}

void Rehearsal::add(const std::vector<model::Outcome>& outcomes) {
  for (const auto& outcome : outcomes) {
    read_what_hangs({outcome.commitment});
    hanging(outcome.commitment).outcomes.push_back(outcome);
  }
}

void Rehearsal::reopen_steps(const std::vector<std::int64_t>& commitments, Instant now) {
  read_what_hangs(commitments);
  std::vector<std::int64_t> stored;
  std::copy_if(commitments.begin(), commitments.end(), std::back_inserter(stored),
               [](std::int64_t id) { return !is_made_up(id); });
  if (!stored.empty()) {
    for (auto& escalation : observed_.ended_escalations(stored)) {
      auto& all = hanging(escalation.commitment).escalations;
      const bool is_known = std::any_of(
          all.begin(), all.end(), [&](const auto& one) { return one.step == escalation.step; });
      if (!is_known) all.push_back(std::move(escalation));
    }
  }
  for (const auto id : commitments) {
    auto& outcomes = hanging(id).outcomes;
    outcomes.erase(std::remove_if(outcomes.begin(), outcomes.end(), was_passed_over),
                   outcomes.end());
    auto& escalations = hanging(id).escalations;
    const auto resume = [&](model::Escalation& escalation) {
      if (!escalation.ended_at || escalation.step.find('~') != std::string::npos) return;
      escalation.ended_at.reset();
      if (!escalation.acknowledged_at) escalation.next_at = now;
    };
    std::for_each(escalations.begin(), escalations.end(), resume);
  }
}

std::vector<model::Escalation> Rehearsal::escalations(
    const std::vector<std::int64_t>& commitments) {
  read_what_hangs(commitments);
  std::vector<model::Escalation> all;
  for (const auto id : commitments) {
    for (const auto& escalation : hanging(id).escalations) {
      if (!escalation.ended_at) all.push_back(escalation);
    }
  }
  return all;
}

void Rehearsal::save(const std::vector<model::Escalation>& escalations) {
  for (const auto& escalation : escalations) {
    read_what_hangs({escalation.commitment});
    auto& all = hanging(escalation.commitment).escalations;
    all.erase(
        std::remove_if(all.begin(), all.end(),
                       [&](const model::Escalation& one) { return one.step == escalation.step; }),
        all.end());
    all.push_back(escalation);
  }
}

void Rehearsal::add(const std::vector<model::Notice>& notices) {
  notices_.insert(notices_.end(), notices.begin(), notices.end());
}

}  // namespace steward::engine

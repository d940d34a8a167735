// SPDX-License-Identifier: MIT
#include "steward/engine/rule_sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "steward/engine/scheduler.hpp"

namespace steward::engine {
namespace {

Activation begin(const model::Rule& rule, Instant effective_from) {
  Activation activation;
  activation.rule = rule.name;
  activation.revision = rule.revision;
  activation.entity = rule.subject;
  activation.effective_from = effective_from;
  activation.removed = rule.mode == model::Mode::off;
  return activation;
}

/// Lets one rule of the new set take over from what it was before, if it was.
void take_over(Transaction& transaction, const model::Rule& rule, const Activation* before,
               Instant now, Enforced& enforced) {
  if (before == nullptr) {
    transaction.save(begin(rule, rule.effective_from.value_or(now)));
    enforced.added.push_back(rule.name);
    return;
  }
  const bool off = rule.mode == model::Mode::off;
  if (before->revision == rule.revision && before->removed == off) return;
  // One that was off or gone begins anew: what fell due in between was never promised.
  const auto since = before->removed ? now : before->effective_from;
  transaction.save(begin(rule, rule.effective_from.value_or(since)));
  (off ? enforced.removed : enforced.changed_rules).push_back(rule.name);
}

}  // namespace

Result<Enforced> put_in_force(Store& store, const model::RuleSet& set, Instant now,
                              const std::string& by) {
  Enforced enforced;
  const auto done = store.transact([&](Transaction& transaction) -> Result<> {
    enforced = {};
    transaction.lock_rule_sets();
    if (transaction.rule_set_in_force() == set.digest) return {};
    enforced.changed = true;
    transaction.add_rule_set(set, now, by);
    std::map<std::string, Activation> before;
    for (auto& activation : transaction.activations()) before[activation.rule] = activation;
    for (const auto& rule : set.rules) {
      const auto known = before.find(rule.name);
      if (known != before.end() && known->second.entity != rule.subject) {
        return Error(ErrorCode::invalid_input,
                     fmt::format("rule {} was about {} and is now about {}: a rule about other "
                                 "records needs another name",
                                 rule.name, known->second.entity, rule.subject));
      }
      take_over(transaction, rule, known == before.end() ? nullptr : &known->second, now, enforced);
    }
    for (auto& [name, activation] : before) {
      if (set.rule(name) != nullptr || activation.removed) continue;
      activation.removed = true;
      activation.done = false;
      activation.cursor.reset();
      transaction.save(activation);
      enforced.removed.push_back(name);
    }
    plan_recurrences(transaction, set, now);
    return {};
  });
  if (!done) return done.error();
  return enforced;
}

Result<std::string> in_force(Store& store) {
  std::string digest;
  const auto done = store.transact([&](Transaction& transaction) -> Result<> {
    digest = transaction.rule_set_in_force();
    return {};
  });
  if (!done) return done.error();
  return digest;
}

Result<> require_in_force(Transaction& transaction, const model::RuleSet& set) {
  if (transaction.rule_set_in_force() == set.digest) return {};
  return Error(ErrorCode::conflict, "another rule set is in force");
}

}  // namespace steward::engine

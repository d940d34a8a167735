// SPDX-License-Identifier: MIT
#include "steward/engine/firing.hpp"

#include <map>
#include <set>

#include "engine/judging.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {

Result<std::size_t> Firing::run_once(const model::RuleSet& set, Instant now) {
  std::size_t claimed = 0;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    claimed = 0;
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    const auto subjects = transaction.claim_due(now, kBatch);
    if (subjects.empty()) return {};
    claimed = subjects.size();

    // A stop that is in the CRM is never breached, however far behind the tracker is: look first.
    std::map<std::string, std::vector<std::string>> keys_by_rule;
    std::map<std::string, std::string> entities;
    for (const auto& commitment : transaction.due(subjects, now)) {
      keys_by_rule[commitment.rule].push_back(commitment.key);
      entities[commitment.rule] = commitment.entity;
    }
    Judging judging(transaction, set, now);
    for (const auto& [name, keys] : keys_by_rule) {
      const auto* rule = set.rule(name);
      if (rule != nullptr && rule->mode != model::Mode::off) {
        judging.reconcile(*rule, keys);
      } else {
        // Gone or off: what is due of it is cancelled here, before its activation comes to it.
        judging.withdraw(name, entities.at(name), keys);
      }
    }
    judging.fire(subjects);
    judging.write();
    return {};
  });
  if (!done) return done.error();
  return claimed;
}

Result<std::optional<Instant>> Firing::next() {
  std::optional<Instant> earliest;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    earliest = transaction.earliest_due();
    return {};
  });
  if (!done) return done.error();
  return earliest;
}

}  // namespace steward::engine

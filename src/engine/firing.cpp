// SPDX-License-Identifier: MIT
#include "steward/engine/firing.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/judging.hpp"
#include "engine/quarantine.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

using Commitments = std::vector<model::Commitment>;

/// What is due of whom is set aside waits for the retry, so that nobody comes back to it before.
Commitments without_held(Transaction& transaction, Quarantine& quarantine, Commitments due) {
  std::map<std::string, Quarantine::Keys> by_rule;
  for (const auto& commitment : due) by_rule[commitment.rule].push_back(commitment.key);
  for (const auto& [rule, keys] : by_rule) quarantine.know(rule, keys);
  Commitments rest;
  std::map<Instant, std::vector<std::int64_t>> held;
  for (auto& commitment : due) {
    if (const auto until = quarantine.holds(commitment.rule, commitment.key)) {
      held[*until].push_back(commitment.id);
    } else {
      rest.push_back(std::move(commitment));
    }
  }
  for (const auto& [until, ids] : held) transaction.postpone(ids, until);
  return rest;
}

Commitments of_keys(const Commitments& due, const Quarantine::Keys& keys) {
  const std::set<std::string> wanted(keys.begin(), keys.end());
  Commitments some;
  for (const auto& commitment : due) {
    if (wanted.contains(commitment.key)) some.push_back(commitment);
  }
  return some;
}

/// Answers how late the latest was of what acted.
Microseconds look_and_fire(Transaction& transaction, const model::RuleSet& set, Instant now,
                           Care care, Commitments claimed) {
  Microseconds lag{0};
  Quarantine quarantine(transaction, set, now, Work::firing);
  const auto due = without_held(transaction, quarantine, std::move(claimed));
  std::map<std::string, Commitments> by_rule;
  for (const auto& commitment : due) by_rule[commitment.rule].push_back(commitment);
  const auto fire = [&](const Commitments& some) {
    Judging judging(transaction, set, now, [&](const Complaint& complaint) {
      quarantine.put(complaint.rule, complaint.key, complaint.reason);
    });
    judging.look_and_fire(some);
    judging.write(care);
    lag = std::max(lag, judging.lag());
  };
  if (care == Care::none && !due.empty()) fire(due);
  for (const auto& [rule, of_rule] : by_rule) {
    std::set<std::string> distinct;
    for (const auto& commitment : of_rule) distinct.insert(commitment.key);
    const Quarantine::Keys keys(distinct.begin(), distinct.end());
    if (care == Care::each_rule) {
      const bool fired = quarantine.attempt(
          care, rule, keys,
          [&, &of_rule = of_rule](const Quarantine::Keys& some) { fire(of_keys(of_rule, some)); });
      if (!fired) {
        static_cast<void>(without_held(transaction, quarantine, of_rule));
        continue;
      }
    }
    static_cast<void>(without_held(transaction, quarantine, of_rule));
    quarantine.release_judged(rule, keys);
    quarantine.release_judged(rule, {std::string()});
  }
  return lag;
}

}  // namespace

Result<std::size_t> Firing::run_once(const model::RuleSet& set, Instant now) {
  std::size_t claimed = 0;
  const auto done = with_care(store_, set, [&](Transaction& transaction, Care care) -> Result<> {
    claimed = 0;
    lag_ = Microseconds(0);
    transaction.expect_rule_set();
    transaction.expect_quarantined(Quarantine::kKnown);
    transaction.expect_activations();
    auto due = transaction.claim_due(now, kBatch);
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    claimed = due.size();
    if (!due.empty()) lag_ = look_and_fire(transaction, set, now, care, std::move(due));
    return {};
  });
  if (!done) return done.error();
  return *done ? claimed : kBatch;
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "steward/engine/firing.hpp"

#include "engine/judging.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {

Result<Fired> Firing::run_once(const model::RuleSet& set, Instant now) {
  Fired fired;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    fired = {};
    lag_ = Microseconds(0);
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    const auto due = transaction.claim_due(now, kBatch);
    fired.claimed = due.size();
    if (!due.empty()) {
      Judging judging(transaction, set, now);
      judging.look_and_fire(due);
      lag_ = judging.lag();
      judging.write();
    }
    fired.next = transaction.earliest_due();
    return {};
  });
  if (!done) return done.error();
  return fired;
}

}  // namespace steward::engine

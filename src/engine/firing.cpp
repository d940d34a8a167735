// SPDX-License-Identifier: MIT
#include "steward/engine/firing.hpp"

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

    Judging judging(transaction, set, now);
    judging.look_and_fire(subjects);
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

// SPDX-License-Identifier: MIT
#include "steward/engine/activator.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "engine/activation_page.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

/// Every rule that reads an entity looks again, once it has been through: what is asked for all the
/// time would else begin for ever.
void request(Transaction& transaction, const model::RuleSet& set) {
  auto activations = transaction.activations();
  const bool all_done = std::all_of(activations.begin(), activations.end(),
                                    [](const Activation& activation) { return activation.done; });
  if (!all_done) return;
  for (const auto& entity : transaction.take_resyncs()) {
    for (auto& activation : activations) {
      const auto* rule = set.rule(activation.rule);
      if (rule == nullptr) continue;
      const bool reads_it =
          std::any_of(rule->reads.begin(), rule->reads.end(),
                      [&](const model::Read& read) { return read.entity == entity; });
      if (!reads_it) continue;
      activation.done = false;
      activation.cursor.reset();
      transaction.save(activation);
    }
  }
}

}  // namespace

Result<bool> Activator::run_once(const model::RuleSet& set, Instant now) {
  bool worked = false;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    worked = false;
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    request(transaction, set);
    auto activation = transaction.claim_activation();
    if (!activation) return {};
    worked = true;

    const auto* rule = activation->removed ? nullptr : set.rule(activation->rule);
    const auto page = next_page(transaction, *activation, rule, kPage);
    std::vector<Subject> subjects;
    for (const auto& key : page.keys) subjects.push_back({activation->entity, key});
    transaction.announce_opening();
    transaction.lock(subjects);
    Judging judging(transaction, set, now);
    judge(judging, *activation, rule, page);
    judging.write();

    if (page.of_records) activation->seen += static_cast<std::int64_t>(page.keys.size());
    activation->done = !page.cursor;
    activation->cursor = page.cursor;
    if (activation->done && !activation->looked_at) activation->looked_at = now;
    transaction.save(*activation);
    if (activation->done) {
      spdlog::info("{}: looked at {} records of {}", activation->rule, activation->seen,
                   activation->entity);
    }
    return {};
  });
  if (!done) return done.error();
  return worked;
}

}  // namespace steward::engine

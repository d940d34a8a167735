// SPDX-License-Identifier: MIT
#include "steward/engine/activator.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "engine/judging.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

// A cursor names its phase: first the records that are there, then the live commitments, so that
// those whose record is gone are found, too.
constexpr std::string_view kRecords = "r:";
constexpr std::string_view kCommitments = "c:";

/// One page, and where the next begins.
struct Page {
  std::vector<std::string> keys;
  std::optional<std::string> cursor;  ///< none: this was the last page
};

std::optional<std::string> after(const Activation& activation, std::string_view phase) {
  if (!activation.cursor || !activation.cursor->starts_with(phase)) return std::nullopt;
  return activation.cursor->substr(phase.size());
}

Page next_page(Transaction& transaction, const Activation& activation, const model::Rule* rule) {
  const bool records_done = activation.cursor && activation.cursor->starts_with(kCommitments);
  if (rule != nullptr && !records_done) {
    auto keys = transaction.page(rule->page, after(activation, kRecords), Activator::kPage);
    if (!keys.empty()) {
      auto cursor = std::string(kRecords) + keys.back();
      return {std::move(keys), std::move(cursor)};
    }
  }
  auto keys =
      transaction.live_keys(activation.rule, after(activation, kCommitments), Activator::kPage);
  if (keys.empty()) return {};
  auto cursor = std::string(kCommitments) + keys.back();
  return {std::move(keys), std::move(cursor)};
}

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
    auto page = next_page(transaction, *activation, rule);
    std::vector<Subject> subjects;
    for (const auto& key : page.keys) subjects.push_back({activation->entity, key});
    transaction.lock(subjects);
    Judging judging(transaction, set, now);
    if (rule != nullptr) {
      judging.reconcile(*rule, page.keys);
    } else {
      judging.withdraw(activation->rule, activation->entity, page.keys);
    }
    judging.write();

    if (page.cursor && page.cursor->starts_with(kRecords)) {
      activation->seen += static_cast<std::int64_t>(page.keys.size());
    }
    activation->done = !page.cursor;
    activation->cursor = page.cursor;
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

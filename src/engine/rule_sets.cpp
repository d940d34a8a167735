// SPDX-License-Identifier: MIT
#include "steward/engine/rule_sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "steward/engine/activator.hpp"
#include "steward/engine/scheduler.hpp"

namespace steward::engine {
namespace {

Activation begin(const model::Rule& rule, Instant effective_from, Instant now) {
  Activation activation;
  activation.rule = rule.name;
  activation.revision = rule.revision;
  activation.entity = rule.subject;
  activation.effective_from = effective_from;
  activation.removed = rule.mode == model::Mode::off;
  activation.in_force_since = now;
  return activation;
}

/// Lets one rule of the new set take over from what it was before, if it was.
void take_over(Transaction& transaction, const model::Rule& rule, const Activation* before,
               Instant now, Enforced& enforced) {
  if (before == nullptr) {
    transaction.save(begin(rule, rule.effective_from.value_or(now), now));
    enforced.added.push_back(rule.name);
    return;
  }
  const bool off = rule.mode == model::Mode::off;
  if (before->revision == rule.revision && before->removed == off) return;
  // One that was off or gone begins anew: what fell due in between was never promised.
  const auto since = before->removed ? now : before->effective_from;
  auto activation = begin(rule, rule.effective_from.value_or(since), now);
  if (!before->removed) {
    activation.in_force_since = before->in_force_since;
    activation.looked_at = before->looked_at;
  }
  transaction.save(activation);
  (off ? enforced.removed : enforced.changed_rules).push_back(rule.name);
}

/// Dues that are still ahead follow an edited calendar.
void look_at_promises(Transaction& transaction, Activation& activation) {
  const bool comes_to_them =
      !activation.done && !(activation.cursor && activation.cursor->starts_with(kPromisesOnly));
  if (comes_to_them) return;
  activation.restart();
  activation.cursor = kPromisesOnly;
  transaction.save(activation);
}

/// Another model gives expressions another meaning.
void look_at_all(Transaction& transaction, Activation& activation) {
  activation.restart();
  transaction.save(activation);
}

/// Rules that go by another name take their promises with them.
Result<> rename(Transaction& transaction, const model::RuleSet& set, Enforced& enforced) {
  std::set<std::string> known;
  std::set<std::string> gone;
  for (const auto& activation : transaction.activations()) {
    known.insert(activation.rule);
    if (activation.removed) gone.insert(activation.rule);
  }
  for (const auto& rule : set.rules) {
    if (rule.was.empty() || !known.contains(rule.was)) continue;
    if (known.contains(rule.name)) {
      // `was` may stay in the file for good.
      if (gone.contains(rule.was)) continue;
      return Error(
          ErrorCode::invalid_input,
          fmt::format("rule {} was {}, but there was a rule {} before: the promises of two "
                      "rules cannot become one's; it needs another name",
                      rule.name, rule.was, rule.name));
    }
    transaction.rename_rule(rule.was, rule.name);
    enforced.renamed.push_back(rule.name);
  }
  return {};
}

}  // namespace

Result<Enforced> put_in_force(Transaction& transaction, const model::RuleSet& set, Instant now,
                              const std::string& by) {
  Enforced enforced;
  transaction.lock_rule_sets();
  if (transaction.rule_set_in_force() == set.digest) return enforced;
  enforced.changed = true;
  const bool other_calendars = transaction.calendars_in_force() != set.calendar_digest;
  const bool other_model = transaction.model_in_force() != set.model_digest;
  transaction.add_rule_set(set, now, by);
  if (auto renamed = rename(transaction, set, enforced); !renamed) return renamed.error();
  std::map<std::string, Activation> before;
  for (auto& activation : transaction.activations()) {
    if (other_model) {
      look_at_all(transaction, activation);
    } else if (other_calendars) {
      look_at_promises(transaction, activation);
    }
    before[activation.rule] = activation;
  }
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
    activation.restart();
    transaction.save(activation);
    enforced.removed.push_back(name);
  }
  plan_recurrences(transaction, set, enforced.added, now);
  std::vector<std::string> names;
  for (const auto& rule : set.rules) names.push_back(rule.name);
  transaction.retry_quarantined(names, now);
  return enforced;
}

Result<Enforced> put_in_force(Store& store, const model::RuleSet& set, Instant now,
                              const std::string& by) {
  Enforced enforced;
  const auto done = store.transact([&](Transaction& transaction) -> Result<> {
    auto put = put_in_force(transaction, set, now, by);
    if (!put) return put.error();
    enforced = std::move(*put);
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

Result<StoredSet> stored_in_force(Store& store) {
  StoredSet stored;
  const auto done = store.observe([&](Transaction& transaction) -> Result<> {
    stored.digest = transaction.rule_set_in_force();
    stored.files = transaction.load_book().files_of(stored.digest);
    return {};
  });
  if (!done) return done.error();
  return stored;
}

Result<std::string> staged_set(Store& store) {
  std::string digest;
  const auto done = store.observe([&](Transaction& transaction) -> Result<> {
    if (const auto load = transaction.load_book().staged()) digest = load->digest;
    return {};
  });
  if (!done) return done.error();
  return digest;
}

Result<std::vector<model::SourceFile>> stored_files(Store& store, const std::string& digest) {
  std::vector<model::SourceFile> files;
  const auto done = store.observe([&](Transaction& transaction) -> Result<> {
    files = transaction.load_book().files_of(digest);
    return {};
  });
  if (!done) return done.error();
  return files;
}

Result<> require_in_force(Transaction& transaction, const model::RuleSet& set) {
  if (transaction.rule_set_in_force() == set.digest) return {};
  return Error(ErrorCode::conflict, "another rule set is in force");
}

}  // namespace steward::engine

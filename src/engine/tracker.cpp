// SPDX-License-Identifier: MIT
#include "steward/engine/tracker.hpp"

#include <map>
#include <set>

#include "engine/judging.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

/// The old and new values of the read's columns over all changes of an entity.
std::vector<std::string> values_of(const std::vector<Change>& changes, const model::Read& read) {
  std::set<std::string> values;
  const auto noted = read.noted();
  for (const auto& change : changes) {
    if (change.entity != read.entity) continue;
    const auto found = change.values.find(noted);
    if (found != change.values.end()) values.insert(found->second.begin(), found->second.end());
  }
  return {values.begin(), values.end()};
}

/// What stands behind a view is read by nobody else: the rules that read it look at all subjects
/// again, which the activator does page by page.
void request_resyncs(Transaction& transaction, const model::RuleSet& set,
                     const std::vector<Change>& changes) {
  std::set<std::string> changed;
  for (const auto& change : changes) changed.insert(change.entity);
  std::set<std::string> untold;
  for (const auto& rule : set.rules) {
    for (const auto& read : rule.reads) {
      if (read.resync && rule.mode != model::Mode::off && changed.contains(read.entity)) {
        untold.insert(read.entity);
      }
    }
  }
  for (const auto& entity : untold) transaction.request_resync(entity, "changed behind a view");
}

/// The keys of a rule's subjects that the changes may have touched.
std::set<std::string> affected_keys(Transaction& transaction, const model::Rule& rule,
                                    const std::vector<Change>& changes) {
  std::set<std::string> keys;
  for (const auto& read : rule.reads) {
    if (read.resync) continue;
    const auto values = values_of(changes, read);
    if (values.empty()) continue;
    for (auto& key : transaction.affected(read.affected, values)) keys.insert(std::move(key));
  }
  return keys;
}

}  // namespace

Result<std::size_t> Tracker::run_once(const model::RuleSet& set, Instant now) {
  std::size_t consumed = 0;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    consumed = 0;
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    const auto changes = transaction.take_changes(kBatch);
    if (changes.empty()) return {};
    consumed = changes.size();

    std::map<const model::Rule*, std::vector<std::string>> touched;
    std::set<Subject> subjects;
    for (const auto& rule : set.rules) {
      if (rule.mode == model::Mode::off) continue;
      for (const auto& key : affected_keys(transaction, rule, changes)) {
        touched[&rule].push_back(key);
        subjects.insert({rule.subject, key});
      }
    }
    request_resyncs(transaction, set, changes);
    // Only statements after the locks may read the records: the newest look wins.
    transaction.lock({subjects.begin(), subjects.end()});
    Judging judging(transaction, set, now);
    for (const auto& [rule, keys] : touched) judging.reconcile(*rule, keys);
    judging.write();
    return {};
  });
  if (!done) return done.error();
  return consumed;
}

}  // namespace steward::engine

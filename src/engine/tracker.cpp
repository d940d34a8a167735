// SPDX-License-Identifier: MIT
#include "steward/engine/tracker.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "engine/change_instants.hpp"
#include "engine/judging.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

/// Whether a row that passes the read's filters was changed, or came to pass them, or no more.
bool counts(const Change& change, const model::Read& read) {
  if (change.entity != read.entity) return false;
  return std::all_of(
      read.filters.begin(), read.filters.end(), [&](const model::ReadFilter& filter) {
        const auto noted = change.values.find(filter.column);
        return noted != change.values.end() &&
               std::any_of(noted->second.begin(), noted->second.end(), [&](const auto& value) {
                 return std::find(filter.values.begin(), filter.values.end(), value) !=
                        filter.values.end();
               });
      });
}

/// The old and new values of a read's columns over all changes that count for it.
std::vector<std::string> values_of(const std::vector<Change>& changes, const model::Read& read) {
  std::set<std::string> values;
  const auto noted = read.noted();
  for (const auto& change : changes) {
    if (!counts(change, read)) continue;
    const auto found = change.values.find(noted);
    if (found != change.values.end()) values.insert(found->second.begin(), found->second.end());
  }
  return {values.begin(), values.end()};
}

/// What those changes say of promises to clients.
std::vector<Testimony> testimonies_of(const std::vector<Change>& changes, const model::Read& read) {
  std::set<Testimony> testimonies;
  const auto noted = read.noted();
  for (const auto& change : changes) {
    if (!counts(change, read)) continue;
    const auto clients = change.values.find(noted);
    if (clients == change.values.end()) continue;
    const auto instants =
        read.evidence.empty() ? change.values.end() : change.values.find(read.evidence);
    for (const auto& client : clients->second) {
      if (instants == change.values.end()) {
        testimonies.insert({client, std::nullopt});
        continue;
      }
      for (const auto& at : instants->second) testimonies.insert({client, at});
    }
  }
  return {testimonies.begin(), testimonies.end()};
}

/// A rule's promises are found by their client where each subject has but one of them.
bool by_client(const model::Rule& rule, const model::Read& read) {
  return read.by_client && !rule.schedule;
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

/// Adds the keys of a rule's subjects that changed rows of a table may have touched, with when they
/// did; more than a transaction should look at are noted instead.
void add_affected(Transaction& transaction, const model::Rule& rule, const model::Read& read,
                  const std::vector<Change>& changes, std::set<std::string>& keys,
                  const ChangeInstants& instants, ChangedAt& changed_at) {
  constexpr auto kLimit = Tracker::kMostAffected + 1;
  std::vector<std::string> found;
  if (by_client(rule, read)) {
    const auto testimonies = testimonies_of(changes, read);
    if (testimonies.empty()) return;
    found = transaction.promises_to(rule.name, testimonies, kLimit);
    if (found.size() == kLimit) return transaction.touch_promises_to(rule.name, testimonies);
  } else {
    const auto values = values_of(changes, read);
    if (values.empty()) return;
    found = transaction.affected(read.affected, values, kLimit);
    if (found.size() == kLimit) return transaction.touch(rule.name, read.affected, values);
  }
  for (auto& key : found) {
    const auto instant = instants.of(read, {rule.subject, key});
    auto& oldest = changed_at.try_emplace({rule.name, key}, instant).first->second;
    oldest = std::min(oldest, instant);
    keys.insert(std::move(key));
  }
}

using Touched = std::map<const model::Rule*, std::set<std::string>>;

/// What was noted before, because it was too much at once.
std::size_t take_touched(Transaction& transaction, const model::RuleSet& set, Touched& touched) {
  std::size_t count = 0;
  for (auto& [name, keys] : transaction.take_touched(Tracker::kBatch)) {
    count += keys.size();
    const auto* rule = set.rule(name);
    if (rule == nullptr || rule->mode == model::Mode::off) continue;
    touched[rule].insert(std::make_move_iterator(keys.begin()),
                         std::make_move_iterator(keys.end()));
  }
  return count;
}

/// Whom the changes touch, rule by rule; answers when.
ChangedAt add_touched(Transaction& transaction, const model::RuleSet& set,
                      const std::vector<Change>& changes, Touched& touched) {
  std::set<std::string> changed;
  for (const auto& change : changes) changed.insert(change.entity);
  const ChangeInstants instants(changes);
  ChangedAt changed_at;
  bool awaited = false;
  for (const auto& rule : set.rules) {
    if (rule.mode == model::Mode::off) continue;
    for (const auto& read : rule.reads) {
      if (read.resync || !changed.contains(read.entity)) continue;
      if (by_client(rule, read) && !std::exchange(awaited, true)) transaction.await_openings();
      add_affected(transaction, rule, read, changes, touched[&rule], instants, changed_at);
    }
  }
  return changed_at;
}

}  // namespace

Result<std::size_t> Tracker::run_once(const model::RuleSet& set, Instant now) {
  std::size_t consumed = 0;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    consumed = 0;
    lag_ = Microseconds(0);
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    Touched touched;
    const auto changes = transaction.take_changes(kBatch);
    consumed = std::max(changes.size(), take_touched(transaction, set, touched));
    if (consumed == 0) return {};
    for (const auto& change : changes) lag_ = std::max(lag_, now - change.changed_at);
    auto changed_at = add_touched(transaction, set, changes, touched);
    std::set<Subject> subjects;
    for (const auto& [rule, keys] : touched) {
      for (const auto& key : keys) subjects.insert({rule->subject, key});
    }
    request_resyncs(transaction, set, changes);
    transaction.announce_opening();
    // Only statements after the locks may read the records: the newest look wins.
    transaction.lock({subjects.begin(), subjects.end()});
    Judging judging(transaction, set, now);
    judging.changed(std::move(changed_at));
    for (const auto& [rule, keys] : touched) {
      judging.reconcile(*rule, {keys.begin(), keys.end()});
    }
    judging.write();
    return {};
  });
  if (!done) return done.error();
  return consumed;
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "steward/engine/tracker.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "engine/affected_subjects.hpp"
#include "engine/change_instants.hpp"
#include "engine/judging.hpp"
#include "engine/quarantine.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

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
  const AffectedSubjects affected(transaction, rule, read, changes);
  if (affected.are_too_many()) return affected.touch();
  for (const auto& key : affected.keys()) {
    const auto instant = instants.of(read, {rule.subject, key});
    auto& oldest = changed_at.try_emplace({rule.name, key}, instant).first->second;
    oldest = std::min(oldest, instant);
    keys.insert(key);
  }
}

/// One transaction of the tracker.
class Tracking {
 public:
  Tracking(Transaction& transaction, const model::RuleSet& set, Instant now, Care care)
      : transaction_(transaction),
        set_(set),
        now_(now),
        care_(care),
        quarantine_(transaction, set, now, Work::judging) {}

  /// Answers how many changes, or subjects noted before, it consumed.
  std::size_t run() {
    const auto changes = transaction_.take_changes(Tracker::kBatch);
    for (const auto& change : changes) lag_ = std::max(lag_, now_ - change.changed_at);
    if (!changes.empty()) {
      add_touched(changes);
      request_resyncs(transaction_, set_, changes);
    }
    // After that: who marks subjects while it has taken others would wait for whoever marks those.
    const auto consumed = std::max(changes.size(), take_touched());
    if (consumed == 0) return 0;
    std::set<Subject> subjects;
    for (const auto& [rule, keys] : touched_) {
      for (const auto& key : keys) subjects.insert({rule->subject, key});
    }
    transaction_.announce_opening();
    // Only statements after the locks may read the records: the newest look wins.
    transaction_.lock({subjects.begin(), subjects.end()});
    judge();
    return consumed;
  }

  /// How old the oldest change was.
  [[nodiscard]] Microseconds lag() const { return lag_; }

 private:
  /// What was noted before, because it was too much at once.
  std::size_t take_touched() {
    std::size_t count = 0;
    for (auto& [name, keys] : transaction_.take_touched(Tracker::kBatch)) {
      count += keys.size();
      // One that is set aside looks at all again once it is not.
      if (const auto* rule = looked_at(name)) {
        touched_[rule].insert(std::make_move_iterator(keys.begin()),
                              std::make_move_iterator(keys.end()));
      }
    }
    return count;
  }

  /// Whom the changes touch, rule by rule.
  void add_touched(const std::vector<Change>& changes) {
    std::set<std::string> changed;
    for (const auto& change : changes) changed.insert(change.entity);
    const ChangeInstants instants(changes);
    bool awaited = false;
    for (const auto& rule : set_.rules) {
      if (looked_at(rule.name) == nullptr) continue;
      auto& keys = touched_[&rule];
      const bool found = quarantine_.attempt(care_, rule.name, [&] {
        for (const auto& read : rule.reads) {
          if (read.resync || !changed.contains(read.entity)) continue;
          if (AffectedSubjects::by_client(rule, read) && !std::exchange(awaited, true)) {
            transaction_.await_openings();
          }
          add_affected(transaction_, rule, read, changes, keys, instants, changed_at_);
        }
      });
      if (!found || keys.empty()) touched_.erase(&rule);
    }
  }

  void judge() {
    Judging all(transaction_, set_, now_, complain());
    all.changed(changed_at_);
    std::vector<const model::Rule*> judged;
    for (const auto& [rule, keys] : touched_) {
      const Quarantine::Keys listed(keys.begin(), keys.end());
      if (care_ == Care::none) {
        quarantine_.know(rule->name, listed);
        all.reconcile(*rule, listed);
        judged.push_back(rule);
        continue;
      }
      const bool done = quarantine_.attempt(care_, rule->name, listed,
                                            [&, rule = rule](const Quarantine::Keys& some) {
                                              Judging judging(transaction_, set_, now_, complain());
                                              judging.changed(changed_at_);
                                              judging.reconcile(*rule, some);
                                              judging.write(care_);
                                            });
      if (done) judged.push_back(rule);
    }
    all.write(care_);
    for (const auto* rule : judged) {
      const auto& keys = touched_.at(rule);
      quarantine_.release_judged(rule->name, {keys.begin(), keys.end()});
    }
  }

  /// The rule, unless it is gone, off or set aside.
  const model::Rule* looked_at(const std::string& name) const {
    const auto* rule = set_.rule(name);
    const bool runs = rule != nullptr && rule->mode != model::Mode::off && !quarantine_.holds(name);
    return runs ? rule : nullptr;
  }

  Complain complain() {
    return [this](const Complaint& complaint) {
      quarantine_.put(complaint.rule, complaint.key, complaint.reason);
    };
  }

  Transaction& transaction_;
  const model::RuleSet& set_;
  const Instant now_;
  const Care care_;
  Quarantine quarantine_;
  Microseconds lag_{0};
  ChangedAt changed_at_;
  std::map<const model::Rule*, std::set<std::string>> touched_;
};

}  // namespace

Result<std::size_t> Tracker::run_once(const model::RuleSet& set, Instant now) {
  std::size_t consumed = 0;
  const auto done = with_care(store_, set, [&](Transaction& transaction, Care care) -> Result<> {
    consumed = 0;
    lag_ = Microseconds(0);
    transaction.expect_rule_set();
    transaction.expect_quarantined(Quarantine::kKnown);
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    Tracking tracking(transaction, set, now, care);
    consumed = tracking.run();
    lag_ = tracking.lag();
    return {};
  });
  if (!done) return done.error();
  return *done ? consumed : kBatch;
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "steward/engine/activator.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

#include "engine/activation_page.hpp"
#include "engine/affected_subjects.hpp"
#include "engine/judging.hpp"
#include "engine/quarantine.hpp"
#include "engine/recurrence.hpp"
#include "steward/engine/rule_sets.hpp"
#include "steward/engine/tracker.hpp"

namespace steward::engine {
namespace {

/// Every rule that reads an entity looks again, once all have been through: what is asked for all
/// the time would else begin for ever. Those that are set aside look at everything after that
/// anyway.
void request(Transaction& transaction, const model::RuleSet& set, const Quarantine& quarantine) {
  auto activations = transaction.activations();
  const bool all_done =
      std::all_of(activations.begin(), activations.end(), [&](const Activation& activation) {
        return activation.done || quarantine.holds(activation.rule);
      });
  if (!all_done) return;
  for (const auto& entity : transaction.take_resyncs()) {
    for (auto& activation : activations) {
      const auto* rule = set.rule(activation.rule);
      if (rule == nullptr) continue;
      const bool reads_it =
          std::any_of(rule->reads.begin(), rule->reads.end(),
                      [&](const model::Read& read) { return read.entity == entity; });
      if (!reads_it) continue;
      activation.restart();
      transaction.save(activation);
    }
  }
}

/// One transaction of the activator.
class Activating {
 public:
  Activating(Transaction& transaction, const model::RuleSet& set, Instant now, Care care)
      : transaction_(transaction),
        set_(set),
        now_(now),
        care_(care),
        quarantine_(transaction, set, now, Work::judging) {}

  /// Answers whether there was anything to do.
  bool run() {
    request(transaction_, set_, quarantine_);
    if (retry()) return true;
    auto activation = transaction_.claim_activation(now_);
    if (activation) look(*activation);
    return activation.has_value();
  }

 private:
  /// Subjects that were set aside and whose retry has come. What could not act is the firing's.
  bool retry() {
    const auto due = quarantine_.take_due(Activator::kPage);
    for (const auto& [name, keys] : due) {
      const auto* rule = set_.rule(name);
      if (rule == nullptr || rule->mode == model::Mode::off) {
        quarantine_.caught_up(name, keys);
        quarantine_.release_judged(name, keys);
      } else if (!quarantine_.holds(name)) {
        Activation activation;
        activation.rule = name;
        activation.entity = rule->subject;
        judge(activation, rule, {keys, std::nullopt, true});
      } else {
        for (const auto& key : keys) quarantine_.put_off(name, key);
      }
    }
    const auto idle = transaction_.forget_idle_quarantines(now_);
    return !due.empty() || idle > 0;
  }

  void look(Activation& activation) {
    const auto* rule = activation.removed ? nullptr : set_.rule(activation.rule);
    ActivationPage page;
    const bool read = quarantine_.attempt(care_, activation.rule, [&] {
      page = next_page(transaction_, activation, rule, Activator::kPage);
    });
    if (!read || !judge(activation, rule, page)) return;
    if (page.of_records) activation.seen += static_cast<std::int64_t>(page.keys.size());
    activation.repaired += repaired_;
    activation.cursor = page.cursor;
    if (!page.cursor) finish(activation);
    transaction_.save(activation);
  }

  void finish(Activation& activation) {
    // Not before: a page that can be judged says nothing of the one that could not.
    quarantine_.release_judged(activation.rule, {std::string()});
    activation.done = true;
    activation.finished_at = now_;
    if (!activation.looked_at) activation.looked_at = now_;
    spdlog::info("{}: looked at {} records of {}", activation.rule, activation.seen,
                 activation.entity);
    if (activation.repaired == 0) return;
    spdlog::warn("{}: {} promises were not as their records said", activation.rule,
                 activation.repaired);
  }

  /// False: the rule was set aside.
  bool judge(const Activation& activation, const model::Rule* rule, const ActivationPage& page) {
    std::vector<Subject> subjects;
    for (const auto& key : page.keys) subjects.push_back({activation.entity, key});
    transaction_.announce_opening();
    transaction_.lock(subjects);
    const bool judged =
        quarantine_.attempt(care_, activation.rule, page.keys, [&](const Quarantine::Keys& some) {
          Judging judging(transaction_, set_, now_, complain());
          engine::judge(judging, activation, rule, {some, std::nullopt, page.of_records});
          const auto touched = judging.touched();
          judging.write(care_);
          if (!activation.resync.empty()) repaired_ += drifted(rule, touched);
          if (rule != nullptr && rule->schedule) promise_missed(*rule, some);
        });
    if (judged) {
      quarantine_.caught_up(activation.rule, page.keys);
      quarantine_.release_judged(activation.rule, page.keys);
    }
    return judged;
  }

  /// How many of these, the subject of each promise that changed, no change led to: what waits to
  /// be looked at is out of line for that alone. Asked after the records were read, so that what
  /// came in between is taken for a reason rather than for drift.
  [[nodiscard]] std::int64_t drifted(const model::Rule* rule,
                                     const std::vector<std::string>& keys) {
    if (keys.empty() || !transaction_.changes_wait()) return static_cast<std::int64_t>(keys.size());
    const auto changes = transaction_.waiting_changes(Tracker::kBatch);
    if (rule == nullptr || changes.size() == Tracker::kBatch) return 0;
    const auto touched = transaction_.touched(rule->name, keys);
    std::set<std::string> explained(touched.begin(), touched.end());
    for (const auto& read : rule->reads) {
      const bool changed = std::any_of(changes.begin(), changes.end(), [&](const auto& change) {
        return change.entity == read.entity;
      });
      if (!changed) continue;
      if (read.resync) return 0;
      const AffectedSubjects affected(transaction_, *rule, read, changes);
      if (affected.are_too_many()) return 0;
      explained.insert(affected.keys().begin(), affected.keys().end());
    }
    return std::count_if(keys.begin(), keys.end(),
                         [&](const auto& key) { return !explained.contains(key); });
  }

  /// What a rule's schedule promised to others while these could not be judged.
  void promise_missed(const model::Rule& rule, const Quarantine::Keys& keys) {
    const auto missed = quarantine_.unpromised(rule.name, keys);
    if (missed.empty()) return;
    const auto all = transaction_.recurring();
    const auto next = std::find_if(all.begin(), all.end(),
                                   [&](const auto& one) { return one.rule == rule.name; });
    const auto is_past = [&](Instant recurrence) {
      return next == all.end() ? recurrence <= now_ : recurrence < next->at;
    };
    for (const auto& [first, of_first] : missed) {
      // The others after it, up to the one that the schedule is at, or to its end.
      auto recurrence = recurrence_from(rule, first);
      if (recurrence != first) continue;
      do {
        open(rule, of_first, *recurrence);
        recurrence = recurrence_after(rule, *recurrence);
      } while (recurrence && is_past(*recurrence));
    }
  }

  void open(const model::Rule& rule, const Quarantine::Keys& keys, Instant recurrence) {
    Judging judging(transaction_, set_, now_, complain());
    judging.open(rule, keys, recurrence);
    judging.write(care_);
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
  std::int64_t repaired_ = 0;  ///< promises that were not as their records said
};

}  // namespace

Result<bool> Activator::run_once(const model::RuleSet& set, Instant now) {
  bool worked = false;
  const auto done = with_care(store_, set, [&](Transaction& transaction, Care care) -> Result<> {
    worked = false;
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    worked = Activating(transaction, set, now, care).run();
    return {};
  });
  if (!done) return done.error();
  return worked || !*done;
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "steward/engine/scheduler.hpp"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "engine/judging.hpp"
#include "engine/quarantine.hpp"
#include "engine/recurrence.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

/// The recurrence is done: the next one waits.
void go_on(Transaction& transaction, const model::Rule& rule, Recurring recurring) {
  const auto next = recurrence_after(rule, recurring.at);
  if (!next) return transaction.remove_recurring(rule.name);
  recurring.at = *next;
  recurring.cursor.reset();
  transaction.save(recurring);
}

bool is_running(const model::Rule* rule) {
  return rule != nullptr && rule->schedule && rule->mode != model::Mode::off;
}

}  // namespace

Result<bool> Scheduler::run_once(const model::RuleSet& set, Instant now) {
  bool worked = false;
  const auto done = with_care(store_, set, [&](Transaction& transaction, Care care) -> Result<> {
    worked = false;
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    auto recurring = transaction.claim_recurring(now);
    if (!recurring) return {};
    worked = true;
    const auto* rule = set.rule(recurring->rule);
    if (!is_running(rule)) {
      transaction.remove_recurring(recurring->rule);
      return {};
    }
    Quarantine quarantine(transaction, set, now, Work::judging);
    Quarantine::Keys keys;
    const bool read = quarantine.attempt(
        care, rule->name, [&] { keys = transaction.page(rule->page, recurring->cursor, kPage); });
    if (!read) return {};
    if (keys.empty()) {
      spdlog::info("{}: opened the promises of {}", rule->name, to_rfc3339(recurring->at));
      go_on(transaction, *rule, *recurring);
      return {};
    }
    std::vector<Subject> subjects;
    for (const auto& key : keys) subjects.push_back({rule->subject, key});
    transaction.announce_opening();
    transaction.lock(subjects);
    quarantine.about_to_open(recurring->at);
    const bool opened =
        quarantine.attempt(care, rule->name, keys, [&](const Quarantine::Keys& some) {
          Judging judging(transaction, set, now, [&](const Complaint& complaint) {
            quarantine.put(complaint.rule, complaint.key, complaint.reason);
          });
          judging.open(*rule, some, recurring->at);
          judging.write(care);
        });
    if (!opened) return {};
    recurring->cursor = keys.back();
    transaction.save(*recurring);
    return {};
  });
  if (!done) return done.error();
  return worked || !*done;
}

void plan_recurrences(Transaction& transaction, const model::RuleSet& set,
                      const std::vector<std::string>& added, Instant now) {
  std::map<std::string, Instant> effective_from;
  for (const auto& activation : transaction.activations()) {
    effective_from[activation.rule] = activation.effective_from;
  }
  std::set<std::string> known;
  for (const auto& recurring : transaction.recurring()) {
    const auto* rule = set.rule(recurring.rule);
    if (!is_running(rule)) {
      transaction.remove_recurring(recurring.rule);
      continue;
    }
    known.insert(recurring.rule);
    // One that is under way goes on, if it still is one.
    const bool stays = recurrence_from(*rule, recurring.at) == recurring.at;
    const auto next =
        recurring.at > now || !stays ? recurrence_from(*rule, now) : std::optional(recurring.at);
    if (next == recurring.at) continue;
    if (!next) {
      transaction.remove_recurring(recurring.rule);
    } else {
      transaction.save(Recurring{recurring.rule, *next, std::nullopt});
    }
  }
  for (const auto& rule : set.rules) {
    if (!is_running(&rule) || known.contains(rule.name)) continue;
    const auto since = effective_from.find(rule.name);
    // Only a new rule may have promised something before: an old one that gets a schedule, and one
    // whose schedule was over, begin today.
    const bool is_new = std::find(added.begin(), added.end(), rule.name) != added.end();
    auto from = since == effective_from.end() ? now : since->second;
    if (!is_new) from = std::max(from, now);
    const auto first = recurrence_from(rule, from);
    if (first) transaction.save(Recurring{rule.name, *first, std::nullopt});
  }
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "steward/engine/scheduler.hpp"

#include <spdlog/spdlog.h>

#include "engine/judging.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

/// The first recurrence after an instant; nothing when the schedule is over, or when it cannot be
/// known: that is logged.
std::optional<Instant> recurrence_after(const model::Rule& rule, Instant after) {
  const auto recurrence = calendar::Recurrence::from(*rule.schedule);
  const auto next = recurrence ? recurrence->next_instants(1, after)
                               : Result<std::vector<Instant>>(recurrence.error());
  if (!next) {
    spdlog::warn("{}: its schedule cannot go on: {}", rule.name, next.error().message());
    return std::nullopt;
  }
  return next->empty() ? std::nullopt : std::optional(next->front());
}

std::optional<Instant> recurrence_from(const model::Rule& rule, Instant from) {
  return recurrence_after(rule, from - Microseconds(1));
}

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
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
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
    const auto keys = transaction.page(rule->page, recurring->cursor, kPage);
    if (keys.empty()) {
      spdlog::info("{}: opened the promises of {}", rule->name, to_rfc3339(recurring->at));
      go_on(transaction, *rule, *recurring);
      return {};
    }
    std::vector<Subject> subjects;
    for (const auto& key : keys) subjects.push_back({rule->subject, key});
    transaction.lock(subjects);
    Judging judging(transaction, set, now);
    judging.open(*rule, keys, recurring->at);
    judging.write();
    recurring->cursor = keys.back();
    transaction.save(*recurring);
    return {};
  });
  if (!done) return done.error();
  return worked;
}

Result<std::optional<Instant>> Scheduler::next() {
  std::optional<Instant> earliest;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    earliest = transaction.earliest_recurring();
    return {};
  });
  if (!done) return done.error();
  return earliest;
}

void plan_recurrences(Transaction& transaction, const model::RuleSet& set, Instant now) {
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
    if (recurrence_from(*rule, recurring.at) == recurring.at) continue;
    const auto next = recurrence_from(*rule, now);
    if (!next) {
      transaction.remove_recurring(recurring.rule);
    } else {
      transaction.save(Recurring{recurring.rule, *next, std::nullopt});
    }
  }
  for (const auto& rule : set.rules) {
    if (!is_running(&rule) || known.contains(rule.name)) continue;
    const auto since = effective_from.find(rule.name);
    const auto first = recurrence_from(rule, since == effective_from.end() ? now : since->second);
    if (first) transaction.save(Recurring{rule.name, *first, std::nullopt});
  }
}

}  // namespace steward::engine

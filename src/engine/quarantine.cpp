// SPDX-License-Identifier: MIT
#include "engine/quarantine.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

#include "steward/engine/rule_sets.hpp"

namespace steward::engine {

/// Work ends by it: what it had done is undone.
struct RuleTookTooLong {
  Quarantined rule;
};

namespace {

/// What changes meanwhile is looked at once it can be judged again.
void save_rule(Transaction& transaction, const Quarantined& rule) {
  transaction.save(rule);
  if (rule.work == Work::judging) transaction.look_at_all_again(rule.rule);
}

}  // namespace

Quarantined after_failure(Quarantined failed, const Quarantined* known, int failures, Instant now) {
  failed.since = known == nullptr ? now : known->since;
  failed.failures = (known == nullptr ? failures : known->failures) + 1;
  failed.tried_at = now;
  Microseconds pause = kFirstRetry;
  for (int i = 1; i < failed.failures && pause < kLongestRetry; ++i) pause *= 2;
  failed.retry_at = now + std::min<Microseconds>(pause, kLongestRetry);
  return failed;
}

bool may_be_a_rules(const Error& error) {
  switch (error.code()) {
    case ErrorCode::invalid_input:
    case ErrorCode::rejected:
    case ErrorCode::timed_out:
    case ErrorCode::internal:
      return true;
    default:
      return false;
  }
}

Result<bool> with_care(Store& store, const model::RuleSet& set,
                       const std::function<Result<>(Transaction&, Care)>& work) {
  bool done = false;
  const auto attempt = [&](Care care) -> Result<bool> {
    const auto result = store.transact([&](Transaction& transaction) -> Result<> {
      done = false;
      auto worked = work(transaction, care);
      if (worked) transaction.flush();
      done = true;
      return worked;
    });
    if (!result) return result.error();
    return true;
  };
  auto result = attempt(Care::none);
  if (result || done || !may_be_a_rules(result.error())) return result;
  try {
    return attempt(Care::each_rule);
  } catch (const RuleTookTooLong& slow) {
    const auto saved = store.transact([&](Transaction& transaction) -> Result<> {
      if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
      save_rule(transaction, slow.rule);
      return {};
    });
    if (!saved) return saved.error();
    return false;
  }
}

Quarantine::Quarantine(Transaction& transaction, const model::RuleSet& set, Instant now, Work work)
    : transaction_(transaction), set_(set), now_(now), work_(work) {
  auto known = transaction.quarantined(kKnown);
  const auto subjects = std::count_if(known.begin(), known.end(),
                                      [](const Quarantined& one) { return !one.key.empty(); });
  knows_all_ = static_cast<std::size_t>(subjects) < kKnown;
  remember(std::move(known));
}

void Quarantine::remember(std::vector<Quarantined> some) {
  for (auto& one : some) {
    auto name = std::pair(one.rule, one.key);
    side(one.work).try_emplace(std::move(name), std::move(one));
  }
}

void Quarantine::know(const std::string& rule, const Keys& keys) {
  if (knows_all_) return;
  Keys unknown;
  for (const auto& key : keys) {
    if (asked_for_.emplace(rule, key).second) unknown.push_back(key);
  }
  if (!unknown.empty()) remember(transaction_.quarantined(rule, unknown));
}

std::optional<Instant> Quarantine::holds(const std::string& rule) const {
  return holds(rule, {});
}

std::optional<Instant> Quarantine::holds(const std::string& rule, const std::string& key) const {
  auto until = holds(judging_, rule, key);
  if (!until && work_ == Work::firing) until = holds(firing_, rule, key);
  return until;
}

std::optional<Instant> Quarantine::holds(const Known& known, const std::string& rule,
                                         const std::string& key) const {
  if (known.empty()) return std::nullopt;
  auto found = known.find({rule, {}});
  if (found == known.end()) found = known.find({rule, key});
  if (found == known.end() || found->second.retry_at <= now_) return std::nullopt;
  return found->second.retry_at;
}

bool Quarantine::attempt(Care care, const std::string& rule, const Keys& keys,
                         const std::function<void(const Keys&)>& work) {
  if (keys.empty()) return true;
  know(rule, keys);
  if (care == Care::none) {
    work(keys);
    return true;
  }
  const auto done = transaction_.attempt([&] { work(keys); });
  if (done) return true;
  if (done.error().code() != ErrorCode::invalid_input) {
    put_rule(rule, done.error());
    return false;
  }
  // A value: of which record?
  if (keys.size() == 1) {
    put(rule, keys.front(), reason_of(rule, done.error()));
    return true;
  }
  const auto half = keys.begin() + static_cast<std::ptrdiff_t>(keys.size() / 2);
  return attempt(care, rule, Keys(keys.begin(), half), work) &&
         attempt(care, rule, Keys(half, keys.end()), work);
}

bool Quarantine::attempt(Care care, const std::string& rule, const std::function<void()>& work) {
  if (care == Care::none) {
    work();
    return true;
  }
  const auto done = transaction_.attempt(work);
  if (!done) put_rule(rule, done.error());
  return done.has_value();
}

void Quarantine::put_rule(const std::string& rule, const Error& error) {
  auto after = failed(rule, {}, reason_of(rule, error));
  if (error.code() == ErrorCode::timed_out) throw RuleTookTooLong{std::move(after)};
  save_rule(transaction_, after);
  look_where_unseen(rule);
  own()[{rule, {}}] = std::move(after);
  put_now_.insert({rule, {}});
}

void Quarantine::put(const std::string& rule, const std::string& key, const std::string& reason) {
  know(rule, {key});
  auto after = failed(rule, key, reason);
  transaction_.save(after);
  own()[{rule, key}] = std::move(after);
  put_now_.insert({rule, key});
}

Quarantined Quarantine::failed(const std::string& rule, const std::string& key,
                               const std::string& reason) {
  const auto found = own().find({rule, key});
  const auto* before = found == own().end() ? nullptr : &found->second;
  const bool may_be_remembered = before == nullptr && key.empty();
  const int failures =
      may_be_remembered ? transaction_.remembered_failures(rule, work_, now_ - kFailuresRemembered)
                        : 0;
  Quarantined failed;
  failed.rule = rule;
  failed.key = key;
  failed.work = work_;
  failed.reason = reason;
  if (!key.empty()) {
    const bool missed_one = before != nullptr && before->recurrence;
    failed.recurrence = missed_one ? before->recurrence : recurrence_;
  }
  auto after = after_failure(std::move(failed), before, failures, now_);
  // It may fail in several ways when it is tried once.
  if (before != nullptr && put_now_.contains({rule, key})) {
    after.failures = before->failures;
    after.retry_at = before->retry_at;
  }
  if (before == nullptr || before->reason != reason) {
    spdlog::error("{}{}{} is set aside until {}: {}", rule, key.empty() ? "" : " ", key,
                  to_rfc3339(after.retry_at), reason);
  }
  return after;
}

/// A column that is dropped takes along the trigger by which the other rules see what changes in
/// its table: they look at everything as often as this one is tried.
void Quarantine::look_where_unseen(const std::string& rule) const {
  const auto* known = set_.rule(rule);
  if (known == nullptr) return;
  for (const auto& read : known->reads) {
    const auto* entity = set_.catalog.find_any(read.entity);
    if (entity == nullptr || transaction_.sees_updates(entity->schema, entity->table)) continue;
    transaction_.request_resync(entity->name, "the trigger that noted changes is gone");
  }
}

std::map<Instant, Quarantine::Keys> Quarantine::unpromised(const std::string& rule,
                                                           const Keys& keys) const {
  std::map<Instant, Keys> by_recurrence;
  for (const auto& key : keys) {
    const auto found = judging_.find({rule, key});
    if (found == judging_.end() || !found->second.recurrence) continue;
    by_recurrence[*found->second.recurrence].push_back(key);
  }
  return by_recurrence;
}

void Quarantine::caught_up(const std::string& rule, const Keys& keys) {
  for (const auto& key : keys) caught_up_.emplace(rule, key);
}

void Quarantine::put_off(const std::string& rule, const std::string& key) {
  auto& known = judging_.at({rule, key});
  known.retry_at = judging_.at({rule, {}}).retry_at;
  transaction_.save(known);
}

void Quarantine::release_judged(const std::string& rule, const Keys& keys) {
  know(rule, keys);
  auto& known = own();
  if (known.empty()) return;
  for (const auto& key : keys) {
    const auto found = known.find({rule, key});
    if (found == known.end() || put_now_.contains({rule, key})) continue;
    if (found->second.recurrence && !caught_up_.contains({rule, key})) {
      transaction_.release(found->second, now_);
      found->second.retry_at = now_;
      transaction_.save(found->second);
      continue;
    }
    spdlog::info("{}{}{} is set aside no more", rule, key.empty() ? "" : " ", key);
    transaction_.release(found->second, now_);
    known.erase(found);
  }
}

std::map<std::string, Quarantine::Keys> Quarantine::take_due(std::size_t limit) {
  std::map<std::string, Keys> due;
  auto claimed = transaction_.claim_quarantined(now_, limit);
  for (const auto& one : claimed) due[one.rule].push_back(one.key);
  remember(std::move(claimed));
  return due;
}

/// What the database lacks is named: it says only what of it a statement missed first.
std::string Quarantine::reason_of(const std::string& rule, const Error& error) const {
  const auto* known = set_.rule(rule);
  if (known == nullptr || error.code() == ErrorCode::timed_out) return error.message();
  std::set<Column> columns;
  for (const auto& read : known->reads) {
    const auto* entity = set_.catalog.find_any(read.entity);
    if (entity == nullptr) continue;
    for (const auto& name : read.columns) columns.insert({entity->schema, entity->table, name});
  }
  const auto missing = transaction_.missing({columns.begin(), columns.end()});
  if (missing.empty()) return error.message();
  return fmt::format("the database has no {} any more", fmt::join(missing, ", "));
}

}  // namespace steward::engine

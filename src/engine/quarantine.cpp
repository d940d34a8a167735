// SPDX-License-Identifier: MIT
#include "engine/quarantine.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

namespace steward::engine {

Quarantined after_failure(Quarantined failed, const Quarantined* known, Instant now) {
  failed.since = known == nullptr ? now : known->since;
  failed.failures = known == nullptr ? 1 : known->failures + 1;
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

Result<> with_care(Store& store, const std::function<Result<>(Transaction&, Care)>& work) {
  bool done = false;
  const auto attempt = [&](Care care) {
    return store.transact([&](Transaction& transaction) -> Result<> {
      done = false;
      auto result = work(transaction, care);
      if (result) transaction.flush();
      done = true;
      return result;
    });
  };
  auto result = attempt(Care::none);
  if (result || done || !may_be_a_rules(result.error())) return result;
  return attempt(Care::each_rule);
}

Quarantine::Quarantine(Transaction& transaction, const model::RuleSet& set, Instant now, Work work)
    : transaction_(transaction), set_(set), now_(now), work_(work) {
  for (auto& one : transaction.quarantined()) {
    auto& side = one.work == Work::judging ? judging_ : firing_;
    auto name = std::pair(one.rule, one.key);
    side[std::move(name)] = std::move(one);
  }
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
  put(rule, {}, reason_of(rule, error));
  // What changes meanwhile is looked at once it can be judged again.
  if (work_ == Work::judging) transaction_.look_at_all_again(rule);
}

void Quarantine::put(const std::string& rule, const std::string& key, const std::string& reason) {
  auto& known = own();
  const auto found = known.find({rule, key});
  const auto* before = found == known.end() ? nullptr : &found->second;
  Quarantined failed;
  failed.rule = rule;
  failed.key = key;
  failed.work = work_;
  failed.reason = reason;
  auto after = after_failure(std::move(failed), before, now_);
  if (before == nullptr || before->reason != reason) {
    spdlog::error("{}{}{} is set aside until {}: {}", rule, key.empty() ? "" : " ", key,
                  to_rfc3339(after.retry_at), reason);
  }
  transaction_.save(after);
  known[{rule, key}] = std::move(after);
  put_now_.insert({rule, key});
}

void Quarantine::put_off(const std::string& rule, const std::string& key) {
  auto& known = judging_.at({rule, key});
  known.retry_at = judging_.at({rule, {}}).retry_at;
  transaction_.save(known);
}

void Quarantine::release_judged(const std::string& rule, const Keys& keys) {
  auto& known = own();
  if (known.empty()) return;
  for (const auto& key : keys) {
    const auto found = known.find({rule, key});
    if (found == known.end() || put_now_.contains({rule, key})) continue;
    spdlog::info("{}{}{} is set aside no more", rule, key.empty() ? "" : " ", key);
    transaction_.release(found->second, now_);
    known.erase(found);
  }
}

std::map<std::string, Quarantine::Keys> Quarantine::take_due(std::size_t limit) {
  std::map<std::string, Keys> due;
  for (const auto& one : transaction_.claim_quarantined(now_, limit)) {
    due[one.rule].push_back(one.key);
  }
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

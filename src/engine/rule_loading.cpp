// SPDX-License-Identifier: MIT
#include "steward/engine/rule_loading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/load_news.hpp"
#include "steward/engine/change_sentences.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

using model::LoadOutcome;
using model::RuleLoad;

RuleLoad begin(const std::string& digest, const Offer& offer, Instant now) {
  RuleLoad load;
  load.digest = digest;
  load.origin = offer.origin;
  load.by = offer.by;
  load.host = offer.host;
  load.configuration = offer.configuration;
  load.reason = offer.reason;
  load.at = now;
  return load;
}

Error another_came() {
  return {ErrorCode::conflict, "another rule set came into force meanwhile"};
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// Why a set waits: the plan's sentence, and what it would do.
std::vector<std::string> why_it_waits(const Plan* plan, const LoadSettings& settings) {
  if (plan == nullptr) {
    return {"The rule set in force cannot be made here, so what this one would do is not known."};
  }
  std::vector<std::string> said{verdict(*plan, settings.limits)};
  if (settings.mode == model::ReloadMode::manual) {
    said.emplace_back("'reload: manual' in the configuration: a person decides.");
  }
  for (const auto& [effect, words] :
       {std::pair(Effect::unbreached, "taken back"), std::pair(Effect::breaching, "at once"),
        std::pair(Effect::cancelled, "cancelled"), std::pair(Effect::moved, "moved")}) {
    const auto count = plan->count(effect);
    if (count == 0) continue;
    const bool breach = effect == Effect::unbreached || effect == Effect::breaching;
    auto noun = counted(count, breach ? "breach" : "promise");
    if (breach && count != 1) noun = fmt::format("{} breaches", count);
    said.push_back(fmt::format("{} {}", noun, words));
  }
  return said;
}

/// The roles that own the rules on which a plan does most.
std::vector<std::string> owners_of(const Plan* plan) {
  std::vector<std::string> owners;
  if (plan == nullptr) return owners;
  const auto collect = [&](auto wanted) {
    for (const auto& rule : plan->rules) {
      const bool known = std::find(owners.begin(), owners.end(), rule.owner) != owners.end();
      if (!known && !rule.owner.empty() && wanted(rule)) owners.push_back(rule.owner);
    }
  };
  collect([](const RulePlan& rule) { return rule.grave > 0; });
  if (owners.empty()) {
    collect([](const RulePlan& rule) { return rule.change != RuleChange::unchanged; });
  }
  return owners;
}

}  // namespace

Result<RuleLoad> RuleLoading::offer(const model::RuleSet* running, const model::RuleSet& next,
                                    const Offer& offer, Instant now) {
  auto load = begin(next.digest, offer, now);
  load.rules = next.rules.size();
  const auto stored = stored_in_force(store_);
  if (!stored) return stored.error();
  load.before = stored->digest;
  if (stored->digest == next.digest) return remember_unchanged(std::move(load));
  // One that was put in force before files were stored cannot be compared with anything.
  if (stored->files.empty()) {
    return enforce(running, stored->digest, next, std::move(load), now);
  }
  if (running == nullptr) return stage(nullptr, next, nullptr, std::move(load), now);
  if (running->digest != stored->digest) return another_came();
  const auto plan = foresee_(running, next, now);
  if (!plan) return plan.error();
  const bool taken =
      settings_.mode == model::ReloadMode::always    ? plan->count(Effect::unbreached) == 0
      : settings_.mode == model::ReloadMode::guarded ? harmless(*plan, settings_.limits)
                                                     : false;
  if (!taken) return stage(running, next, &*plan, std::move(load), now);
  return enforce(running, stored->digest, next, std::move(load), now);
}

Result<RuleLoad> RuleLoading::apply(const model::RuleSet* running, const model::RuleSet& next,
                                    const Offer& offer, Instant now) {
  auto load = begin(next.digest, offer, now);
  load.rules = next.rules.size();
  const auto stored = stored_in_force(store_);
  if (!stored) return stored.error();
  load.before = stored->digest;
  if (stored->digest == next.digest) {
    // No files were read: what waits goes on waiting.
    load.outcome = LoadOutcome::unchanged;
    return load;
  }
  if (running != nullptr && running->digest != stored->digest) return another_came();
  if (running != nullptr && offer.reason.empty()) {
    const auto plan = foresee_(running, next, now);
    if (!plan) return plan.error();
    if (const auto taken_back = plan->count(Effect::unbreached); taken_back > 0) {
      return Error(
          ErrorCode::rejected,
          fmt::format("it would take back {} that the log has: say why with --reason "
                      "TEXT, which is entered with each ('steward plan' lists them)",
                      taken_back == 1 ? "1 breach" : fmt::format("{} breaches", taken_back)));
    }
  } else if (running == nullptr && !stored->files.empty() && offer.reason.empty()) {
    return Error(ErrorCode::rejected,
                 "the rule set in force cannot be made here, so what this one would take back is "
                 "not known: say with --reason TEXT why it is to be taken all the same");
  }
  return enforce(running, stored->digest, next, std::move(load), now);
}

Result<RuleLoad> RuleLoading::refuse(const model::RuleSet* running, const Refusal& refusal,
                                     const Offer& offer, Instant now) {
  auto load = begin(refusal.digest, offer, now);
  load.outcome = LoadOutcome::failed;
  load.said = {refusal.summary, refusal.first_error};
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    auto& book = transaction.load_book();
    load.before = transaction.rule_set_in_force();
    const auto last = book.last_of(load.host, load.configuration);
    if (last && last->digest == load.digest && last->outcome == load.outcome) {
      load.id = last->id;
      return {};
    }
    load.id = book.add(load);
    tell(transaction, settings_, running, load, owners_of_file(running, refusal.file));
    return {};
  });
  if (!done) return done.error();
  return load;
}

Result<RuleLoad> RuleLoading::enforce(const model::RuleSet* running, const std::string& before,
                                      const model::RuleSet& next, RuleLoad load, Instant now) {
  load.outcome = LoadOutcome::in_force;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    transaction.lock_rule_sets();
    if (transaction.rule_set_in_force() != before) return another_came();
    auto& book = transaction.load_book();
    const auto open = book.open_promises();
    const auto enforced = put_in_force(transaction, next, now, load.by);
    if (!enforced) return enforced.error();
    load.said = change_sentences(running, next, open);
    load.id = book.add(load);
    return {};
  });
  if (!done) return done.error();
  return load;
}

Result<RuleLoad> RuleLoading::stage(const model::RuleSet* running, const model::RuleSet& next,
                                    const Plan* plan, RuleLoad load, Instant now) {
  load.outcome = LoadOutcome::staged;
  load.said = why_it_waits(plan, settings_);
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    auto& book = transaction.load_book();
    const auto staged = book.staged();
    const bool waits = staged && staged->digest == load.digest;
    const auto last = book.last_of(load.host, load.configuration);
    if (waits && last && last->digest == load.digest && last->outcome == LoadOutcome::staged) {
      load.id = last->id;
      return {};
    }
    book.keep_files(next, now, load.by);
    load.id = book.add(load);
    tell(transaction, settings_, running, load, owners_of(plan));
    return {};
  });
  if (!done) return done.error();
  return load;
}

/// Once: every start of every daemon reads files that are in force.
Result<RuleLoad> RuleLoading::remember_unchanged(RuleLoad load) {
  load.outcome = LoadOutcome::unchanged;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    auto& book = transaction.load_book();
    const auto last = book.last_of(load.host, load.configuration);
    if (last && last->digest == load.digest && last->outcome != LoadOutcome::staged) return {};
    load.id = book.add(load);
    return {};
  });
  if (!done) return done.error();
  return load;
}

Result<bool> is_edit(Store& store, const std::string& digest, const std::string& host,
                     const std::string& configuration) {
  bool edit = false;
  const auto done = store.observe([&](Transaction& transaction) -> Result<> {
    auto& book = transaction.load_book();
    const auto last = book.last_of(host, configuration);
    edit = last ? last->digest != digest : !book.was_read(digest);
    return {};
  });
  if (!done) return done.error();
  return edit;
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "steward/engine/dispatcher.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/addressing.hpp"
#include "engine/first_day.hpp"
#include "engine/resolution.hpp"
#include "steward/engine/retry.hpp"
#include "steward/engine/rule_sets.hpp"

namespace steward::engine {
namespace {

using model::Suppression;

void redirect(model::OutgoingMessage& message, const DispatchSettings& settings) {
  const auto meant = fmt::format("[for {}] ", message.address);
  if (message.channel == model::Channel::email) {
    message.subject = meant + message.subject;
    message.address = settings.redirect_email;
  } else {
    message.text = meant + message.text;
    message.address = settings.redirect_sms;
  }
}

}  // namespace

std::string_view to_string(DeliveryMode mode) {
  switch (mode) {
    case DeliveryMode::live:
      return "live";
    case DeliveryMode::shadow:
      return "shadow";
    case DeliveryMode::redirect:
      return "redirect";
  }
  return "shadow";
}

Result<std::size_t> Dispatcher::resolve(const model::RuleSet& set, Instant now) {
  std::size_t count = 0;
  const auto done = with_care(store_, set, [&](Transaction& transaction, Care care) -> Result<> {
    count = 0;
    transaction.expect_rule_set();
    const auto notices = transaction.claim_notices(kBatch);
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    if (notices.empty()) return {};
    count = notices.size();
    const auto roster = transaction.roster(set.people);
    const Dispatching with{transaction, renderer_, settings_, set, roster, now, care};
    std::vector<model::Task> tasks;
    for (const auto& notice : notices) {
      Resolution resolution(with, notice);
      resolution.send();
      resolution.take_tasks(tasks);
    }
    transaction.add(tasks, now);
    transaction.resolved(notices, now);
    return {};
  });
  if (!done) return done.error();
  return count;
}

Result<std::size_t> Dispatcher::resolve_first_day(const model::RuleSet& set, Instant now) {
  std::size_t count = 0;
  const auto done = with_care(store_, set, [&](Transaction& transaction, Care care) -> Result<> {
    count = 0;
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    const auto notices = transaction.claim_first_day(now, now - kPatience, kFirstDayBatch);
    if (notices.empty()) return {};
    count = notices.size();
    const auto roster = transaction.roster(set.people);
    const Dispatching with{transaction, renderer_, settings_, set, roster, now, care};
    transaction.add(FirstDayMail(with, notices).send(), now);
    transaction.resolved(notices, now);
    return {};
  });
  if (!done) return done.error();
  return count;
}

Result<std::vector<Claimed>> Dispatcher::claim(Instant now, std::size_t limit) {
  std::vector<Claimed> claimed;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    claimed = transaction.claim_messages(now, now + kLease, settings_.daemon, limit);
    return {};
  });
  if (!done) return done.error();
  for (auto& one : claimed) {
    if (settings_.mode == DeliveryMode::redirect) redirect(one.message, settings_);
    if (settings_.mode == DeliveryMode::shadow && !one.held) one.held = Suppression::shadow;
  }
  return claimed;
}

Delivery Dispatcher::judge(const Claimed& claimed, const Result<Receipt>& result,
                           Instant handed_over_at, Instant now) {
  Delivery delivery;
  delivery.id = claimed.id;
  delivery.handed_over_at = handed_over_at;
  if (result) {
    delivery.sent = true;
    delivery.response = result->response;
    return delivery;
  }
  delivery.response = result.error().message();
  const auto pause = pause_after(claimed.attempt);
  if (result.error().code() == ErrorCode::rejected ||
      result.error().code() == ErrorCode::invalid_input) {
    delivery.reason = Suppression::rejected;
  } else if (!pause) {
    delivery.reason = Suppression::gave_up;
  } else {
    delivery.again_at = now + *pause;
  }
  return delivery;
}

Delivery Dispatcher::drop(const Claimed& claimed) {
  Delivery delivery;
  delivery.id = claimed.id;
  delivery.reason = claimed.held;
  return delivery;
}

Result<> Dispatcher::record(const std::vector<Delivery>& deliveries, Instant now) {
  return store_.transact([&](Transaction& transaction) -> Result<> {
    transaction.record(deliveries, settings_.daemon, now);
    std::vector<std::int64_t> failed;
    for (const auto& delivery : deliveries) {
      const bool for_good =
          delivery.reason == Suppression::rejected || delivery.reason == Suppression::gave_up;
      if (for_good) failed.push_back(delivery.id);
    }
    if (failed.empty()) return {};
    std::vector<model::Notice> again;
    for (auto& notice : transaction.failed_notices(failed)) {
      // That it is over need not be said to anybody else; nor is anything passed on for ever.
      if (notice.purpose == model::Purpose::all_clear) continue;
      if (std::count(notice.step.begin(), notice.step.end(), kInstead) >= kMostInstead) continue;
      notice.id = 0;
      notice.step += kInstead;
      notice.created_at = now;
      again.push_back(std::move(notice));
    }
    transaction.add(again);
    return {};
  });
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "engine/activation_page.hpp"

#include "steward/engine/activator.hpp"

namespace steward::engine {
namespace {

// A cursor names its phase.
constexpr std::string_view kRecords = "r:";
constexpr std::string_view kCommitments = kPromisesOnly;

std::optional<std::string> after(const Activation& activation, std::string_view phase) {
  if (!activation.cursor || !activation.cursor->starts_with(phase)) return std::nullopt;
  return activation.cursor->substr(phase.size());
}

ActivationPage page_of(std::vector<std::string> keys, std::string_view phase) {
  if (keys.empty()) return {};
  auto cursor = std::string(phase) + keys.back();
  return {std::move(keys), std::move(cursor), phase == kRecords};
}

}  // namespace

ActivationPage next_page(Transaction& transaction, const Activation& activation,
                         const model::Rule* rule, std::size_t limit) {
  const bool records_done = activation.cursor && activation.cursor->starts_with(kCommitments);
  if (rule != nullptr && !records_done) {
    auto page = page_of(transaction.page(rule->page, after(activation, kRecords), limit), kRecords);
    if (!page.keys.empty()) return page;
  }
  return page_of(transaction.live_keys(activation.rule, after(activation, kCommitments), limit),
                 kCommitments);
}

void judge(Judging& judging, const Activation& activation, const model::Rule* rule,
           const ActivationPage& page) {
  if (rule != nullptr) {
    judging.reconcile(*rule, page.keys);
  } else {
    judging.withdraw(activation.rule, activation.entity, page.keys);
  }
}

}  // namespace steward::engine

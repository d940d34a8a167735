// SPDX-License-Identifier: MIT
#include "app/loaded_set.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>

#include "app/delivery.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"
#include "app/words.hpp"

namespace steward::app {
namespace {

constexpr std::size_t kFewestDigits = 4;

}  // namespace

Result<std::string> find_set(Installation& installation, const std::string& prefix) {
  if (prefix.size() < kFewestDigits ||
      prefix.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("'{}' names no rule set: expected the first digits of its digest, at "
                             "least {} ('steward rules log' shows them)",
                             prefix, kFewestDigits));
  }
  std::vector<std::string> found;
  const auto done = installation.store().observe([&](engine::Transaction& transaction) -> Result<> {
    found = transaction.load_book().sets_named(prefix, 3);
    return {};
  });
  if (!done) return done.error();
  if (found.empty()) {
    return Error(ErrorCode::not_found,
                 fmt::format("no rule set whose digest begins with {} is stored ('steward rules "
                             "log' shows those that were in force or staged)",
                             prefix));
  }
  if (found.size() == 1) return found.front();
  std::vector<std::string> shown;
  for (const auto& digest : found) shown.push_back(shortened(digest));
  return Error(ErrorCode::conflict,
               fmt::format("several rule sets begin with {}: {}", prefix, fmt::join(shown, ", ")));
}

Result<engine::RuleLoading> loading_for(Installation& installation) {
  const auto delivery = Delivery::from(installation.settings());
  if (!delivery) return delivery.error();
  const auto settings = load_settings(installation.settings(), delivery->settings("command"));
  return engine::RuleLoading(installation.store(), settings, foresee(installation, settings));
}

engine::Offer offer_for(const Installation& installation, model::LoadOrigin origin,
                        const std::string& reason) {
  return {origin, who_asks(), host_name(), installation.settings().file.string(), reason};
}

int report(const model::RuleLoad& load) {
  const auto set = shortened(load.digest);
  switch (load.outcome) {
    case model::LoadOutcome::in_force:
      fmt::print("Rule set {} is in force ({}). The daemons take it up within seconds.\n", set,
                 counted(load.rules, "rule"));
      break;
    case model::LoadOutcome::unchanged:
      fmt::print("Rule set {} is in force already: nothing was changed.\n", set);
      break;
    case model::LoadOutcome::staged:
      fmt::print(
          "Rule set {} would do more than may happen by itself, and waits: 'steward plan' shows "
          "what it would do, 'steward apply' takes it. Rule set {} runs on.\n",
          set, shortened(load.before));
      break;
    case model::LoadOutcome::failed:
      fmt::print(
          "The files were not taken{}.\n",
          load.before.empty() ? "" : fmt::format(": rule set {} runs on", shortened(load.before)));
      return kRefused;
  }
  for (const auto& sentence : load.said) fmt::print("  {}\n", sentence);
  return load.outcome == model::LoadOutcome::staged ? kRefused : kDone;
}

}  // namespace steward::app

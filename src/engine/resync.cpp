// SPDX-License-Identifier: MIT
#include "steward/engine/resync.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace steward::engine {

Result<std::vector<std::string>> resync(Store& store, const std::vector<std::string>& rules,
                                        const std::string& reason,
                                        std::optional<Instant> unless_since) {
  std::vector<std::string> begun;
  const auto done = store.transact([&](Transaction& transaction) -> Result<> {
    begun.clear();
    const auto activations = transaction.activations();
    for (const auto& rule : rules) {
      const bool known =
          std::any_of(activations.begin(), activations.end(), [&](const Activation& activation) {
            return activation.rule == rule && !activation.removed;
          });
      if (!known) {
        return Error(ErrorCode::not_found, fmt::format("there is no rule '{}' in force", rule));
      }
    }
    begun = transaction.look_again(rules, reason, unless_since);
    return {};
  });
  if (!done) return done.error();
  return begun;
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
// What a set does to one promise, from how it stands before, once the rule looked, and once what is
// due acted.
#pragma once

#include <optional>
#include <vector>

#include "steward/engine/plan.hpp"

namespace steward::engine {

struct Fate {
  std::optional<model::Commitment> before;  ///< none: there was no promise
  model::Commitment judged;                 ///< after the rule looked at the record
  model::Commitment acted;                  ///< after what is due now acted
  /// How it would stand now without the set; none: there would be no promise.
  std::optional<model::Commitment> otherwise;
};

/// How a rule changed, as far as its open promises are concerned.
struct Turn {
  const model::Rule* rule = nullptr;  ///< null: gone or off
  bool has_other_timing = false;      ///< another clock or other steps than before
  Instant now;
};

/// In no order. Empty when nothing happens to it.
[[nodiscard]] std::vector<Effect> effects_of(const Fate& fate, const Turn& turn);

}  // namespace steward::engine

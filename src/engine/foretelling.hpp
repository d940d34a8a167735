// SPDX-License-Identifier: MIT
// What the engine will still do about one record: its own code, rehearsed from instant to instant.
#pragma once

#include <string>
#include <vector>

#include "steward/engine/explanation.hpp"

namespace steward::engine {

struct Foretold {
  std::vector<Expected> ahead;  ///< in order, at most `kMostForetold`
  bool more = false;            ///< it goes on after that
};

inline constexpr std::size_t kMostForetold = 60;

/// As if no record changed and nobody answered. Nothing is written; `observed` is only read from.
[[nodiscard]] Foretold foretell(Transaction& observed, const model::RuleSet& set,
                                const model::Rule& rule, const std::string& key,
                                const DispatchSettings& settings, Instant now);

}  // namespace steward::engine

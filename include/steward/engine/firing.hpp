// SPDX-License-Identifier: MIT
// Lets steps and escalation levels act at their instants.
#pragma once

#include "steward/engine/store.hpp"

namespace steward::engine {

class Firing {
 public:
  explicit Firing(Store& store) : store_(store) {}

  /// Claims subjects with something due, evaluates them again, and lets what is still due act: one
  /// transaction. Answers how many subjects it claimed; a full batch means there may be more.
  /// Errors: `conflict` also when `set` is not in force.
  [[nodiscard]] Result<std::size_t> run_once(const model::RuleSet& set, Instant now);

  /// The next instant at which something is due; nothing when nothing waits.
  [[nodiscard]] Result<std::optional<Instant>> next();

  static constexpr std::size_t kBatch = 200;

 private:
  Store& store_;
};

}  // namespace steward::engine

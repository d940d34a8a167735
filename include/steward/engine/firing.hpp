// SPDX-License-Identifier: MIT
// Lets steps and escalation levels act at their instants.
#pragma once

#include "steward/engine/store.hpp"

namespace steward::engine {

class Firing {
 public:
  explicit Firing(Store& store) : store_(store) {}

  /// Claims commitments with something due, evaluates them again, and lets what is still due act:
  /// one transaction. Answers how many it claimed: a full batch (`kBatch`) means there may be more.
  /// Errors: `conflict` also when `set` is not in force.
  [[nodiscard]] Result<std::size_t> run_once(const model::RuleSet& set, Instant now);

  /// How late the latest was of what the last run let act; zero when nothing was due.
  [[nodiscard]] Microseconds lag() const { return lag_; }

  static constexpr std::size_t kBatch = 500;

 private:
  Store& store_;
  Microseconds lag_{0};
};

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
// Consumes what changed in the CRM and brings the commitments it touches in line.
#pragma once

#include "steward/engine/store.hpp"

namespace steward::engine {

class Tracker {
 public:
  explicit Tracker(Store& store) : store_(store) {}

  /// Handles one batch of changes, and of subjects that were noted before: consuming them,
  /// evaluating and writing commitments is one transaction. Answers how many of either it consumed;
  /// a full batch (`kBatch`) means there may be more. Errors: `conflict` also when `set` is not in
  /// force.
  [[nodiscard]] Result<std::size_t> run_once(const model::RuleSet& set, Instant now);

  /// How old the oldest change was that the last run consumed; zero when there was none.
  [[nodiscard]] Microseconds lag() const { return lag_; }

  static constexpr std::size_t kBatch = 1000;
  /// A batch that touches more subjects of a rule through one table notes them for later batches.
  static constexpr std::size_t kMostAffected = 5000;

 private:
  Store& store_;
  Microseconds lag_{0};
};

}  // namespace steward::engine

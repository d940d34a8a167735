// SPDX-License-Identifier: MIT
// Consumes what changed in the CRM and brings the commitments it touches in line.
#pragma once

#include "steward/engine/store.hpp"

namespace steward::engine {

class Tracker {
 public:
  explicit Tracker(Store& store) : store_(store) {}

  /// Handles one batch of changes: consuming them, evaluating and writing commitments is one
  /// transaction. Answers how many changes it consumed; a full batch (`kBatch`) means there may be
  /// more. Errors: `conflict` also when `set` is not in force.
  [[nodiscard]] Result<std::size_t> run_once(const model::RuleSet& set, Instant now);

  static constexpr std::size_t kBatch = 500;

 private:
  Store& store_;
};

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
// Opens the promises of rules with a schedule at each recurrence, exactly then.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "steward/engine/store.hpp"

namespace steward::engine {

class Scheduler {
 public:
  explicit Scheduler(Store& store) : store_(store) {}

  /// One page of the subjects of one recurrence that has come, in one transaction; where it stopped
  /// is stored. Recurrences that were missed come first, in order. Answers whether there was
  /// anything to do. Errors: `conflict` also when `set` is not in force.
  [[nodiscard]] Result<bool> run_once(const model::RuleSet& set, Instant now);

  static constexpr std::size_t kPage = 500;

 private:
  Store& store_;
};

/// Makes the stored recurrences those of `set`, which is coming into force. A rule of `added`, by
/// name, begins with the first at or after its effective-from; one whose schedule is another, or
/// that had none, goes on with the first from `now` on; those of rules that are gone or off are
/// forgotten.
void plan_recurrences(Transaction& transaction, const model::RuleSet& set,
                      const std::vector<std::string>& added, Instant now);

}  // namespace steward::engine

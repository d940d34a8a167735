// SPDX-License-Identifier: MIT
// Lets new and changed rules look at the records that were there before them, page by page.
#pragma once

#include "steward/engine/store.hpp"

namespace steward::engine {

/// The cursor of an activation that has only the live promises to look at, from the first.
inline constexpr std::string_view kPromisesOnly = "c:";

class Activator {
 public:
  explicit Activator(Store& store) : store_(store) {}

  /// One page of one rule in one transaction; where it stopped is stored, so a killed daemon loses
  /// nothing. Answers whether there was anything to do. Errors: `conflict` also when `set` is not
  /// in force.
  [[nodiscard]] Result<bool> run_once(const model::RuleSet& set, Instant now);

  static constexpr std::size_t kPage = 500;

 private:
  Store& store_;
};

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
// Which rule set is in force, and how another comes into force.
#pragma once

#include <string>

#include "steward/engine/store.hpp"

namespace steward::engine {

/// What coming into force did.
struct Enforced {
  bool changed = false;  ///< false: this very set was in force already
  std::vector<std::string> added;
  std::vector<std::string> changed_rules;
  std::vector<std::string> removed;  ///< gone or off: their open commitments will be cancelled
};

/// Puts a set in force: stores its revisions, and lets every rule that is new or changed look at
/// the records again. Open commitments keep their due and steps. `by` is stored: which daemon.
/// Errors: `invalid_input` when a rule is about other records than it was.
[[nodiscard]] Result<Enforced> put_in_force(Store& store, const model::RuleSet& set, Instant now,
                                            const std::string& by);

/// The digest of the set in force, "" for none.
[[nodiscard]] Result<std::string> in_force(Store& store);

/// Nothing, when `set` is the set in force; else `conflict`. Called first in every transaction
/// that judges by a set, so that a daemon with older files changes nothing.
[[nodiscard]] Result<> require_in_force(Transaction& transaction, const model::RuleSet& set);

}  // namespace steward::engine

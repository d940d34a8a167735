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
  std::vector<std::string> renamed;  ///< by their new names; they are among the changed ones
  std::vector<std::string> removed;  ///< gone or off: their open commitments will be cancelled
};

/// Puts a set in force: stores its revisions, and lets every rule that is new or changed look at
/// the records again. Open commitments keep their due and steps. `by` is stored: which daemon.
/// Another definition of a calendar lets them look at their live promises again. Errors:
/// `invalid_input` when a rule is about other records than it was, or takes over promises by `was`
/// while its own name is known already.
[[nodiscard]] Result<Enforced> put_in_force(Transaction& transaction, const model::RuleSet& set,
                                            Instant now, const std::string& by);
[[nodiscard]] Result<Enforced> put_in_force(Store& store, const model::RuleSet& set, Instant now,
                                            const std::string& by);

/// The digest of the set in force, "" for none.
[[nodiscard]] Result<std::string> in_force(Store& store);

/// A set as it was stored.
struct StoredSet {
  std::string digest;                    ///< "" when nothing is in force
  std::vector<model::SourceFile> files;  ///< empty also for a set of before files were stored
};

/// The files of the set in force, of which every daemon makes what it runs by.
[[nodiscard]] Result<StoredSet> stored_in_force(Store& store);
/// The digest of the set that waits for a person, "" for none.
[[nodiscard]] Result<std::string> staged_set(Store& store);
/// The files of any set; empty when it is not stored.
[[nodiscard]] Result<std::vector<model::SourceFile>> stored_files(Store& store,
                                                                  const std::string& digest);

/// Nothing, when `set` is the set in force; else `conflict`. Called first in every transaction
/// that judges by a set, so that a daemon with older files changes nothing.
[[nodiscard]] Result<> require_in_force(Transaction& transaction, const model::RuleSet& set);

}  // namespace steward::engine

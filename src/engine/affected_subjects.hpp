// SPDX-License-Identifier: MIT
// Whom changed rows of a table may have touched, of a rule's subjects.
#pragma once

#include <string>
#include <vector>

#include "steward/engine/store.hpp"

namespace steward::engine {

/// Borrows all that it is made of.
class AffectedSubjects {
 public:
  AffectedSubjects(Transaction& transaction, const model::Rule& rule, const model::Read& read,
                   const std::vector<Change>& changes);

  /// A rule's promises are found by their client where each subject has but one of them.
  [[nodiscard]] static bool by_client(const model::Rule& rule, const model::Read& read);

  /// More than `Tracker::kMostAffected`, and not all of them are here.
  [[nodiscard]] bool are_too_many() const;
  [[nodiscard]] const std::vector<std::string>& keys() const { return keys_; }
  /// Notes all of them, to be looked at by and by.
  void touch() const;

 private:
  Transaction& transaction_;
  const model::Rule& rule_;
  const model::Read& read_;
  std::vector<Evidence> evidence_;
  std::vector<std::string> values_;
  std::vector<std::string> keys_;
};

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
// When the records changed that led to a subject: from then on steward may be late.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "steward/engine/store.hpp"

namespace steward::engine {

class ChangeInstants {
 public:
  explicit ChangeInstants(const std::vector<Change>& changes);

  /// Of a subject that the read led to: the oldest change of its own record or, where another
  /// record's change led to it, the oldest of that entity's. The queries answer for all changes at
  /// once, so that it may be one that led elsewhere: the lag is overstated then, never understated.
  /// There must be a change of the read's entity.
  [[nodiscard]] Instant of(const model::Read& read, const Subject& subject) const;

 private:
  /// By entity, and the value by which a change names the record.
  std::map<std::pair<std::string, std::string>, Instant> by_value_;
  std::map<std::string, Instant> by_entity_;
};

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
// How late a breach was told, and whose time that was.
#pragma once

#include <optional>

#include "steward/base/instant.hpp"

namespace steward::model {

/// What is known of a breach's lateness. Facts that have not come are left out.
struct Lateness {
  Instant due;
  std::optional<Instant> changed_at;      ///< when the record changed that made it due
  std::optional<Instant> known_at;        ///< when its commitment was written, after `changed_at`
  Instant noticed_at;                     ///< when the breach and its notice were written
  std::optional<Instant> handed_over_at;  ///< when a message about it was first handed over
  std::optional<Instant> accepted_at;     ///< when the first of them was taken
  bool operator==(const Lateness&) const = default;
};

/// The time from due until a breach ended, cut into parts that add up to it.
struct LatenessSplit {
  Microseconds organisation{0};  ///< until the record was entered, and from when somebody was told
  Microseconds detection{0};     ///< record changed → commitment
  Microseconds firing{0};        ///< due → notice
  Microseconds queue{0};         ///< notice → handed over
  Microseconds provider{0};      ///< handed over → accepted
  [[nodiscard]] Microseconds total() const {
    return organisation + detection + firing + queue + provider;
  }
  bool operator==(const LatenessSplit&) const = default;
};

/// `until` is when it ended, or now. What a clock that was set back would make negative is zero.
/// Of a breach that nobody is told of what follows the noticing is the organisation's.
[[nodiscard]] LatenessSplit split(const Lateness& lateness, Instant until);

}  // namespace steward::model

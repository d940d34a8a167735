// SPDX-License-Identifier: MIT
// The port to what there is to do: nobody else asks the state time and again.
#pragma once

#include <cstdint>
#include <optional>

#include "steward/base/error.hpp"
#include "steward/base/instant.hpp"

namespace steward::engine {

/// What there is to do, at a glance.
struct Glance {
  Instant now;
  bool changes = false;                    ///< records changed, or subjects are to be looked at
  bool activations = false;                ///< rules look at old records, or are asked to
  bool notices = false;                    ///< that wait to be resolved
  bool first_day = false;                  ///< likewise, those of first days
  bool set_aside = false;                  ///< a rule, or what is due of a record, that cannot act
  std::optional<Instant> next_due;         ///< of a commitment
  std::optional<Instant> next_recurrence;  ///< of a schedule
  std::optional<Instant> next_message;     ///< to be handed over
  std::optional<std::int64_t> rule_set;    ///< the number of the set in force
  bool operator==(const Glance&) const = default;
};

class Lookout {
 public:
  virtual ~Lookout() = default;
  /// One look of a fraction of a millisecond, whatever there is. Errors: as `Store::transact`.
  [[nodiscard]] virtual Result<Glance> glance() = 0;
  /// Of all that only whether there are changes: for whoever asks all the time.
  [[nodiscard]] virtual Result<bool> changes() = 0;
  /// Of all that only when a commitment is next due: for whoever has just let one act.
  [[nodiscard]] virtual Result<std::optional<Instant>> next_due() = 0;
};

}  // namespace steward::engine

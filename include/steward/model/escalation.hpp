// SPDX-License-Identifier: MIT
// A chain under way for one commitment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "steward/model/chain.hpp"
#include "steward/model/schedule.hpp"

namespace steward::model {

/// Level 0: begun, nobody asked yet.
struct Escalation {
  std::int64_t id = 0;  ///< 0: not stored yet
  std::int64_t commitment = 0;
  std::string step;  ///< that began it
  std::string chain;
  int level = 0;  ///< the last that acted, from 1
  Instant started_at;
  std::optional<Instant> next_at;  ///< of the next level; none: no level is left, or it is over
  std::string acknowledged_by;     ///< a staff key
  std::optional<Instant> acknowledged_at;
  std::optional<Instant> ended_at;
  bool operator==(const Escalation&) const = default;
};

/// The escalation after its next level acted at `now`: the wait of the level after counts from
/// here. Must have a level left.
[[nodiscard]] Escalation after_level(const Escalation& escalation, const Chain& chain, Instant now);

/// After somebody took it: no further level acts.
[[nodiscard]] Escalation after_acknowledgement(const Escalation& escalation,
                                               const std::string& person, Instant now);

/// How the next level ends that does not act any more; nothing where none was to come.
[[nodiscard]] std::optional<Outcome> level_to_come(const Escalation& escalation, OutcomeKind kind,
                                                   Instant now);

/// The id under which a level's outcome is kept, "3/1".
[[nodiscard]] std::string level_id(const Escalation& escalation, int level);

}  // namespace steward::model

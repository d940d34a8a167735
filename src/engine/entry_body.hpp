// SPDX-License-Identifier: MIT
// What a ledger entry says, and which transitions make one.
#pragma once

#include <optional>
#include <string>

#include "steward/model/commitment.hpp"
#include "steward/model/ledger.hpp"

namespace steward::engine {

/// A JSON object: the rule and its revision, the subject, the clock's instants and how the due came
/// about, who answers for it, and how long after `at` it was noticed. `detail` may be empty, and so
/// may `reason`, why a person let rules do this, and `clock`, why the instants can be doubted.
[[nodiscard]] std::string entry_body(const model::Commitment& commitment, const model::Rule& rule,
                                     Instant at, Instant noticed_at, const std::string& detail,
                                     const std::string& reason = {}, const std::string& clock = {});

/// What the ledger says of a transition of a breached promise.
struct TransitionEntry {
  model::EntryKind kind;
  Instant at;          ///< when it happened; `now` where only the noticing is known
  std::string detail;  ///< in words, for whoever reads the log
};

/// Nothing of transitions that the ledger does not tell.
[[nodiscard]] std::optional<TransitionEntry> entry_of(const model::Transition& transition,
                                                      Instant now);

}  // namespace steward::engine

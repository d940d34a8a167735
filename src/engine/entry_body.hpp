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
/// may `reason`: why a person let rules do this.
[[nodiscard]] std::string entry_body(const model::Commitment& commitment, const model::Rule& rule,
                                     Instant at, Instant noticed_at, const std::string& detail,
                                     const std::string& reason = {});

/// The entry that a transition of a breached promise makes, if it makes one.
[[nodiscard]] std::optional<model::EntryKind> entry_of(model::TransitionKind kind);
/// That entry in words, for whoever reads the log.
[[nodiscard]] std::string detail_of(const model::Transition& transition);
/// When what it says happened; `now` where only the noticing is known.
[[nodiscard]] Instant instant_of(const model::Transition& transition, Instant now);

}  // namespace steward::engine

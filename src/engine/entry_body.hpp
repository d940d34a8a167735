// SPDX-License-Identifier: MIT
// What a ledger entry says beside its kind and instants.
#pragma once

#include <string>

#include "steward/model/commitment.hpp"

namespace steward::engine {

/// A JSON object: the rule and its revision, the subject, the clock's instants and how the due came
/// about, who answers for it, and how long after `at` it was noticed. `detail` may be empty, and so
/// may `reason`: why a person let rules do this.
[[nodiscard]] std::string entry_body(const model::Commitment& commitment, const model::Rule& rule,
                                     Instant at, Instant noticed_at, const std::string& detail,
                                     const std::string& reason = {});

}  // namespace steward::engine

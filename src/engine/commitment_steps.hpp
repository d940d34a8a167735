// SPDX-License-Identifier: MIT
// The steps that a commitment goes by, whatever its rule says today.
#pragma once

#include <string>
#include <vector>

#include "steward/engine/store.hpp"

namespace steward::engine {

/// Of a rule's revision, also one that is not today's.
[[nodiscard]] std::vector<model::Step> steps_of(Transaction& transaction, const model::RuleSet& set,
                                                const std::string& rule,
                                                const std::string& revision);
/// Of its own revision and its own row of that revision's table.
[[nodiscard]] std::vector<model::Step> steps_of(Transaction& transaction, const model::RuleSet& set,
                                                const model::Commitment& commitment);

}  // namespace steward::engine

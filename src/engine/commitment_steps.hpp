// SPDX-License-Identifier: MIT
// The steps that a commitment goes by, whatever its rule says today.
#pragma once

#include <vector>

#include "steward/engine/store.hpp"

namespace steward::engine {

/// Of its own revision and its own row of that revision's table.
[[nodiscard]] std::vector<model::Step> steps_of(Transaction& transaction, const model::RuleSet& set,
                                                const model::Commitment& commitment);

}  // namespace steward::engine

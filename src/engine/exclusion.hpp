// SPDX-License-Identifier: MIT
// Who must not be told of a promise, by its rule or by the step that speaks.
#pragma once

#include <set>
#include <string>

#include "steward/engine/store.hpp"

namespace steward::engine {

/// The staff keys of everybody whom the rule's `never` of today and the notice's own stand for at
/// `now`, as the record names them then.
[[nodiscard]] std::set<std::string> excluded_from(Transaction& transaction,
                                                  const model::RuleSet& set,
                                                  const model::Roster& roster,
                                                  const model::Notice& notice,
                                                  const model::Commitment& commitment, Instant now);

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
// Who must not be told of a promise, by its rule or by the step that speaks.
#pragma once

#include "steward/engine/store.hpp"

namespace steward::engine {

/// Fills in the staff keys of everybody whom the rule's `never` of today and the notice's own stand
/// for at `now`, as the record names them then; or that today's rule does not ask for one of them
/// any more, so that they cannot be known.
void exclude(Background& background, Transaction& transaction, const model::RuleSet& set,
             const model::Roster& roster, const model::Notice& notice, Instant now);

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
// What must hold between a rule's own steps, and what an author will probably have forgotten.
#pragma once

#include "rules/placed_rule.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

/// Steps in an order in which they cannot act, more than one breach, steps that need a due where
/// there is none; warnings for a promise that nobody hears of in time or that never breaches.
void check_steps(const PlacedRule& placed, Problems& problems);

}  // namespace steward::rules

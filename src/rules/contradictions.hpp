// SPDX-License-Identifier: MIT
// Finds conditions that can never hold, whatever the records say.
#pragma once

#include "rules/placed_text.hpp"
#include "rules/value.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

/// Reports the first two parts of a checked condition that exclude each other, or the one part that
/// is never true. What it cannot tell it takes for possible. Answers whether there was none.
bool check_possible(const Value& condition, const PlacedText& source, Problems& problems);

}  // namespace steward::rules

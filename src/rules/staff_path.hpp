// SPDX-License-Identifier: MIT
// Expressions that say who somebody is: a path to the staff, a role, or a choice between them.
#pragma once

#include <string_view>

#include "rules/frame.hpp"
#include "rules/naming.hpp"
#include "rules/placed_text.hpp"
#include "rules/value.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

/// Checks the value of the key `part` of a rule, and notes the keys that it reads. Answers false
/// when a mistake was reported.
bool check_staff_path(std::string_view part, const PlacedText& expression, const Value& value,
                      const Naming& naming, Frame& frame, Problems& problems);

}  // namespace steward::rules

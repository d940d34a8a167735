// SPDX-License-Identifier: MIT
// Which changes of a record would make a condition hold.
#pragma once

#include "steward/engine/explanation.hpp"

namespace steward::engine {

/// A condition with the truth of its tests, by column.
[[nodiscard]] Finding find_out(const rules::ConditionPart& part,
                               const std::map<std::string, Truth>& tests);

/// The changes that would make it hold: each test that would do it alone; if there is none, the
/// fewest that do it together. `besides` is what is needed as well, whatever the condition says.
[[nodiscard]] Coverage coverage_of(const Finding& condition,
                                   const std::vector<std::string>& besides);

}  // namespace steward::engine

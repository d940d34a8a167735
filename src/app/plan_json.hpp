// SPDX-License-Identifier: MIT
// A plan for other programs: one JSON object, instants in UTC.
#pragma once

#include <string>

#include "steward/engine/plan.hpp"

namespace steward::app {

/// With its verdict, and whether it is within the limits.
[[nodiscard]] std::string plan_in_json(const engine::Plan& plan, const model::ReloadLimits& limits,
                                       const std::string& verdict);

}  // namespace steward::app

// SPDX-License-Identifier: MIT
// A plan for people to read.
#pragma once

#include <string>

#include "app/table.hpp"
#include "steward/calendar/zone.hpp"
#include "steward/engine/plan.hpp"

namespace steward::app {

/// How a plan is shown.
struct PlanView {
  calendar::Zone zone;  ///< of the times
  TableStyle style;
};

/// Its rules, what to look at, what else happens, what differs besides rules, and who is told how
/// often: all but the closing sentence.
[[nodiscard]] std::string plan_in_tables(const engine::Plan& plan, const PlanView& view);

}  // namespace steward::app

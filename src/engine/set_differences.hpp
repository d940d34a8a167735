// SPDX-License-Identifier: MIT
// In what two rule sets differ besides their rules, and which rules that makes act differently.
#pragma once

#include <string>
#include <vector>

#include "steward/engine/plan.hpp"

namespace steward::engine {

/// By value: the same file read twice is no difference, nor is a line that moved.
[[nodiscard]] std::vector<Difference> differences(const model::RuleSet& running,
                                                  const model::RuleSet& next);

/// Those that make this rule act differently: "calendar business-hours".
[[nodiscard]] std::vector<std::string> touching(const std::vector<Difference>& differences,
                                                const std::string& rule);

}  // namespace steward::engine

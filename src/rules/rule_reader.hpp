// SPDX-License-Identifier: MIT
// Which keys a rule file may have, and what each must look like.
#pragma once

#include <vector>

#include "rules/placed_rule.hpp"
#include "rules/yaml_node.hpp"
#include "steward/calendar/zone.hpp"

namespace steward::rules {

/// All rules of one file. Dates are days of `zone`.
[[nodiscard]] std::vector<PlacedRule> read_rules(const YamlNode& file, const calendar::Zone& zone,
                                                 Problems& problems);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// Which keys the clock of a rule may have, and what each must look like.
#pragma once

#include "rules/placed_rule.hpp"
#include "rules/yaml_node.hpp"

namespace steward::rules {

/// Reads the clock into the rule, whose name is known.
void read_clock(const YamlNode& node, PlacedRule& placed, Problems& problems);

}  // namespace steward::rules

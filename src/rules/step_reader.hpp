// SPDX-License-Identifier: MIT
// Which keys a step of a rule may have, and what each must look like.
#pragma once

#include <string>

#include "rules/placed_rule.hpp"
#include "rules/yaml_node.hpp"

namespace steward::rules {

/// The step with the place `number` (from 1) in the rule that messages call `rule`, or in a `row`
/// (from 1; 0: there is none) of its table of steps.
[[nodiscard]] PlacedStep read_step(const YamlNode& node, std::size_t number, int row,
                                   const std::string& rule, Problems& problems);

}  // namespace steward::rules

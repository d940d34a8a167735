// SPDX-License-Identifier: MIT
// When a rule recurs: an RRULE, a time of day, a zone.
#pragma once

#include "rules/placed_rule.hpp"
#include "rules/yaml_node.hpp"
#include "steward/calendar/zone.hpp"

namespace steward::rules {

/// Reads `schedule:` of a rule; `zone` is that of model.yaml.
void read_schedule(const YamlNode& node, const calendar::Zone& zone, PlacedRule& placed,
                   Problems& problems);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// How a rule comes into force: its mode, from when on, and what an edit does to open promises.
#pragma once

#include "rules/placed_rule.hpp"
#include "rules/yaml_reader.hpp"
#include "steward/calendar/zone.hpp"

namespace steward::rules {

/// Reads those keys of a rule. Dates are days of `zone`.
void read_activation(YamlReader& reader, const calendar::Zone& zone, PlacedRule& placed,
                     Problems& problems);

}  // namespace steward::rules

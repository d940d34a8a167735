// SPDX-License-Identifier: MIT
// How a rule comes into force: its mode, from when on, and what an edit does to open promises.
#pragma once

#include "rules/yaml_reader.hpp"
#include "steward/calendar/zone.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// Reads those keys of a rule. Dates are days of `zone`.
void read_activation(YamlReader& reader, const calendar::Zone& zone, model::Rule& rule,
                     Problems& problems);

}  // namespace steward::rules

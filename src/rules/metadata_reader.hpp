// SPDX-License-Identifier: MIT
// What a rule says of itself: its tags, how serious a breach is, when it is to be reviewed.
#pragma once

#include "rules/yaml_reader.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

void read_metadata(YamlReader& reader, model::Rule& rule, Problems& problems);

}  // namespace steward::rules

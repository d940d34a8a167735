// SPDX-License-Identifier: MIT
// Who must not be told, whoever they are: the one complained about.
#pragma once

#include "rules/placed_rule.hpp"
#include "rules/yaml_reader.hpp"

namespace steward::rules {

/// `never:` one of, or a list of, `assignee`, `role("name")`, `person("key")` and expressions that
/// lead to a person or give a role.
[[nodiscard]] PlacedNever read_never(YamlReader& reader, Problems& problems);

}  // namespace steward::rules

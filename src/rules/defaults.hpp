// SPDX-License-Identifier: MIT
// What a rule file says once for all of its rules: `defaults:`.
#pragma once

#include "rules/yaml_node.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

/// Reports keys that cannot be a default.
void check_defaults(const YamlNode& defaults, Problems& problems);

/// The rule with the defaults that it does not say itself. `calendar` goes to its clock, `by` and
/// `urgency` go to its steps that tell somebody. What is put in keeps its place in the file.
[[nodiscard]] YamlNode with_defaults(YamlNode rule, const YamlNode& defaults);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// A JSON value as the tree that the readers of files read.
#pragma once

#include "rules/yaml_node.hpp"
#include "steward/base/json.hpp"

namespace steward::rules {

/// Scalars become text. In place of a file every mark has the path of the keys that lead to the
/// value, "hours.mon", and no line.
[[nodiscard]] YamlNode tree_of(const json::object& object);

}  // namespace steward::rules

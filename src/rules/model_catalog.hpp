// SPDX-License-Identifier: MIT
// The catalog as rules see it: what the database says, completed by model.yaml.
#pragma once

#include <string>

#include "rules/yaml_node.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/catalog.hpp"

namespace steward::rules {

/// With the names, keys, zones, relations and views of model.yaml (`entities`, `views`, `names`,
/// `writable`, `zone`). What is wrong is reported and left as the database has it.
[[nodiscard]] model::Catalog complete_catalog(const YamlNode& file, const model::Catalog& catalog,
                                              Problems& problems);

}  // namespace steward::rules

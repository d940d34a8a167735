// SPDX-License-Identifier: MIT
// Which tables lie behind a view, as model.yaml names them.
#pragma once

#include "rules/yaml_reader.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/catalog.hpp"

namespace steward::rules {

/// Reads `tables:` of one view. `view.tables` are those that the database knows of; afterwards
/// they are those that model.yaml names. All entities and fields must have their names.
void read_view_tables(YamlReader& reader, model::Entity& view, const model::Catalog& catalog,
                      Problems& problems);

}  // namespace steward::rules

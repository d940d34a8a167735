// SPDX-License-Identifier: MIT
// Finding what model.yaml names, and saying so when it is not there.
#pragma once

#include <string>
#include <vector>

#include "rules/placed_text.hpp"
#include "rules/yaml_node.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/catalog.hpp"

namespace steward::rules {

/// An entity that rules can name. Null when a mistake was reported.
[[nodiscard]] model::Entity* find_entity(model::Catalog& catalog, const PlacedText& name,
                                         Problems& problems);
[[nodiscard]] const model::Entity* find_entity(const model::Catalog& catalog,
                                               const PlacedText& name, Problems& problems);

/// A field by its name in rules, else by its column's. Null when a mistake was reported.
[[nodiscard]] const model::Field* find_field(const model::Entity& entity, const PlacedText& name,
                                             Problems& problems);

/// The columns of one field or of a list of them, none twice; empty when a mistake was reported.
[[nodiscard]] std::vector<std::string> find_columns(const model::Entity& entity,
                                                    const YamlNode& fields, std::string_view key,
                                                    Problems& problems);

/// Reports a name that no expression could spell.
[[nodiscard]] bool check_expression_name(const PlacedText& name, Problems& problems);

}  // namespace steward::rules

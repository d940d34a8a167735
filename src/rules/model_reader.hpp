// SPDX-License-Identifier: MIT
// model.yaml: what the catalog cannot say about a CRM.
#pragma once

#include <string>

#include "rules/naming.hpp"
#include "rules/yaml_node.hpp"
#include "steward/calendar/zone.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

struct ModelFile {
  calendar::Zone zone;
  Naming naming;
  model::PeopleQueries people;
};

/// `schema:` alone; the default where it is absent or wrong.
[[nodiscard]] std::string read_schema(const YamlNode& file, Problems& problems);

/// `zone:` alone; UTC where it is absent or wrong.
[[nodiscard]] calendar::Zone read_model_zone(const YamlNode& file, Problems& problems);

/// Everything, checked against the catalog.
[[nodiscard]] ModelFile read_model(const YamlNode& file, const model::Catalog& catalog,
                                   Problems& problems);

}  // namespace steward::rules

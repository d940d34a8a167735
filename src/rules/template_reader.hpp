// SPDX-License-Identifier: MIT
// Which keys a template file may have, and what its texts may name.
#pragma once

#include <vector>

#include "rules/template_tags.hpp"
#include "rules/yaml_node.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

struct PlacedTemplate {
  model::Template text;  ///< its name is "" when it has none, or a wrong one
  /// What it says about the rule's subject: expressions, which each rule that uses it compiles.
  std::vector<PlacedText> facts;
};

/// The template of one file.
[[nodiscard]] PlacedTemplate read_template(const YamlNode& file, Problems& problems);

}  // namespace steward::rules

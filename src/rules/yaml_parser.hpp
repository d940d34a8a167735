// SPDX-License-Identifier: MIT
// Reads the part of YAML that a person can check by eye: no anchors, no tags, no repeated keys.
#pragma once

#include <optional>
#include <string>

#include "rules/source_text.hpp"
#include "rules/yaml_node.hpp"

namespace steward::rules {

/// The one document of a file. Nothing when it cannot be read at all; a document in which mistakes
/// were reported is returned, so that the rest of it is checked too.
[[nodiscard]] std::optional<YamlNode> parse_yaml(const SourceText& source, Problems& problems);

/// Reads a file and parses it.
[[nodiscard]] std::optional<YamlNode> parse_yaml_file(const std::string& path, Problems& problems);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// Runs one reader over the text of one file, and collects what it says.
#pragma once

#include <string>

#include "rules/yaml_parser.hpp"

namespace steward::test {

/// What `read(node, problems)` reports about `text`, as it is shown to people.
template <class Read>
std::string complaints(const std::string& text, Read read) {
  Problems problems;
  problems.add_source("f.yaml", text);
  const auto node = rules::parse_yaml(rules::SourceText("f.yaml", text), problems);
  if (node) read(*node, problems);
  return problems.render_all();
}

inline std::string complaints(const std::string& text) {
  return complaints(text, [](const rules::YamlNode&, Problems&) {});
}

}  // namespace steward::test

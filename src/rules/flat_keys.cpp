// SPDX-License-Identifier: MIT
#include "steward/rules/flat_keys.hpp"

#include "rules/yaml_parser.hpp"

namespace steward::rules {
namespace {

using Keys = std::map<std::string, std::string, std::less<>>;

void collect(const YamlNode& node, const std::string& prefix, Keys& keys) {
  const auto below = [&](const std::string& name) {
    return prefix.empty() ? name : prefix + "." + name;
  };
  if (node.kind == YamlKind::text) keys.emplace(prefix, trimmed(node.text.text()));
  for (const auto& entry : node.entries) collect(entry.value, below(entry.key.text()), keys);
  std::size_t number = 0;
  for (const auto& item : node.items) collect(item, below(std::to_string(++number)), keys);
}

}  // namespace

Keys flat_keys(const std::string& yaml) {
  Keys keys;
  Problems ignored;
  if (const auto tree = parse_yaml(SourceText("", yaml), ignored)) collect(*tree, "", keys);
  return keys;
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "rules/defaults.hpp"

#include <algorithm>

#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

YamlNode* value_of(YamlNode& mapping, std::string_view key) {
  const auto found = std::find_if(mapping.entries.begin(), mapping.entries.end(),
                                  [&](const YamlEntry& entry) { return entry.key.text() == key; });
  return found == mapping.entries.end() ? nullptr : &found->value;
}

void put(YamlNode* mapping, const YamlEntry& entry) {
  if (mapping == nullptr || mapping->kind != YamlKind::mapping) return;
  if (value_of(*mapping, entry.key.text()) == nullptr) mapping->entries.push_back(entry);
}

void put_in_list(YamlNode* steps, const YamlEntry& entry) {
  if (steps == nullptr) return;
  for (auto& step : steps->items) {
    if (value_of(step, "notify") != nullptr) put(&step, entry);
  }
}

/// `steps` is a list of them, or a table whose rows end in one.
void put_in_steps(YamlNode* steps, const YamlEntry& entry) {
  if (steps == nullptr || steps->kind != YamlKind::mapping) return put_in_list(steps, entry);
  put_in_list(value_of(*steps, "default"), entry);
  auto* rows = value_of(*steps, "rows");
  if (rows == nullptr) return;
  for (auto& row : rows->items) {
    if (!row.items.empty()) put_in_list(&row.items.back(), entry);
  }
}

}  // namespace

void check_defaults(const YamlNode& defaults, Problems& problems) {
  YamlReader(defaults, default_keys(), "'defaults'", problems).finish();
}

YamlNode with_defaults(YamlNode rule, const YamlNode& defaults) {
  if (rule.kind != YamlKind::mapping || defaults.kind != YamlKind::mapping) return rule;
  for (const auto& entry : defaults.entries) {
    const auto& key = entry.key.text();
    if (default_keys().find(key) == nullptr) continue;  // reported
    if (key == "calendar") {
      put(value_of(rule, "clock"), entry);
    } else if (key == "by" || key == "urgency") {
      put_in_steps(value_of(rule, "steps"), entry);
    } else {
      put(&rule, entry);
    }
  }
  return rule;
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// The values of a text of YAML by their flat keys, so that two versions of a rule can be compared.
#pragma once

#include <map>
#include <string>

namespace steward::rules {

/// "clock.within" → "48h", "steps.1.notify" → "assignee", "steps.2.by.1" → "email"; lists count
/// from 1. Empty for what is not YAML.
[[nodiscard]] std::map<std::string, std::string, std::less<>> flat_keys(const std::string& yaml);

}  // namespace steward::rules

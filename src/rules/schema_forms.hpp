// SPDX-License-Identifier: MIT
// The form of a value as JSON Schema.
#pragma once

#include <functional>

#include "rules/key_table.hpp"
#include "steward/base/json.hpp"

namespace steward::rules {

/// Answers a reference to the schema of a mapping.
using ReferTo = std::function<json::object(const KeyTable&)>;

/// The schema of a key's value, without its description.
[[nodiscard]] json::object schema_of_value(const Key& key, const ReferTo& refer_to);

}  // namespace steward::rules

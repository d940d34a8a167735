// SPDX-License-Identifier: MIT
// The model as text for people, and as JSON for programs.
#pragma once

#include <string>

#include "app/table.hpp"
#include "steward/base/json.hpp"
#include "steward/rules/model_file.hpp"

namespace steward::app {

/// Where staff and clients are, and every entity with its fields and relations.
[[nodiscard]] std::string model_text(const rules::LoadedModel& model, const std::string& schema,
                                     const TableStyle& style);

/// One entity: its key, its fields with type, nullability and allowed values, its relations.
[[nodiscard]] std::string entity_text(const model::Entity& entity, const model::Catalog& catalog,
                                      const TableStyle& style);

[[nodiscard]] json::object model_json(const rules::LoadedModel& model, const std::string& schema);

}  // namespace steward::app

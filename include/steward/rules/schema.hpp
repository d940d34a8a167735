// SPDX-License-Identifier: MIT
// JSON Schemas of the files, for editors: written from the tables that the readers read through.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "steward/base/json.hpp"

namespace steward::rules {

/// A kind of file, and how its schema is called.
enum class SchemaKind { rules, chains, calendar, message_template, model, configuration };

[[nodiscard]] const std::vector<SchemaKind>& schema_kinds();
/// "rules", "chains", "calendar", "template", "model", "configuration".
[[nodiscard]] std::string_view to_string(SchemaKind kind);
[[nodiscard]] std::optional<SchemaKind> parse_schema_kind(std::string_view text);

/// The schema, JSON Schema draft 7, which YAML language servers read. It says what an editor can
/// complete and check as one types: keys, forms, allowed words. Names and expressions are checked
/// by `steward check` alone.
[[nodiscard]] json::object schema_of(SchemaKind kind);

/// The same, laid out for people: two spaces a level, members in order, a line end at the end.
[[nodiscard]] std::string schema_text(SchemaKind kind);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "rules/entity_lookup.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/naming.hpp"

namespace steward::rules {

const model::Entity* find_entity(const model::Catalog& catalog, const PlacedText& name,
                                 Problems& problems) {
  const auto wanted = trimmed(name.text());
  const auto* entity = catalog.find(wanted);
  if (entity != nullptr) return entity;
  std::vector<std::string> names;
  for (const auto& [known, unused] : catalog.entities) names.push_back(known);
  const bool hidden = catalog.find_any(wanted) != nullptr;
  problems.error(name.mark(), fmt::format("unknown entity '{}'", wanted),
                 hidden && catalog.find_any(wanted)->view
                     ? "it is a view: name the tables behind it under 'views' in model.yaml"
                 : hidden ? "model.yaml hides it"
                          : spelling_hint(wanted, names));
  return nullptr;
}

model::Entity* find_entity(model::Catalog& catalog, const PlacedText& name, Problems& problems) {
  const auto* found = find_entity(static_cast<const model::Catalog&>(catalog), name, problems);
  return found == nullptr ? nullptr : &catalog.entities.find(found->name)->second;
}

const model::Field* find_field(const model::Entity& entity, const PlacedText& name,
                               Problems& problems) {
  const auto wanted = trimmed(name.text());
  const auto* field = entity.field(wanted);
  if (field == nullptr) field = entity.column(wanted);
  if (field != nullptr) return field;
  std::vector<std::string> names;
  for (const auto& known : entity.fields) names.push_back(known.name);
  problems.error(name.mark(), fmt::format("'{}' has no field '{}'", entity.name, wanted),
                 spelling_hint(wanted, names));
  return nullptr;
}

std::vector<std::string> find_columns(const model::Entity& entity, const YamlNode& fields,
                                      std::string_view key, Problems& problems) {
  std::vector<const YamlNode*> nodes;
  if (fields.kind == YamlKind::text) nodes.push_back(&fields);
  for (const auto& item : fields.items) nodes.push_back(&item);
  if (nodes.empty()) {
    problems.error(fields.mark, fmt::format("'{}' must be a field or a list of fields, not {}", key,
                                            to_string(fields.kind)));
    return {};
  }
  std::vector<std::string> columns;
  bool right = true;
  for (const auto* node : nodes) {
    if (node->kind != YamlKind::text) {
      problems.error(node->mark, fmt::format("a field of '{}' must be text, not {}", key,
                                             to_string(node->kind)));
      right = false;
      continue;
    }
    const auto* field = find_field(entity, node->text, problems);
    right = right && field != nullptr;
    if (field == nullptr) continue;
    if (std::find(columns.begin(), columns.end(), field->sql_name()) != columns.end()) {
      problems.error(node->mark, fmt::format("'{}' is given twice", trimmed(node->text.text())));
      right = false;
    }
    columns.push_back(field->sql_name());
  }
  return right ? columns : std::vector<std::string>();
}

bool check_expression_name(const PlacedText& name, Problems& problems) {
  if (is_expression_name(name.text())) return true;
  problems.error(name.mark(),
                 fmt::format("'{}' cannot be written in expressions", trimmed(name.text())),
                 "a name has letters of the alphabet, digits and '_', does not begin with a digit, "
                 "and is no word of CEL's own");
  return false;
}

}  // namespace steward::rules

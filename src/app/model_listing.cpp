// SPDX-License-Identifier: MIT
#include "app/model_listing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "steward/model/catalog_json.hpp"
#include "steward/model/query.hpp"

namespace steward::app {
namespace {

using model::Entity;
using model::Field;
using model::Relation;

std::string field_name(const Entity& entity, const std::string& column) {
  const auto* field = entity.column(column);
  return field == nullptr ? column : field->name;
}

std::string field_names(const Entity& entity, const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(field_name(entity, column));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string type_of(const Field& field) {
  const auto type = std::string(model::to_string(field.type));
  if (field.type == model::Type::other) return field.sql_type;
  if (field.element_sql_type.empty()) return type;
  const bool known = field.element != model::Type::other;
  return fmt::format("{} of {}", type,
                     known ? model::to_string(field.element) : field.element_sql_type);
}

std::string zone_of(const Field& field) {
  if (field.zoned) return {};
  return field.zone.empty() ? "no zone: UTC is assumed" : "in " + field.zone;
}

/// What there is to say about a field beyond its type.
std::string notes_of(const Field& field) {
  std::vector<std::string> notes;
  if (!field.values.empty()) notes.push_back(fmt::format("{}", fmt::join(field.values, " | ")));
  if (const auto zone = zone_of(field); !zone.empty()) notes.push_back(zone);
  if (!field.column.empty()) notes.push_back(fmt::format("column \"{}\"", field.column));
  if (!rules::can_be_spelled(field.name)) {
    notes.push_back("no rule can spell it: name it under 'entities' in model.yaml");
  }
  if (field.writable) notes.push_back("writable");
  if (!field.comment.empty()) notes.push_back(field.comment);
  return printable(fmt::format("{}", fmt::join(notes, "; ")));
}

std::string pairs_of(const Relation& relation, const Entity& entity, const Entity& target) {
  std::vector<std::string> pairs;
  for (const auto& pair : relation.on) {
    pairs.push_back(fmt::format("{} = {}", field_name(entity, pair.column),
                                field_name(target, pair.target_column)));
  }
  return fmt::format("{}", fmt::join(pairs, ", "));
}

std::string notes_of(const Relation& relation, const Entity& target) {
  std::vector<std::string> notes;
  if (!relation.enforced) notes.emplace_back("no foreign key");
  if (relation.to_many && !target.is_indexed(relation.target_columns())) {
    notes.emplace_back("no index");
  }
  return fmt::format("{}", fmt::join(notes, "; "));
}

std::string heading(const Entity& entity) {
  const std::string_view kind = entity.view          ? "view"
                                : entity.partitioned ? "partitioned table"
                                                     : "table";
  auto text =
      fmt::format("{}: {} {}", entity.name, kind, model::quoted(entity.schema, entity.table));
  if (!rules::can_be_spelled(entity.name)) text += "; no rule can spell it";
  text += "\n  key: " + (entity.key.empty() ? "none" : field_names(entity, entity.key));
  if (!entity.label.empty()) text += "\n  named by: " + entity.label;
  if (!entity.comment.empty()) text += "\n  " + printable(entity.comment);
  for (const auto& table : entity.tables) {
    std::vector<std::string> pairs;
    for (const auto& pair : table.on) {
      pairs.push_back(fmt::format("{} as {}", pair.column, field_name(entity, pair.target_column)));
    }
    text += fmt::format("\n  over: {} ({})", table.entity,
                        pairs.empty() ? "all records are looked at when it changes"
                                      : fmt::format("{}", fmt::join(pairs, ", ")));
  }
  return text + "\n";
}

std::string indented(const std::string& text) {
  std::string made;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto end = text.find('\n', from);
    made += "  " + text.substr(from, end - from) + "\n";
    from = end == std::string::npos ? text.size() : end + 1;
  }
  return made;
}

/// Where the people are, as the sections of model.yaml say.
std::vector<std::pair<std::string_view, bool>> sections_of(const model::PeopleQueries& people) {
  return {{"staff", !people.staff.sql.empty()},       {"roles", !people.holders.sql.empty()},
          {"absences", !people.absences.sql.empty()}, {"duties", !people.duties.sql.empty()},
          {"clients", !people.clients.sql.empty()},   {"contacts", !people.contacts.sql.empty()},
          {"consent", !people.consents.sql.empty()}};
}

}  // namespace

std::string entity_text(const Entity& entity, const model::Catalog& catalog,
                        const TableStyle& style) {
  auto text = heading(entity);
  Table fields({{"FIELD"}, {"TYPE"}, {"NULL"}, {"", Fit::elastic}});
  for (const auto& field : entity.fields) {
    fields.add({printable(field.name), type_of(field), field.nullable ? "null" : "not null",
                notes_of(field)});
  }
  auto inner = style;
  if (inner.width) *inner.width -= std::min<std::size_t>(*inner.width, 2);
  text += indented(fields.render(inner));
  if (entity.relations.empty()) return text;
  Table relations({{"RELATION"}, {"LEADS TO"}, {"WHERE", Fit::elastic}, {""}});
  for (const auto& relation : entity.relations) {
    const auto& target = *catalog.find_any(relation.target);
    relations.add({printable(relation.name),
                   (relation.to_many ? "many " : "one ") + relation.target,
                   pairs_of(relation, entity, target), notes_of(relation, target)});
  }
  return text + indented(relations.render(inner));
}

std::string model_text(const rules::LoadedModel& model, const std::string& schema,
                       const TableStyle& style) {
  auto text = fmt::format("schema {}, zone {}{}\n", schema, model.zone.name(),
                          model.says_zone ? "" : " (model.yaml does not say one)");
  for (const auto& [section, is_known] : sections_of(model.people)) {
    text += fmt::format("{:<9} {}\n", section, is_known ? "known" : "model.yaml does not say");
  }
  for (const auto& [name, entity] : model.catalog.entities) {
    text += "\n" + entity_text(entity, model.catalog, style);
  }
  if (model.catalog.hidden.empty()) return text;
  std::vector<std::string> hidden;
  for (const auto& [name, entity] : model.catalog.hidden) {
    hidden.push_back(name + (entity.view ? " (a view)" : ""));
  }
  return text + fmt::format("\nnot in the model: {}\n", fmt::join(hidden, ", "));
}

json::object model_json(const rules::LoadedModel& model, const std::string& schema) {
  json::array entities;
  for (const auto& [name, entity] : model.catalog.entities) {
    entities.emplace_back(model::to_json(entity));
  }
  json::array known;
  for (const auto& [section, is_known] : sections_of(model.people)) {
    if (is_known) known.emplace_back(section);
  }
  return {{"schema", schema},
          {"zone", model.says_zone ? json::value(model.zone.name()) : json::value(nullptr)},
          {"people", std::move(known)},
          {"staff", model.people.staff_entity},
          {"clients", model.people.client_entity},
          {"entities", std::move(entities)}};
}

}  // namespace steward::app

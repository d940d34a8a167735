// SPDX-License-Identifier: MIT
#include "steward/model/catalog_json.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace steward::model {
namespace {

constexpr int kVersion = 1;
constexpr std::size_t kLineWidth = 100;

constexpr std::pair<std::string_view, Type> kTypes[] = {
    {"boolean", Type::boolean},     {"integer", Type::integer},
    {"number", Type::number},       {"text", Type::text},
    {"timestamp", Type::timestamp}, {"date", Type::date},
    {"interval", Type::interval},   {"json", Type::json},
    {"range", Type::range},         {"multirange", Type::multirange},
    {"list", Type::list},           {"other", Type::other},
};

std::string_view name_of(Type type) {
  for (const auto& [name, known] : kTypes) {
    if (known == type) return name;
  }
  return "other";
}

Type type_named(std::string_view name) {
  for (const auto& [known, type] : kTypes) {
    if (known == name) return type;
  }
  throw std::runtime_error(fmt::format("unknown type '{}'", name));
}

json::array texts(const std::vector<std::string>& all) {
  return json::array(all.begin(), all.end());
}

/// Members that are not empty; what is left out is read as empty.
class Members {
 public:
  explicit Members(json::object& object) : object_(object) {}
  void text(std::string_view name, const std::string& value) {
    if (!value.empty()) object_.emplace(name, value);
  }
  void list(std::string_view name, json::array value) {
    if (!value.empty()) object_.emplace(name, std::move(value));
  }
  void flag(std::string_view name, bool value) {
    if (value) object_.emplace(name, true);
  }

 private:
  json::object& object_;
};

json::object field_to_json(const Field& field) {
  json::object object{{"name", field.name}};
  Members members(object);
  members.text("column", field.column);
  object.emplace("type", name_of(field.type));
  if (!field.element_sql_type.empty()) object.emplace("element", name_of(field.element));
  members.text("element_sql_type", field.element_sql_type);
  object.emplace("sql_type", field.sql_type);
  members.flag("nullable", field.nullable);
  members.flag("unzoned", !field.zoned);
  members.text("zone", field.zone);
  members.text("collation", field.collation);
  members.list("values", texts(field.values));
  members.flag("writable", field.writable);
  members.text("comment", field.comment);
  return object;
}

json::array pairs_to_json(const std::vector<ColumnPair>& on) {
  json::array pairs;
  for (const auto& pair : on) {
    pairs.emplace_back(json::array{pair.column, pair.target_column});
  }
  return pairs;
}

json::object relation_to_json(const Relation& relation) {
  json::object object{{"name", relation.name}, {"to", relation.target}};
  Members members(object);
  members.flag("many", relation.to_many);
  object.emplace("on", pairs_to_json(relation.on));
  members.flag("unenforced", !relation.enforced);
  return object;
}

// Reading. Boost.JSON throws at what is missing or of another kind.

std::string text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? std::string() : std::string(value->as_string());
}

bool flag_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->as_bool();
}

json::array list_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? json::array() : value->as_array();
}

std::vector<std::string> texts_in(const json::object& object, std::string_view name) {
  std::vector<std::string> all;
  for (const auto& item : list_in(object, name)) all.emplace_back(item.as_string());
  return all;
}

std::vector<ColumnPair> pairs_in(const json::object& object) {
  std::vector<ColumnPair> pairs;
  for (const auto& item : list_in(object, "on")) {
    const auto& pair = item.as_array();
    pairs.push_back({std::string(pair.at(0).as_string()), std::string(pair.at(1).as_string())});
  }
  return pairs;
}

Field field_from_json(const json::object& object) {
  Field field;
  field.name = object.at("name").as_string();
  field.column = text_in(object, "column");
  field.type = type_named(object.at("type").as_string());
  field.element_sql_type = text_in(object, "element_sql_type");
  if (!field.element_sql_type.empty()) field.element = type_named(text_in(object, "element"));
  field.sql_type = object.at("sql_type").as_string();
  field.nullable = flag_in(object, "nullable");
  field.zoned = !flag_in(object, "unzoned");
  field.zone = text_in(object, "zone");
  field.collation = text_in(object, "collation");
  field.values = texts_in(object, "values");
  field.writable = flag_in(object, "writable");
  field.comment = text_in(object, "comment");
  return field;
}

Entity entity_from_json(const json::object& object, const std::string& schema) {
  Entity entity;
  entity.name = object.at("name").as_string();
  entity.schema = schema;
  const auto table = text_in(object, "table");
  entity.table = table.empty() ? entity.name : table;
  entity.partitioned = flag_in(object, "partitioned");
  entity.view = flag_in(object, "view");
  entity.comment = text_in(object, "comment");
  entity.label = text_in(object, "label");
  entity.key = texts_in(object, "key");
  for (const auto& item : object.at("fields").as_array()) {
    entity.fields.push_back(field_from_json(item.as_object()));
  }
  for (const auto& item : list_in(object, "relations")) {
    const auto& relation = item.as_object();
    entity.relations.push_back({std::string(relation.at("name").as_string()),
                                flag_in(relation, "many"),
                                std::string(relation.at("to").as_string()), pairs_in(relation),
                                !flag_in(relation, "unenforced")});
  }
  for (const auto& item : list_in(object, "indexes")) {
    entity.indexes.push_back(
        {texts_in(item.as_object(), "columns"), flag_in(item.as_object(), "unique")});
  }
  for (const auto& item : list_in(object, "tables")) {
    const auto& behind = item.as_object();
    entity.tables.push_back({std::string(behind.at("entity").as_string()),
                             texts_in(behind, "columns"), pairs_in(behind)});
  }
  return entity;
}

Snapshot read_snapshot(const json::object& object) {
  Snapshot snapshot;
  snapshot.schema = object.at("schema").as_string();
  for (const auto& item : object.at("entities").as_array()) {
    auto entity = entity_from_json(item.as_object(), snapshot.schema);
    auto& entities = entity.view ? snapshot.catalog.hidden : snapshot.catalog.entities;
    entities.emplace(entity.name, std::move(entity));
  }
  return snapshot;
}

}  // namespace

json::object to_json(const Entity& entity) {
  json::object object{{"name", entity.name}};
  Members members(object);
  if (entity.table != entity.name) members.text("table", entity.table);
  members.flag("partitioned", entity.partitioned);
  members.flag("view", entity.view);
  members.text("comment", entity.comment);
  members.text("label", entity.label);
  members.list("key", texts(entity.key));
  json::array fields;
  for (const auto& field : entity.fields) fields.emplace_back(field_to_json(field));
  object.emplace("fields", std::move(fields));
  json::array relations;
  for (const auto& relation : entity.relations) {
    relations.emplace_back(relation_to_json(relation));
  }
  members.list("relations", std::move(relations));
  json::array indexes;
  for (const auto& index : entity.indexes) {
    json::object one{{"columns", texts(index.columns)}};
    Members(one).flag("unique", index.unique);
    indexes.emplace_back(std::move(one));
  }
  members.list("indexes", std::move(indexes));
  json::array tables;
  for (const auto& table : entity.tables) {
    json::object one{{"entity", table.entity}, {"columns", texts(table.columns)}};
    Members(one).list("on", pairs_to_json(table.on));
    tables.emplace_back(std::move(one));
  }
  members.list("tables", std::move(tables));
  return object;
}

std::string snapshot_to_json(const Snapshot& snapshot) {
  json::array entities;
  for (const auto* all : {&snapshot.catalog.entities, &snapshot.catalog.hidden}) {
    for (const auto& [name, entity] : *all) entities.emplace_back(to_json(entity));
  }
  const json::object object{
      {"steward_model", kVersion}, {"schema", snapshot.schema}, {"entities", std::move(entities)}};
  return in_lines(object) + "\n";
}

Result<Snapshot> snapshot_from_json(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  const auto* object = parsed->if_object();
  const auto* version = object != nullptr ? object->if_contains("steward_model") : nullptr;
  if (version == nullptr || !version->is_int64()) {
    return Error(ErrorCode::invalid_input, "not a snapshot that 'steward model --save' wrote");
  }
  if (version->get_int64() != kVersion) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("a snapshot of version {}, and this steward knows version {}: save it "
                             "again",
                             version->get_int64(), kVersion));
  }
  try {
    return read_snapshot(*object);
  } catch (const std::exception& wrong) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("a snapshot that was changed by hand: {}", wrong.what()));
  }
}

std::string in_lines(const json::value& value, std::size_t indent) {
  auto line = json::serialize(value);
  const bool nested = value.is_object() || value.is_array();
  if (!nested || line.size() + indent <= kLineWidth) return line;
  const std::string margin(indent + 2, ' ');
  std::string text;
  const auto add = [&](std::string_view before, const json::value& item) {
    text += fmt::format("{}{}{}{}", text.empty() ? "\n" : ",\n", margin, before,
                        in_lines(item, indent + 2));
  };
  if (value.is_array()) {
    for (const auto& item : value.get_array()) add("", item);
  } else {
    for (const auto& member : value.get_object()) {
      add(json::serialize(json::value(member.key())) + ": ", member.value());
    }
  }
  return fmt::format("{}{}\n{}{}", value.is_array() ? "[" : "{", text, std::string(indent, ' '),
                     value.is_array() ? "]" : "}");
}

}  // namespace steward::model

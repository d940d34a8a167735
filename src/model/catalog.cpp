// SPDX-License-Identifier: MIT
#include "steward/model/catalog.hpp"

#include <algorithm>

namespace steward::model {
namespace {

template <class T>
const T* named(const std::vector<T>& items, std::string_view name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const T& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_string(Type type) {
  switch (type) {
    case Type::boolean:
      return "boolean";
    case Type::integer:
      return "integer";
    case Type::number:
      return "number";
    case Type::text:
      return "text";
    case Type::timestamp:
      return "timestamp";
    case Type::date:
      return "date";
    case Type::interval:
      return "interval";
    case Type::json:
      return "json";
    case Type::range:
      return "range";
    case Type::multirange:
      return "multirange";
    case Type::list:
      return "list";
    case Type::other:
      return "unsupported type";
  }
  return "unsupported type";
}

std::vector<std::string> Relation::columns() const {
  std::vector<std::string> columns;
  for (const auto& pair : on) columns.push_back(pair.column);
  return columns;
}

std::vector<std::string> Relation::target_columns() const {
  std::vector<std::string> columns;
  for (const auto& pair : on) columns.push_back(pair.target_column);
  return columns;
}

const Field* Entity::field(std::string_view wanted) const {
  return named(fields, wanted);
}

const Field* Entity::column(std::string_view wanted) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.sql_name() == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

const Relation* Entity::relation(std::string_view wanted) const {
  return named(relations, wanted);
}

bool Entity::is_indexed(const std::vector<std::string>& columns) const {
  if (view) return true;
  return std::any_of(indexes.begin(), indexes.end(), [&](const Index& index) {
    return !index.columns.empty() &&
           std::find(columns.begin(), columns.end(), index.columns.front()) != columns.end();
  });
}

const Entity* Catalog::find(std::string_view wanted) const {
  const auto found = entities.find(wanted);
  return found == entities.end() ? nullptr : &found->second;
}

const Entity* Catalog::find_any(std::string_view wanted) const {
  if (const auto* entity = find(wanted)) return entity;
  const auto found = hidden.find(wanted);
  return found == hidden.end() ? nullptr : &found->second;
}

}  // namespace steward::model

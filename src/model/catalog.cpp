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
    case Type::other:
      return "unsupported type";
  }
  return "unsupported type";
}

const Field* Entity::field(std::string_view wanted) const {
  return named(fields, wanted);
}

const Relation* Entity::relation(std::string_view wanted) const {
  return named(relations, wanted);
}

const Entity* Catalog::find(std::string_view wanted) const {
  const auto found = entities.find(wanted);
  return found == entities.end() ? nullptr : &found->second;
}

}  // namespace steward::model

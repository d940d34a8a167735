// SPDX-License-Identifier: MIT
#include "rules/value.hpp"

#include <fmt/format.h>

#include "rules/frame.hpp"

namespace steward::rules {

std::string describe(const Value& value) {
  switch (value.shape) {
    case Shape::null:
      return "null";
    case Shape::row:
      return fmt::format("a record of '{}'", value.row->entity->name);
    case Shape::rows:
      return fmt::format("the records of '{}'", value.source->first().entity->name);
    case Shape::list:
      return value.type == model::Type::other ? "an empty list"
                                              : fmt::format("a list of {}", name_of(value.type));
    case Shape::pairs:
      return "a list of [from, to]";
    case Shape::assignee:
      return "an assignee";
    case Shape::scalar:
      if (is_untyped(value)) return "null";
      if (value.type == model::Type::other && value.field != nullptr) return value.field->sql_type;
      return std::string(name_of(value.type));
    case Shape::wrong:
      break;
  }
  return "nothing";
}

std::string_view name_of(model::Type type) {
  return type == model::Type::interval ? "duration" : model::to_string(type);
}

}  // namespace steward::rules

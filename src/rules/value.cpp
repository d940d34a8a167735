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
      return fmt::format("a list of {}", model::to_string(value.type));
    case Shape::assignee:
      return "an assignee";
    case Shape::scalar:
      if (value.type == model::Type::other && value.field != nullptr) return value.field->sql_type;
      return std::string(model::to_string(value.type));
    case Shape::wrong:
      break;
  }
  return "nothing";
}

}  // namespace steward::rules

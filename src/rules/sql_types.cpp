// SPDX-License-Identifier: MIT
#include "rules/sql_types.hpp"

#include "rules/expression_types.hpp"

namespace steward::rules {

using model::Type;

PartType element_of(const model::Field& field) {
  if (field.type != Type::list || !is_readable(field.element)) return {};
  return {field.element, field.element_sql_type, field.zoned, field.zone, field.collation};
}

PartType bound_of(const model::Field& field) {
  const bool range = field.type == Type::range || field.type == Type::multirange;
  if (!range || !is_readable(field.element)) return {};
  return {field.element, field.element_sql_type, field.zoned, field.zone, field.collation};
}

std::string_view sql_name(Type type) {
  switch (type) {
    case Type::boolean:
      return "boolean";
    case Type::integer:
      return "bigint";
    case Type::number:
      return "numeric";
    case Type::timestamp:
      return "timestamp with time zone";
    case Type::date:
      return "date";
    case Type::interval:
      return "interval";
    default:
      return "text";
  }
}

}  // namespace steward::rules

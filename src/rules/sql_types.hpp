// SPDX-License-Identifier: MIT
// How values of our types are kept in columns, arrays and ranges, and computed in SQL.
#pragma once

#include <string>
#include <string_view>

#include "steward/model/catalog.hpp"

namespace steward::rules {

/// The `sql_type` of a fact that is null: there is no such type in a database.
inline constexpr std::string_view kNullFact = "null";
/// The `sql_type` of a fact that is an empty list.
inline constexpr std::string_view kEmptyFact = "null[]";

/// A column, or an element or bound of one.
struct PartType {
  model::Type type = model::Type::other;
  std::string sql_type;
  bool zoned = true;
  std::string zone;       ///< of an unzoned timestamp; empty: the model's
  std::string collation;  ///< `Field::collation`
};

/// Of an array's elements; `other` when the field is no array of a type that is read.
[[nodiscard]] PartType element_of(const model::Field& field);
/// Of a range's bounds, likewise.
[[nodiscard]] PartType bound_of(const model::Field& field);

/// The type in which values of a type are computed: integers in bigint, durations in interval.
[[nodiscard]] std::string_view sql_name(model::Type type);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// Keys and other groups of columns as one text, in SQL: the only place that knows how.
//
// Everywhere in steward a key is a text. Of one column it is the column's value as PostgreSQL casts
// it to text; of several a JSON array of them, without spaces: `["DE",42]`. A key with a null in it
// is null. Sessions that build or compare keys print dates in ISO and UTC.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "steward/model/catalog.hpp"

namespace steward::model {

/// The name under which a group of columns is noted in a change: the column's own, or `["a","b"]`.
[[nodiscard]] std::string columns_name(const std::vector<std::string>& columns);

/// The text of `columns` of `row`, a row variable ("s", "old"). Columns that the entity does not
/// know are taken for texts.
[[nodiscard]] std::string key_text(const Entity& entity, const std::vector<std::string>& columns,
                                   std::string_view row);

/// Whether `columns` of `row` are among the keys of a text array, an SQL expression such as
/// ":keys". `types` are the SQL types that can hold what the array has, one a column: those of the
/// entity's own columns, or of what refers to them. An index over the columns can be used.
[[nodiscard]] std::string is_among_keys(std::string_view row,
                                        const std::vector<std::string>& columns,
                                        const std::vector<std::string>& types,
                                        std::string_view array);

/// The same for the entity's own key. Of a table it is planned once, not for each array: its index
/// is always the way, which is hidden from the planner where it would compare.
[[nodiscard]] std::string is_among_subjects(std::string_view row, const Entity& entity,
                                            std::string_view array);

/// What stands behind `column` where it is compared with `other`: two collations that are not the
/// database's own do not compare.
[[nodiscard]] std::string_view collation_against(const Entity& entity, const std::string& column,
                                                 const Entity& far, const std::string& other);

/// The SQL types of an entity's columns; text for one that it does not know.
[[nodiscard]] std::vector<std::string> sql_types(const Entity& entity,
                                                 const std::vector<std::string>& columns);

/// `s.a, s.b`: the order of keys.
[[nodiscard]] std::string key_order(const std::vector<std::string>& columns, std::string_view row);

/// Whether the columns of `row` come after a key, an SQL expression of a text such as ":after"; all
/// do where that is null.
[[nodiscard]] std::string is_after_key(std::string_view row,
                                       const std::vector<std::string>& columns,
                                       const std::vector<std::string>& types,
                                       std::string_view after);

}  // namespace steward::model

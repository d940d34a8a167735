// SPDX-License-Identifier: MIT
// Statements with named parameters (`:name`) as PostgreSQL takes them (`$1`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace steward::store {

struct PositionalSql {
  std::string sql;
  std::vector<std::string> names;  ///< names[0] is $1; a name that occurs twice is there once
  bool operator==(const PositionalSql&) const = default;
};

/// A parameter is a colon before a letter or `_`. Casts (`::`), strings, quoted identifiers,
/// dollar quotes and comments are left alone. An array slice between two columns needs a blank
/// after its colon.
[[nodiscard]] PositionalSql to_positional(std::string_view sql);

}  // namespace steward::store

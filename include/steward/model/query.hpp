// SPDX-License-Identifier: MIT
// SQL text with typed binds, and the one way in which names become SQL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace steward::model {

/// A bound parameter. A vector is bound as a PostgreSQL text array.
using Bind =
    std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, std::vector<std::string>>;

/// PostgreSQL takes no more in one statement.
inline constexpr std::size_t kMostBinds = 65'535;

/// A statement and the values of its named parameters (`:name` in the text, never in quotes).
/// Parameters named but not in `binds` are given by whoever runs it.
struct Query {
  std::string sql;
  std::map<std::string, Bind, std::less<>> binds;
  bool operator==(const Query&) const = default;
};

/// An identifier as SQL: always in double quotes, inner quotes doubled.
[[nodiscard]] std::string quoted(std::string_view identifier);
/// `"schema"."name"`.
[[nodiscard]] std::string quoted(std::string_view schema, std::string_view name);

}  // namespace steward::model

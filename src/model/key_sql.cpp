// SPDX-License-Identifier: MIT
#include "steward/model/key_sql.hpp"

#include <fmt/format.h>

#include "steward/model/query.hpp"

namespace steward::model {
namespace {

std::string column_of(std::string_view row, std::string_view name) {
  return fmt::format("{}.{}", row, quoted(name));
}

/// Numbers and booleans are themselves in JSON; everything else is its text.
bool is_json_scalar(const Field* field) {
  return field != nullptr && (field->type == Type::integer || field->type == Type::number ||
                              field->type == Type::boolean);
}

std::string json_of(const Entity& entity, const std::string& name, std::string_view row) {
  const auto column = column_of(row, name);
  const bool plain = is_json_scalar(entity.column(name));
  return fmt::format("cast(to_json({}) as text)",
                     plain ? column : fmt::format("cast({} as text)", column));
}

/// The parts of a key that is a JSON array, each in its type.
std::string parts_of(std::string_view key, const std::vector<std::string>& types) {
  std::string parts;
  for (std::size_t at = 0; at < types.size(); ++at) {
    parts += fmt::format("{}cast(cast({} as jsonb) ->> {} as {})", at == 0 ? "" : ", ", key, at,
                         types[at]);
  }
  return parts;
}

}  // namespace

std::string columns_name(const std::vector<std::string>& columns) {
  if (columns.size() == 1) return columns.front();
  std::string name = "[";
  for (const auto& column : columns) {
    if (name.size() > 1) name += ',';
    name += quoted(column);
  }
  return name + "]";
}

std::string key_text(const Entity& entity, const std::vector<std::string>& columns,
                     std::string_view row) {
  if (columns.size() == 1) return fmt::format("cast({} as text)", column_of(row, columns.front()));
  std::string sql = "('['";
  for (const auto& column : columns) {
    if (&column != &columns.front()) sql += " || ','";
    sql += " || " + json_of(entity, column, row);
  }
  return sql + " || ']')";
}

std::string is_among_keys(std::string_view row, const std::vector<std::string>& columns,
                          const std::vector<std::string>& types, std::string_view array) {
  if (columns.size() == 1) {
    return fmt::format("{} = any(cast({} as {}[]))", column_of(row, columns.front()), array,
                       types.front());
  }
  return fmt::format("({}) in (select {} from unnest(cast({} as text[])) as k(v))",
                     key_order(columns, row), parts_of("k.v", types), array);
}

std::string is_among_subjects(std::string_view row, const Entity& entity, std::string_view array) {
  const auto types = sql_types(entity, entity.key);
  if (entity.view || types.size() != 1) return is_among_keys(row, entity.key, types, array);
  const auto hidden = fmt::format("(select cast({} as {}[]))", array, types.front());
  return is_among_keys(row, entity.key, types, hidden);
}

std::string_view collation_against(const Entity& entity, const std::string& column,
                                   const Entity& far, const std::string& other) {
  const auto* here = entity.column(column);
  const auto* there = far.column(other);
  if (here == nullptr || there == nullptr) return {};
  const bool apart =
      !here->collation.empty() && !there->collation.empty() && here->collation != there->collation;
  return apart ? " collate \"C\"" : "";
}

std::vector<std::string> sql_types(const Entity& entity, const std::vector<std::string>& columns) {
  std::vector<std::string> types;
  for (const auto& column : columns) {
    const auto* field = entity.column(column);
    types.push_back(field == nullptr ? "text" : field->sql_type);
  }
  return types;
}

std::string key_order(const std::vector<std::string>& columns, std::string_view row) {
  std::string sql;
  for (const auto& column : columns) {
    sql += (sql.empty() ? "" : ", ") + column_of(row, column);
  }
  return sql;
}

std::string is_after_key(std::string_view row, const std::vector<std::string>& columns,
                         const std::vector<std::string>& types, std::string_view after) {
  if (columns.size() == 1) {
    return fmt::format("(cast({0} as {1}) is null or {2} > cast({0} as {1}))", after, types.front(),
                       column_of(row, columns.front()));
  }
  return fmt::format("(cast({} as text) is null or ({}) > ({}))", after, key_order(columns, row),
                     parts_of(after, types));
}

}  // namespace steward::model

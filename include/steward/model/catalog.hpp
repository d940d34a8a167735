// SPDX-License-Identifier: MIT
// The entities, fields and relations of a CRM database, as rules name them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace steward::model {

enum class Type { boolean, integer, number, text, timestamp, date, interval, json, other };

/// "boolean", "integer", …: the word used in messages.
[[nodiscard]] std::string_view to_string(Type type);

/// A column. Its name in rules is the column's.
struct Field {
  std::string name;
  Type type = Type::other;
  std::string sql_type;  ///< as `format_type` prints it, "character varying(40)"
  bool nullable = true;
  bool zoned = true;  ///< false for a timestamp without time zone: read in the model's zone
  std::vector<std::string> values;  ///< of an enum, or of a check `x in ('a', 'b')`; else empty
  bool operator==(const Field&) const = default;
};

/// A foreign key seen from one of its ends. `client_id` gives `client` (to one) on its own table,
/// and the table's name (to many) on the other.
struct Relation {
  std::string name;
  bool to_many = false;
  std::string target;         ///< entity
  std::string column;         ///< on this side
  std::string target_column;  ///< on the other side
  bool operator==(const Relation&) const = default;
};

/// A table (or partitioned table) of the mapped schema.
struct Entity {
  std::string name;    ///< in rules: the table's
  std::string schema;  ///< in SQL
  std::string table;   ///< in SQL
  std::string key;     ///< the single primary key column; empty when there is none or several
  std::string key_sql_type;
  bool partitioned = false;
  std::vector<Field> fields;
  std::vector<Relation> relations;
  bool operator==(const Entity&) const = default;

  [[nodiscard]] const Field* field(std::string_view name) const;
  [[nodiscard]] const Relation* relation(std::string_view name) const;
};

struct Catalog {
  std::map<std::string, Entity, std::less<>> entities;
  bool operator==(const Catalog&) const = default;

  [[nodiscard]] const Entity* find(std::string_view name) const;
};

}  // namespace steward::model

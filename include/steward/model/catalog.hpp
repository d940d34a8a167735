// SPDX-License-Identifier: MIT
// The entities, fields and relations of a CRM database, as rules name them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace steward::model {

enum class Type {
  boolean,
  integer,
  number,
  text,
  timestamp,
  date,
  interval,
  json,
  range,       ///< of `Field::element`: its bounds' type
  multirange,  ///< likewise: several ranges in order
  list,        ///< an array, of `Field::element`
  other,
};

/// "boolean", "integer", …: the word used in messages.
[[nodiscard]] std::string_view to_string(Type type);

/// A column.
struct Field {
  std::string name;  ///< in rules: the column's, or what model.yaml calls it
  Type type = Type::other;
  std::string sql_type;  ///< as `format_type` prints it, "character varying(40)"
  bool nullable = true;
  bool zoned = true;  ///< false for a timestamp without time zone, a range or a list of such
  std::vector<std::string> values;  ///< of an enum, or of a check `x in ('a', 'b')`; else empty
  std::string column;               ///< in SQL, where that is another name than in rules
  Type element = Type::other;       ///< of a range, a multirange or a list
  std::string element_sql_type;     ///< "timestamp with time zone"
  /// IANA name of the zone in which an unzoned timestamp is read; empty: the model does not say.
  std::string zone;
  /// Of a text or of the texts in a list, where it is not the database's own: `pg_catalog."C"`.
  std::string collation;
  std::string comment;    ///< of the column
  bool writable = false;  ///< model.yaml lets steward write it
  bool operator==(const Field&) const = default;

  [[nodiscard]] const std::string& sql_name() const { return column.empty() ? name : column; }
};

/// A column and the one on the other side that it equals; names of SQL.
struct ColumnPair {
  std::string column;
  std::string target_column;
  bool operator==(const ColumnPair&) const = default;
};

/// A foreign key seen from one of its ends. `client_id` gives `client` (to one) on its own table,
/// and the table's name (to many) on the other.
struct Relation {
  std::string name;
  bool to_many = false;
  std::string target;          ///< entity
  std::vector<ColumnPair> on;  ///< none: to all records of the target
  /// The database vouches for it: what a to-one relation's columns name is there. Of one that only
  /// model.yaml knows it may be missing.
  bool enforced = true;
  bool operator==(const Relation&) const = default;

  [[nodiscard]] std::vector<std::string> columns() const;         ///< on this side
  [[nodiscard]] std::vector<std::string> target_columns() const;  ///< on the other side
};

/// Its leading columns, up to the first expression. Partial and invalid ones are left out.
struct Index {
  std::vector<std::string> columns;
  bool unique = false;  ///< over exactly these columns
  bool operator==(const Index&) const = default;
};

/// A table behind a view.
struct ViewTable {
  std::string entity;
  std::vector<std::string> columns;  ///< of the table, which the view reads
  /// The table's columns that the view shows, and as which: a row of the table touches those rows
  /// of the view that have the same there. Empty: that cannot be told.
  std::vector<ColumnPair> on;
  bool operator==(const ViewTable&) const = default;
};

/// A table (or partitioned table) of the mapped schema, or a view whose tables are known.
struct Entity {
  std::string name;              ///< in rules: the table's, or what model.yaml calls it
  std::string schema;            ///< in SQL
  std::string table;             ///< in SQL
  std::vector<std::string> key;  ///< columns of the primary key; empty when there is none
  bool partitioned = false;
  bool view = false;
  std::vector<Field> fields;
  std::vector<Relation> relations;
  std::vector<Index> indexes;
  std::vector<ViewTable> tables;  ///< behind a view
  std::string comment;            ///< of the table
  std::string label;              ///< the field that names a record for people; empty: its key
  bool operator==(const Entity&) const = default;

  /// By its name in rules.
  [[nodiscard]] const Field* field(std::string_view name) const;
  /// By its name in SQL.
  [[nodiscard]] const Field* column(std::string_view sql_name) const;
  [[nodiscard]] const Relation* relation(std::string_view name) const;
  /// Whether rows are found fast by these columns: an index leads with one of them. Of a view that
  /// cannot be told, and the answer is yes.
  [[nodiscard]] bool is_indexed(const std::vector<std::string>& columns) const;
};

struct Catalog {
  std::map<std::string, Entity, std::less<>> entities;
  /// What rules cannot name: entities that model.yaml hides, and views whose tables it does not
  /// name. The tables behind a view may be among them.
  std::map<std::string, Entity, std::less<>> hidden;
  bool operator==(const Catalog&) const = default;

  /// One that rules can name.
  [[nodiscard]] const Entity* find(std::string_view name) const;
  /// Any of them.
  [[nodiscard]] const Entity* find_any(std::string_view name) const;
};

}  // namespace steward::model

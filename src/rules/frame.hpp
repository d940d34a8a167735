// SPDX-License-Identifier: MIT
// The rows that a statement reads: its subject, what to-one relations join to it, and the rows of
// to-many relations that its subqueries go through.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "rules/value.hpp"
#include "steward/model/catalog.hpp"

namespace steward::rules {

struct Source;

/// One row variable of a statement.
struct Row {
  const model::Entity* entity = nullptr;
  std::string alias;  ///< unique in the frame, never a name from the database
  Source* source = nullptr;
  /// How it is reached: for a joined row from `parent`, for the first row of a to-many source from
  /// its origin. Both are null for the subject.
  Row* parent = nullptr;
  const model::Relation* relation = nullptr;
  bool joined = false;  ///< something of it is read that its parent's column does not tell
  std::set<std::string, std::less<>> columns;  ///< read by the expressions
};

/// One FROM clause: a first row and what is joined to it, in an order in which it can be written.
struct Source {
  std::vector<std::unique_ptr<Row>> rows;
  std::vector<Value> filters;  ///< of a to-many relation: all must hold
  [[nodiscard]] Row& first() const { return *rows.front(); }
};

/// All rows of one statement. Rows and sources stay where they are.
class Frame {
 public:
  Frame(const model::Catalog& catalog, const model::Entity& subject);

  [[nodiscard]] Row& subject() const { return sources_.front()->first(); }
  [[nodiscard]] const std::vector<std::unique_ptr<Source>>& sources() const { return sources_; }
  [[nodiscard]] const model::Catalog& catalog() const { return catalog_; }

  /// The row at the other end of a to-one relation; the same one each time.
  Row& follow(Row& from, const model::Relation& relation);
  /// The rows at the other end of a to-many relation; new ones each time.
  Source& open(Row& from, const model::Relation& relation);
  /// Notes that `column` of `row` is read, and that every row on the way must be joined.
  void read(Row& row, const std::string& column);
  /// Notes that the key of `row` is read: the row itself need not be, where a foreign key tells.
  void read_key(Row& row);
  /// Notes that it is asked whether there is a row: likewise.
  void read_presence(Row& row);
  /// The name of a list's elements in SQL; another each time.
  [[nodiscard]] std::string name_elements();
  /// Whether this is the first time that this is asked about `what`, of the catalog: who warns of
  /// it warns once a frame.
  [[nodiscard]] bool is_new(const void* what) { return known_.insert(what).second; }

 private:
  Row& add(Source& source, const model::Entity& entity);

  const model::Catalog& catalog_;
  std::vector<std::unique_ptr<Source>> sources_;
  int rows_ = 0;
  int lists_ = 0;
  std::set<const void*> known_;
};

/// The columns that hold a row's key, and the row that they are read from.
struct KeyColumns {
  const Row* row = nullptr;
  std::vector<std::string> columns;
};
[[nodiscard]] KeyColumns key_columns(const Row& row);
/// The columns, none of them null, by which a joined row is there.
[[nodiscard]] KeyColumns presence_columns(const Row& row);

}  // namespace steward::rules

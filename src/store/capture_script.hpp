// SPDX-License-Identifier: MIT
// The SQL of one table's capture function and triggers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "steward/base/error.hpp"
#include "steward/model/rule.hpp"

namespace steward::store {

/// What the rules read of one entity.
struct CapturedEntity {
  std::string entity;
  std::vector<std::string> watched;  ///< a change of any other column is none
  /// Groups of columns whose old and new values are kept: key, join columns.
  std::vector<std::vector<std::string>> noted;
  bool operator==(const CapturedEntity&) const = default;
};

/// By entity; columns by name, each once. The noted ones are watched, too. Errors:
/// `invalid_input` when a rule reads what the catalog does not have.
[[nodiscard]] Result<std::vector<CapturedEntity>> captured_entities(
    const std::vector<model::Rule>& rules, const model::Catalog& catalog);

/// One object of the database and its SQL. The checksum of `sql` is kept as the object's comment.
struct CaptureObject {
  std::string name;
  std::string sql;  ///< creates or replaces it
  std::string checksum;
};

struct CaptureScript {
  std::string entity;
  std::string schema;  ///< of the table
  std::string table;
  CaptureObject function;  ///< in the schema steward
  std::vector<CaptureObject> triggers;

  /// "crm.clients": for people.
  [[nodiscard]] std::string table_name() const { return schema + "." + table; }
};

/// The script for an entity that `captured_entities` answered for this catalog. In a simulation
/// changes are stamped with the setting `steward.now` where a session has it.
[[nodiscard]] CaptureScript capture_script(const CapturedEntity& captured,
                                           const model::Catalog& catalog, bool simulation);

/// The comment that holds a checksum.
[[nodiscard]] std::string capture_comment(std::string_view checksum);

/// A text as an SQL literal.
[[nodiscard]] std::string quoted_literal(std::string_view text);

/// Asks for another look at every record of an entity.
[[nodiscard]] std::string resync_sql(std::string_view entity, std::string_view reason);

/// Takes one trigger away.
[[nodiscard]] std::string drop_trigger_sql(std::string_view schema, std::string_view table,
                                           std::string_view trigger);

}  // namespace steward::store

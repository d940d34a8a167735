// SPDX-License-Identifier: MIT
// The triggers on a CRM's tables that note which rows changed.
//
// A table has one function and four triggers: of an update by row, of inserts and deletes by
// statement (by row on a partitioned table), and of truncation. They note the old and new values
// of the key and of the columns that rules join on, nothing else. The function runs with the
// rights of whoever installed it, so that an application with rights on the CRM alone can still
// write.
//
// Installing needs the TRIGGER privilege on the tables, USAGE and CREATE on the schema `steward`,
// INSERT on `steward.change` and INSERT and UPDATE on `steward.resync`. Each table is locked
// against writing for the moment of its change, and not waited for longer than three seconds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "steward/base/error.hpp"
#include "steward/model/rule.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

enum class CaptureState {
  missing,
  disabled,  ///< on the table or on one of its partitions
  outdated,  ///< made for other columns, or by another version
  obsolete,  ///< no rule reads the table
};
/// "missing", "disabled", …
[[nodiscard]] std::string_view to_string(CaptureState state);

/// A trigger that is not as the rules need it.
struct CaptureGap {
  std::string table;  ///< "crm.clients"
  std::string trigger;
  CaptureState state = CaptureState::missing;
  bool operator==(const CaptureGap&) const = default;
};

/// The statements that install everything the rules need, for a DBA to run in one piece; they may
/// be run again. Errors: `invalid_input` when a rule reads what the catalog does not have, and
/// those of the statements.
[[nodiscard]] Result<std::string> capture_sql(Pool& pool, const model::RuleSet& rules);

/// What differs from what the rules need; empty when capture is complete. Changes nothing.
/// Errors: as `capture_sql`.
[[nodiscard]] Result<std::vector<CaptureGap>> capture_gaps(Pool& pool, const model::RuleSet& rules);

/// Closes every gap and answers those it closed. What is right already is not touched. Records of
/// a table that had a gap will all be looked at again: changes may have been missed. Errors:
/// `conflict` when a table stayed locked, `rejected` without the privileges; tables before it are
/// done then.
[[nodiscard]] Result<std::vector<CaptureGap>> install_capture(Pool& pool,
                                                              const model::RuleSet& rules);

/// Removes every capture trigger and function, and answers the tables that had any.
[[nodiscard]] Result<std::vector<std::string>> remove_capture(Pool& pool);

}  // namespace steward::store

// SPDX-License-Identifier: MIT
// A table over fields of the record: the first row that fits says what is chosen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/frame.hpp"
#include "rules/placed_text.hpp"
#include "rules/sql_writer.hpp"
#include "rules/yaml_node.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

inline constexpr std::size_t kMostTableFields = 3;
inline constexpr std::size_t kMostTableRows = 1000;

struct DecisionRow {
  SourceMark mark;
  std::vector<PlacedText> cells;  ///< one for each field
  YamlNode chosen;                ///< its last column
};

/// As its file says it: `by:` one to three expressions, `rows:` with a value or `any` for each of
/// them and what the row chooses at last, `default:` what is chosen when no row fits.
struct DecisionTable {
  SourceMark mark;
  std::vector<PlacedText> by;
  std::vector<DecisionRow> rows;
  YamlNode otherwise;

  /// The row by its values, "fuel, priority"; "default" past the last. Rows count from 1.
  [[nodiscard]] std::string row_in_words(std::size_t number) const;
};

/// Whether a cell fits every value: "*" or "any".
[[nodiscard]] bool fits_all(const PlacedText& cell);

/// Reads a table; `what` names it in messages, "'within' of rule 'x'". Nothing when a mistake was
/// reported.
[[nodiscard]] std::optional<DecisionTable> read_decision_table(const YamlNode& node,
                                                               const std::string& what,
                                                               Problems& problems);

/// A table whose fields are known, and whose values they can have.
struct CheckedTable {
  std::vector<Value> by;
  std::vector<std::vector<std::optional<Value>>> rows;  ///< nothing where all fits
};

/// Checks a table against the frame's subject. Two rows that ask the same are an error, one that an
/// earlier row hides is a warning. Nothing when a mistake was reported.
[[nodiscard]] std::optional<CheckedTable> check_table(const DecisionTable& table, Frame& frame,
                                                      Problems& problems);

/// An integer: the number of the first row that fits, from 1, or one past the last. A field that is
/// null fits `any` alone.
[[nodiscard]] std::string row_number(const CheckedTable& table, SqlWriter& writer);

}  // namespace steward::rules

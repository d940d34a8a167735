// SPDX-License-Identifier: MIT
// An expression that somebody tries, compiled as those of rules are, to a query for its value.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "steward/base/json.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/catalog.hpp"
#include "steward/model/query.hpp"

namespace steward::rules {

/// The file of which the mistakes in an expression are said to be.
inline constexpr const char* kExpressionFile = "expression";

/// Records that are given by hand: an object in an object is a relation to one, a list of objects
/// one to many, a list of anything else an array. Types are those of the values.
class Facts {
 public:
  /// Errors: `invalid_input`, naming the member.
  [[nodiscard]] static Result<Facts> from(const json::object& object);

  [[nodiscard]] const model::Catalog& catalog() const { return catalog_; }
  /// Of each entity its rows, with the names of its columns.
  [[nodiscard]] const json::object& rows() const { return rows_; }

 private:
  model::Catalog catalog_;
  json::object rows_;
};

/// Reads an object from a .json file, or from one of YAML, where what is not quoted may be a
/// number, true, false or null. Nothing when a mistake was reported.
[[nodiscard]] std::optional<json::object> read_facts(const std::filesystem::path& file,
                                                     Problems& problems);

/// The value as JSON text in the one column `value` of the one row. Timestamps are RFC 3339 in UTC,
/// durations "5400s", records their keys. Nothing when a mistake was reported.
[[nodiscard]] std::optional<model::Query> compile_for_facts(const std::string& expression,
                                                            const Facts& facts, Problems& problems);

/// The same for a record, whose key is to be in the text array `:keys`. `model` is model.yaml, or
/// empty. Mistakes in it are reported, too.
[[nodiscard]] std::optional<model::Query> compile_for_record(
    const std::string& expression, const std::string& entity, const std::string& key,
    const model::Catalog& catalog, const std::filesystem::path& model, Problems& problems);

}  // namespace steward::rules

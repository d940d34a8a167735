// SPDX-License-Identifier: MIT
// Compiles the listings of model.yaml (staff, holders of roles, absences, …) to queries.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/naming.hpp"
#include "rules/placed_text.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/catalog.hpp"
#include "steward/model/query.hpp"

namespace steward::rules {

/// How a column of a listing is returned.
enum class ListingKind {
  text,     ///< cast to text
  instant,  ///< bigint microseconds since the epoch; a date is the start of its day
  person,   ///< a relation to staff, or the staff entity's own key: the key as text
  client,   ///< a relation to the clients: the key as text
  boolean,  ///< as it is
};

struct ListingColumn {
  std::string name;  ///< of the result column
  ListingKind kind = ListingKind::text;
  std::optional<PlacedText> expression;  ///< absent: null
};

/// `select … from entity`, for the people of model.yaml. With `by_keys` the query is restricted to
/// the text array `:keys`: of the keys of its clients where a column is a client, else of the
/// entity's own. A column named "key" without an expression is the key as text. Nothing when a
/// mistake was reported.
[[nodiscard]] std::optional<model::Query> compile_listing(const model::Catalog& catalog,
                                                          const Naming& naming,
                                                          const model::Entity& entity,
                                                          const std::vector<ListingColumn>& columns,
                                                          bool by_keys, Problems& problems);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// Compiled SQL for people to read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/model/query.hpp"

namespace steward::app {

/// A clause a line, subqueries indented; only white space is changed.
[[nodiscard]] std::string laid_out(std::string_view sql);

/// A named parameter: "p1", "text", "priority"; of what the daemon gives when it runs the query,
/// the value is none.
struct BoundValue {
  std::string name;
  std::string type;
  std::optional<std::string> value;
  bool operator==(const BoundValue&) const = default;
};

/// All parameters of a query, in the order of the text.
[[nodiscard]] std::vector<BoundValue> bound_values(const model::Query& query);

}  // namespace steward::app

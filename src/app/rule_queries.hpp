// SPDX-License-Identifier: MIT
// What a rule became: its queries, each with what it is for.
#pragma once

#include <string>
#include <vector>

#include "steward/model/rule.hpp"

namespace steward::app {

struct RuleQuery {
  std::string purpose;  ///< "what the rule says of subjects"
  const model::Query& query;
};

[[nodiscard]] std::vector<RuleQuery> queries_of(const model::Rule& rule);

/// All of them, laid out, each with its parameters.
[[nodiscard]] std::string sql_of(const model::Rule& rule);

}  // namespace steward::app

// SPDX-License-Identifier: MIT
// A rule and why a record has a promise of it, for other programs; instants in UTC.
#pragma once

#include "app/explanation_text.hpp"
#include "app/rule_text.hpp"
#include "steward/base/json.hpp"

namespace steward::app {

/// Its name, title and sentences, and its expressions as they are written.
[[nodiscard]] json::object json_of(const model::Rule& rule, const rules::RuleInWords& words,
                                   const std::vector<Saying>& sayings);

/// The queries of a rule with their parameters.
[[nodiscard]] json::array json_of_queries(const model::Rule& rule);

[[nodiscard]] json::object json_of(const Story& story);

}  // namespace steward::app

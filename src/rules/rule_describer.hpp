// SPDX-License-Identifier: MIT
// Puts the expressions of one rule into words.
#pragma once

#include <optional>

#include "rules/naming.hpp"
#include "rules/placed_rule.hpp"
#include "steward/rules/rule_in_words.hpp"

namespace steward::rules {

/// A rule that was checked before. Nothing when it is not right after all.
[[nodiscard]] std::optional<RuleInWords> describe(const PlacedRule& placed,
                                                  const model::Catalog& catalog,
                                                  const Naming& naming, Problems& problems);

}  // namespace steward::rules

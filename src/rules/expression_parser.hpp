// SPDX-License-Identifier: MIT
// Parses expressions by the grammar of CEL. What of CEL this version does not know is refused by
// name, here where it is syntax, in the checker where it is a function.
#pragma once

#include <optional>

#include "rules/expression.hpp"
#include "rules/placed_text.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

/// Nothing when a mistake was reported (the first one: what follows it cannot be trusted).
[[nodiscard]] std::optional<Expression> parse_expression(const PlacedText& source,
                                                         Problems& problems);

}  // namespace steward::rules

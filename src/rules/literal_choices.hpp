// SPDX-License-Identifier: MIT
// The texts that an expression can give as they stand in it.
#pragma once

#include <vector>

#include "rules/placed_text.hpp"

namespace steward::rules {

/// `"a"` and `"b"` of `x == 1 ? "a" : "b"`, each at its place. An expression that does not parse
/// has none: it is reported elsewhere.
[[nodiscard]] std::vector<PlacedText> literal_choices(const PlacedText& expression);

}  // namespace steward::rules

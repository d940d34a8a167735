// SPDX-License-Identifier: MIT
// What two rules have in common: the records that they are about, and when they are due.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "rules/placed_rule.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

/// What a rule promises, without names, words and steps. Expressions are compared as they are
/// parsed: variables, white space, comments and needless parentheses make no difference.
struct Promise {
  std::string rule;  ///< its name
  SourceMark mark;
  std::string terms;                 ///< mode, subject, schedule and clock
  std::set<std::string> conditions;  ///< all of which must hold
};

/// Of a rule whose variables are in their places.
[[nodiscard]] Promise promise_of(const PlacedRule& placed);

/// Warns of rules that promise the same, and of those whose every record is also one of another
/// rule: they would remind and breach twice. A rule in shadow beside a live one is on trial.
void warn_of_doubles(const std::vector<Promise>& promises, Problems& problems);

}  // namespace steward::rules

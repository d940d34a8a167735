// SPDX-License-Identifier: MIT
// Takes a condition apart at its && and ||.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rules/expression.hpp"
#include "rules/expression_words.hpp"
#include "rules/record_reads.hpp"
#include "steward/rules/rule_in_words.hpp"

namespace steward::rules {

/// A condition, and for each of its tests a column and the text to compile for it.
struct TakenApart {
  ConditionPart condition;
  std::vector<std::pair<std::string, std::string>> tests;
};

/// `text` is the condition's; columns are "t1", "t2", …
[[nodiscard]] TakenApart take_apart(const Expression& condition, std::string_view text,
                                    ExpressionWords& words, RecordReads& reads);

}  // namespace steward::rules

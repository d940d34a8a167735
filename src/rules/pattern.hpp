// SPDX-License-Identifier: MIT
// Patterns of `matches`: written as RE2 reads them, answered by PostgreSQL. What the two read
// differently is spelt out in the translation, or refused by name.
#pragma once

#include <string>
#include <string_view>

#include "rules/expression.hpp"

namespace steward::rules {

struct Pattern {
  std::string postgres;  ///< an advanced regular expression that finds what RE2 would find
  std::string mistake;   ///< empty when there is none
  std::string hint;
  TextSpan place;  ///< of the mistake
};

/// How many characters a pattern may stand for once its repetitions are written out: both engines
/// refuse what is much larger, PostgreSQL only when it runs.
inline constexpr int kMostPatternSize = 1000;
inline constexpr int kMostPatternDepth = 50;
/// The most that PostgreSQL counts to; RE2 counts to 1000.
inline constexpr int kMostRepetitions = 255;

[[nodiscard]] Pattern translate_pattern(std::string_view text);

}  // namespace steward::rules

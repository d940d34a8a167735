// SPDX-License-Identifier: MIT
// A rule in sentences that can be read aloud.
#pragma once

#include <string>
#include <vector>

#include "steward/model/rule.hpp"
#include "steward/rules/rule_in_words.hpp"

namespace steward::app {

/// One sentence, and what hangs on it: the levels of a chain.
struct Saying {
  std::string sentence;
  std::vector<std::string> details;
  bool operator==(const Saying&) const = default;
};

/// The rule from its source to its last step.
[[nodiscard]] std::vector<Saying> say_rule(const model::RuleSet& set, const model::Rule& rule,
                                           const rules::RuleInWords& words, Instant now);

/// "24 hours before it is due", "at once" for the start.
[[nodiscard]] std::string moment_in_words(const model::Moment& moment);

/// A sentence a line, an empty line before the steps, details indented.
[[nodiscard]] std::string text_of(const std::vector<Saying>& sayings);

}  // namespace steward::app

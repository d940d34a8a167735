// SPDX-License-Identifier: MIT
// Why a record has a promise or none, for people to read.
#pragma once

#include <string>
#include <vector>

#include "steward/engine/explanation.hpp"
#include "steward/store/reports.hpp"

namespace steward::app {

/// An explanation with what was recorded of its promise.
struct Story {
  const model::RuleSet& set;
  const model::Rule& rule;
  const rules::RuleInWords& words;
  const engine::Explanation& explanation;
  std::vector<store::HistoryLine> history;
  std::vector<store::TaskLine> tasks;  ///< with the steps that told nobody
  std::string assignee_name;           ///< of the promise; "" when it is a role's or nobody's
  bool shadow = false;                 ///< the installation sends nothing
};

/// Everything, in the organisation's zone.
[[nodiscard]] std::string text_of(const Story& story);

/// Why there is a promise or none, in a sentence or some.
[[nodiscard]] std::string why(const Story& story);

/// A value of the record: `"priority"`, an instant in the organisation's zone, "not given".
[[nodiscard]] std::string value_in_words(const rules::RecordValue& value,
                                         const std::optional<std::string>& text,
                                         const calendar::Zone& zone, Instant now);

}  // namespace steward::app

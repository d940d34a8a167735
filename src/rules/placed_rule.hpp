// SPDX-License-Identifier: MIT
// A rule as its file says it, before the catalog and the other files are asked whether it is right.
#pragma once

#include <optional>
#include <vector>

#include "rules/decision_table.hpp"
#include "rules/placed_text.hpp"
#include "rules/vars.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// Channels and a template, with the places at which they are named.
struct Wording {
  std::optional<PlacedText> template_name;
  std::vector<PlacedText> by;  ///< empty where the channels are the default
  std::vector<PlacedText> rows =
      {};  ///< the templates that a table chooses, its default among them
};

/// Something that the record is asked when a promise opens or a step acts, by the name of its
/// answer.
struct PlacedQuestion {
  std::string name;
  PlacedText expression;
};

/// Who must not be told.
struct PlacedNever {
  std::vector<model::Recipient> recipients;
  std::vector<PlacedQuestion> expressions;  ///< of those that the record names
};

/// A table with the name of its answer.
struct PlacedTable {
  std::string name;
  DecisionTable table;
};

struct PlacedStep {
  model::Step step;
  SourceMark mark;
  SourceMark at_mark;
  bool at_known = false;  ///< `step.at` could be read
  Wording wording;
  std::optional<PlacedText> escalate;
  std::optional<PlacedQuestion> when;
  PlacedNever never;
  std::optional<PlacedTable> template_table;
  SourceMark every_mark;
  SourceMark until_mark;
};

struct PlacedRule {
  /// What needs neither catalog nor other files; its queries are empty.
  model::Rule rule;
  bool complete = true;  ///< nothing was reported about it while it was read
  std::optional<PlacedText> subject;
  std::optional<PlacedText> when;
  std::optional<PlacedText> starts;
  std::optional<PlacedText> stops;
  std::optional<PlacedText> due;
  std::optional<PlacedText> within;  ///< an expression
  std::optional<DecisionTable> within_table;
  std::optional<PlacedText> pauses;
  std::optional<PlacedText> calendar;             ///< its name
  std::optional<PlacedText> calendar_expression;  ///< or what gives it
  std::optional<PlacedText> was;
  std::optional<PlacedText> assign;
  std::optional<PlacedText> schedule;  ///< its recurrence
  PlacedNever never;
  std::optional<PlacedTable> step_table;
  std::vector<UsedVar> vars;  ///< those that its expressions use
  std::vector<PlacedStep> steps;
};

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// A rule as its file says it, before the catalog and the other files are asked whether it is right.
#pragma once

#include <optional>
#include <vector>

#include "rules/placed_text.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// Channels and a template, with the places at which they are named.
struct Wording {
  std::optional<PlacedText> template_name;
  std::vector<PlacedText> by;  ///< empty where the channels are the default
};

struct PlacedStep {
  model::Step step;
  SourceMark mark;
  SourceMark at_mark;
  bool at_known = false;  ///< `step.at` could be read
  Wording wording;
  std::optional<PlacedText> escalate;
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
  std::optional<PlacedText> calendar;
  std::optional<PlacedText> assign;
  std::vector<PlacedStep> steps;
};

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "integration/chaos_oracle.hpp"

#include <algorithm>

namespace steward::test {
namespace {

/// A reminder that is passed over because the breach says it too, and one that is sent, are the
/// same to whom they are for.
std::string said(const std::string& kind) {
  return kind == "acted" || kind == "collapsed" ? "sent" : kind;
}

bool is_level(const std::string& step) {
  return step.find('/') != std::string::npos;
}

}  // namespace

Instant first_step_of(Instant starts) {
  return starts + kChaosWithin - kChaosReminder;
}

std::string verdict(const ChaosRule& rule, const ChaosStory& story) {
  const bool closed_early = story.ended == Ended::before_steps;
  const auto stop = story.stop ? std::optional(std::max(*story.stop, story.starts)) : std::nullopt;
  ChaosFinding expected;
  expected.due = story.starts + kChaosWithin;
  const bool in_time = stop && *stop <= expected.due;
  const bool late = stop && !in_time;
  const bool breached = !closed_early || (story.asked && late);

  expected.state = !story.asked ? "cancelled" : stop ? "kept" : "breached";
  expected.recorded_late = story.asked && in_time && breached;
  const std::string others = closed_early ? "closed" : "sent";
  const std::string at_due = closed_early && breached ? "already resolved" : others;
  expected.steps = {{"1", others, expected.due - kChaosReminder}, {"2", at_due, expected.due}};
  if (rule.levels > 0) expected.steps.push_back({"3", others, expected.due + kChaosChain});
  for (int level = 1; level <= rule.levels && !closed_early; ++level) {
    expected.steps.push_back({"3/" + std::to_string(level), "sent", {}});
  }

  if (breached) expected.entries.emplace_back("breached");
  for (int level = 1; level <= rule.levels && !closed_early; ++level) {
    expected.entries.emplace_back("escalated");
  }
  if (breached && !story.asked) {
    expected.entries.emplace_back("withdrawn");
  } else if (breached && stop) {
    expected.entries.emplace_back(in_time ? "rectified" : "resolved");
  }
  return to_line(expected);
}

std::string to_line(const ChaosFinding& finding) {
  std::string line = finding.state;
  if (finding.recorded_late) line += " recorded late";
  line += " due " + to_rfc3339(finding.due) + ":";
  for (const auto& step : finding.steps) {
    line += " " + step.id + " " + said(step.kind);
    if (!is_level(step.id)) line += " " + to_rfc3339(step.at);
    line += ",";
  }
  for (const auto& entry : finding.entries) line += " " + entry;
  return line;
}

}  // namespace steward::test

// SPDX-License-Identifier: MIT
// One record and the promise on it, for tests of what a look at the record does.
#pragma once

#include <gtest/gtest.h>

#include "november.hpp"
#include "steward/model/commitment.hpp"

namespace steward::model {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

/// Everything that a transition may have changed, on one line.
inline std::string line(const Transition& transition) {
  const auto& after = transition.after;
  std::string text(to_string(transition.kind));
  text += ": " + std::string(to_string(after.state)) + " " + show(after.starts);
  if (after.due) text += " to " + show(*after.due);
  if (after.historic) text += ", historic";
  if (after.recorded_late) text += ", recorded late";
  if (after.stopped) text += ", stopped " + show(*after.stopped);
  if (after.breached_at) text += ", breached " + show(*after.breached_at);
  for (const auto& pause : after.pauses) {
    text += ", pause " + show(pause.from) + " to " + (pause.to ? show(*pause.to) : "?");
  }
  if (after.closed_at) text += ", closed " + show(*after.closed_at);
  if (!after.assignee.empty()) text += ", of " + after.assignee;
  return text;
}

/// One record and the promise on it, looked at again and again.
class OneRecord : public testing::Test {
 protected:
  OneRecord() {
    rule.name = "follow-up";
    rule.subject = "deliveries";
    rule.revision = "first";
    rule.clock.within = calendar::Span{calendar::SpanKind::open_time, 48h, 0};
    set.calendars.emplace("always", calendar::Calendar::always(calendar::Zone()));
    record.key = "118";
    record.active = true;
    record.starts = nov("02 12:00");
  }

  Lines look(const std::string& now) { return look(now, &record); }
  Lines look_when_gone(const std::string& now) { return look(now, nullptr); }

  /// As the firing does at due.
  void breach(const std::string& now) {
    latest->state = State::breached;
    latest->breached_at = nov(now);
  }

  void stop(const std::string& at) { record.stops = nov(at); }
  void pause(const std::string& from, const std::string& to) {
    rule.clock.pauses = PauseKind::intervals;
    record.pauses.push_back({nov(from), to.empty() ? std::nullopt : std::optional(nov(to))});
  }

  Rule rule;
  Evaluation record;
  RuleSet set;  ///< whose calendars there are
  Instant effective_from = nov("01 00:00");
  std::optional<Commitment> latest;

 private:
  Lines look(const std::string& now, const Evaluation* evaluation) {
    const Judge judge{rule, set.calendars.at("always"), effective_from, nov(now), &set};
    const auto transitions = reconcile(judge, latest, evaluation);
    if (!transitions) return {transitions.error().message()};
    Lines lines;
    for (const auto& transition : *transitions) {
      lines.push_back(line(transition));
      latest = transition.after;
    }
    return lines;
  }
};

}  // namespace steward::model

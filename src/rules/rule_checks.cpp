// SPDX-License-Identifier: MIT
#include "rules/rule_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace steward::rules {
namespace {

using model::Anchor;
using model::Moment;
using namespace std::chrono_literals;

/// Whether two moments lie in a known order whatever the record says.
bool comparable(const Moment& a, const Moment& b) {
  if (a.percent || b.percent) return a.percent && b.percent;
  const bool same_time = a.working == b.working || a.offset == 0us || b.offset == 0us;
  return a.anchor == b.anchor && same_time;
}

bool comes_before(const Moment& a, const Moment& b) {
  return a.percent ? *a.percent < *b.percent : a.offset < b.offset;
}

/// Each step against the ones before it: the nearest that cannot come first is named.
void check_order(const PlacedRule& placed, Problems& problems) {
  const auto& steps = placed.steps;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    for (std::size_t before = i; before-- > 0;) {
      const auto& earlier = steps[before];
      const auto& later = steps[i];
      if (!earlier.at_known || !later.at_known) continue;
      if (!comparable(earlier.step.at, later.step.at)) continue;
      if (!comes_before(later.step.at, earlier.step.at)) continue;
      problems.error(later.at_mark,
                     fmt::format("step {} acts before step {}", later.step.id, earlier.step.id),
                     fmt::format("step {} is at '{}': write steps in the order of time",
                                 earlier.step.id, model::to_string(earlier.step.at)));
      break;
    }
  }
}

void check_breaches(const PlacedRule& placed, Problems& problems) {
  const PlacedStep* first = nullptr;
  for (const auto& step : placed.steps) {
    if (!step.step.breach) continue;
    if (first != nullptr) {
      problems.error(
          step.mark, "a second breach step",
          fmt::format("step {} is one already: a promise is broken once", first->step.id));
    } else {
      first = &step;
    }
  }
}

void check_announcement(const PlacedRule& placed, Problems& problems) {
  for (const auto& step : placed.steps) {
    if (step.step.breach) {
      problems.error(step.mark, "a breach step in an announcement",
                     "its clock has neither 'within' nor 'due', so nothing can be late");
    } else if (step.at_known && (step.step.at.percent || step.step.at.anchor == Anchor::due)) {
      problems.error(step.at_mark,
                     fmt::format("'{}' in an announcement", model::to_string(step.step.at)),
                     "its clock has neither 'within' nor 'due': count from start");
    }
  }
}

bool tells_before_due(const PlacedStep& placed) {
  const auto& at = placed.step.at;
  if (placed.step.notify.empty() && placed.step.escalate.empty()) return false;
  if (at.percent) return *at.percent < 100;
  return at.anchor == Anchor::start || at.offset < 0us;
}

void warn_of_silence(const PlacedRule& placed, Problems& problems) {
  const auto& steps = placed.steps;
  const auto& name = placed.rule.name;
  const auto breaches = [](const PlacedStep& step) { return step.step.breach; };
  if (std::none_of(steps.begin(), steps.end(), breaches)) {
    problems.warning(placed.rule.mark, fmt::format("rule '{}' has no breach step", name),
                     "a breach is in the log all the same, but nobody is told of it");
  }
  if (std::none_of(steps.begin(), steps.end(), tells_before_due)) {
    problems.warning(placed.rule.mark, fmt::format("rule '{}' tells nobody before it is due", name),
                     "a reminder is a step such as 'at: due - 24h'");
  }
}

/// Nothing can be said without words.
void check_templates(const PlacedRule& placed, Problems& problems) {
  for (const auto& step : placed.steps) {
    if (step.step.notify.empty() || !step.step.template_name.empty()) continue;
    problems.error(
        step.mark,
        fmt::format("step {} of rule '{}' has no 'template'", step.step.id, placed.rule.name),
        "'template' is the words that are sent, by a template's name");
  }
}

}  // namespace

void check_steps(const PlacedRule& placed, Problems& problems) {
  check_order(placed, problems);
  check_breaches(placed, problems);
  if (!placed.complete) return;
  check_templates(placed, problems);
  if (placed.rule.clock.is_announcement()) {
    check_announcement(placed, problems);
  } else {
    warn_of_silence(placed, problems);
  }
}

}  // namespace steward::rules

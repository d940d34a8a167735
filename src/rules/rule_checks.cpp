// SPDX-License-Identifier: MIT
#include "rules/rule_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace steward::rules {
namespace {

using model::Anchor;
using model::Moment;

/// The steps that one promise can have: all, or those of one row of the table of steps.
struct StepGroup {
  int row = 0;
  std::vector<const PlacedStep*> steps;
};

std::vector<StepGroup> groups_of(const PlacedRule& placed) {
  std::vector<StepGroup> groups;
  for (const auto& step : placed.steps) {
    const int row = step.step.row;
    if (groups.empty() || groups.back().row != row) groups.push_back({row, {}});
    groups.back().steps.push_back(&step);
  }
  return groups;
}

/// How far a moment lies from its anchor, in a measure of its own.
struct Distance {
  enum class Measure { elapsed, working, months, working_days };
  Measure measure = Measure::elapsed;
  std::int64_t size = 0;
};

Distance distance_of(const Moment& moment) {
  if (!moment.span) {
    return {moment.working ? Distance::Measure::working : Distance::Measure::elapsed,
            moment.offset.count()};
  }
  const bool months = moment.span->kind == calendar::SpanKind::months;
  return {months ? Distance::Measure::months : Distance::Measure::working_days, moment.span->count};
}

int sign_of(std::int64_t size) {
  return size < 0 ? -1 : size > 0 ? 1 : 0;
}

/// Where a moment lies, as far as that is certain of every record. One that counts back from due
/// to before the start is left out, so that it is never before it.
enum class Part { start, before_due, due, after_due };

struct Reach {
  Part earliest = Part::start;
  Part latest = Part::after_due;
};

Part part_of(int against_due) {
  return against_due < 0 ? Part::before_due : against_due > 0 ? Part::after_due : Part::due;
}

Reach reach_of(const Moment& moment) {
  constexpr int kDue = 100;
  if (moment.percent) {
    const auto part = part_of(sign_of(*moment.percent - kDue));
    return {part, part};
  }
  const int sign = sign_of(distance_of(moment).size);
  if (moment.anchor == Anchor::due) return {part_of(sign), part_of(sign)};
  if (sign == 0) return {Part::start, Part::start};
  return {Part::before_due, Part::after_due};
}

/// Whether `a` comes before `b` whatever the record says; false also where nobody can tell.
bool comes_before(const Moment& a, const Moment& b) {
  if (a.percent && b.percent) return *a.percent < *b.percent;
  if (a.percent || b.percent || a.anchor != b.anchor) {
    return reach_of(a).latest < reach_of(b).earliest;
  }
  const auto left = distance_of(a);
  const auto right = distance_of(b);
  if (left.measure == right.measure) return left.size < right.size;
  return sign_of(left.size) < sign_of(right.size);
}

/// Each step against the ones before it: the nearest that cannot come first is named.
void check_order(const StepGroup& group, Problems& problems) {
  const auto& steps = group.steps;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    for (std::size_t before = i; before-- > 0;) {
      const auto& earlier = *steps[before];
      const auto& later = *steps[i];
      if (!earlier.at_known || !later.at_known) continue;
      if (!comes_before(later.step.at, earlier.step.at)) continue;
      problems.error(later.at_mark,
                     fmt::format("step {} acts before step {}", later.step.id, earlier.step.id),
                     fmt::format("step {} is at '{}': write steps in the order of time",
                                 earlier.step.id, model::to_string(earlier.step.at)));
      break;
    }
  }
}

void check_repeats(const PlacedRule& placed, Problems& problems) {
  for (const auto& step : placed.steps) {
    const auto& repeat = step.step.repeat;
    if (!repeat || !repeat->until || !step.at_known) continue;
    if (!comes_before(*repeat->until, step.step.at)) continue;
    problems.error(step.until_mark, "'until' lies before the step's own time",
                   fmt::format("step {} is at '{}'", step.step.id, model::to_string(step.step.at)));
  }
}

void check_breaches(const StepGroup& group, Problems& problems) {
  const PlacedStep* first = nullptr;
  for (const auto* step : group.steps) {
    if (!step->step.breach) continue;
    if (first != nullptr) {
      problems.error(
          step->mark, "a second breach step",
          fmt::format("step {} is one already: a promise is broken once", first->step.id));
    } else {
      first = step;
    }
  }
}

bool counts_from_due(const Moment& moment) {
  return moment.percent || moment.anchor == Anchor::due;
}

void refuse_due(const SourceMark& mark, const Moment& moment, Problems& problems) {
  problems.error(mark, fmt::format("'{}' in an announcement", model::to_string(moment)),
                 "its clock has neither 'within' nor 'due': count from start");
}

void check_announcement(const PlacedRule& placed, Problems& problems) {
  for (const auto& step : placed.steps) {
    if (step.step.breach) {
      problems.error(step.mark, "a breach step in an announcement",
                     "its clock has neither 'within' nor 'due', so nothing can be late");
    } else if (step.at_known && counts_from_due(step.step.at)) {
      refuse_due(step.at_mark, step.step.at, problems);
    }
    const auto& repeat = step.step.repeat;
    if (repeat && repeat->until && counts_from_due(*repeat->until)) {
      refuse_due(step.until_mark, *repeat->until, problems);
    }
  }
}

bool tells_before_due(const PlacedStep& placed) {
  const auto& at = placed.step.at;
  if (placed.step.notify.empty() && placed.step.escalate.empty()) return false;
  if (at.percent) return *at.percent < 100;
  return at.anchor == Anchor::start || distance_of(at).size < 0;
}

void warn_of_silence(const PlacedRule& placed, const StepGroup& group, Problems& problems) {
  const auto& steps = group.steps;
  const auto where =
      group.row == 0
          ? std::string()
          : " by " + (placed.step_table ? fmt::format("row '{}' of its "
                                                      "steps",
                                                      placed.step_table->table.row_in_words(
                                                          static_cast<std::size_t>(group.row)))
                                        : std::string("its steps"));
  const auto& name = placed.rule.name;
  const auto breaches = [](const PlacedStep* step) { return step->step.breach; };
  if (std::none_of(steps.begin(), steps.end(), breaches)) {
    problems.warning(placed.rule.mark, fmt::format("rule '{}' has no breach step{}", name, where),
                     "a breach is in the log all the same, but nobody is told of it");
  }
  const auto tells = [](const PlacedStep* step) { return tells_before_due(*step); };
  if (std::none_of(steps.begin(), steps.end(), tells)) {
    problems.warning(placed.rule.mark,
                     fmt::format("rule '{}' tells nobody before it is due{}", name, where),
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
  const auto groups = groups_of(placed);
  for (const auto& group : groups) {
    check_order(group, problems);
    check_breaches(group, problems);
  }
  check_repeats(placed, problems);
  if (!placed.complete) return;
  check_templates(placed, problems);
  if (placed.rule.clock.is_announcement()) {
    check_announcement(placed, problems);
  } else {
    for (const auto& group : groups) warn_of_silence(placed, group, problems);
  }
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "rules/clock_reader.hpp"

#include <fmt/format.h>

#include "rules/addressing.hpp"
#include "rules/moment.hpp"
#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

using namespace std::chrono_literals;

std::optional<PlacedText> copy_of(const PlacedText* text) {
  return text != nullptr ? std::optional(*text) : std::nullopt;
}

void read_within(YamlReader& clock, model::Clock& kept, Problems& problems) {
  const auto* text = clock.text("within");
  if (text == nullptr) return;
  const auto span = calendar::parse_span(trimmed(text->text()));
  if (!span) {
    report_length(text->mark(), span.error(), problems);
    return;
  }
  const bool open_time = span->kind == calendar::SpanKind::open_time;
  if ((open_time && span->time <= 0us) || span->count < 0) {
    problems.error(text->mark(), "'within' must be longer than zero");
  }
  kept.within = *span;
}

/// A promise has an end and a way to be kept; an announcement has neither.
void check_clock(const YamlReader& clock, const std::string& what, bool renews,
                 Problems& problems) {
  const bool promises = clock.has("within") || clock.has("due");
  if (clock.has("within") && clock.has("due")) {
    problems.error(clock.mark_of("due"), "'due' beside 'within'",
                   "'within' counts from 'starts', 'due' is what the record states: keep one");
  }
  if (!promises) {
    for (const auto* key : {"stops", "renews"}) {
      if (!clock.has(key)) continue;
      problems.error(clock.mark_of(key), fmt::format("'{}' without 'within' or 'due'", key),
                     "an announcement has only 'starts'; a promise says when it is due");
    }
  } else if (!clock.has("stops") && !clock.has("renews")) {
    problems.error(clock.mark(), fmt::format("{} has no 'stops'", what),
                   "'stops' is an expression: the instant at which the promise is kept; only "
                   "'renews: true' can do without it");
  } else if (!clock.has("stops") && !renews) {
    problems.error(clock.mark_of("renews"), "'renews: false' without 'stops'",
                   "nothing would ever keep the promise");
  }
}

/// What begins the promise: the record, or else the rule's schedule.
void check_starts(YamlReader& clock, bool scheduled, Problems& problems) {
  if (!scheduled) return clock.demand("starts");
  for (const auto* key : {"starts", "renews"}) {
    if (!clock.has(key)) continue;
    problems.error(clock.mark_of(key), fmt::format("'{}' in a rule with a schedule", key),
                   "each recurrence begins a promise of its own");
  }
}

}  // namespace

void read_clock(const YamlNode& node, PlacedRule& placed, Problems& problems) {
  const auto what = placed.rule.name.empty()
                        ? std::string("the clock of the rule")
                        : fmt::format("the clock of rule '{}'", placed.rule.name);
  auto& kept = placed.rule.clock;
  YamlReader clock(node, clock_keys(), what, problems);
  placed.starts = copy_of(clock.text("starts"));
  check_starts(clock, placed.schedule.has_value(), problems);
  placed.stops = copy_of(clock.text("stops"));
  placed.due = copy_of(clock.text("due"));
  if (!refuse_table(clock, "within", problems)) read_within(clock, kept, problems);
  if (const auto* calendar = clock.text("calendar")) {
    placed.calendar = *calendar;
    kept.calendar = trimmed(calendar->text());
  }
  kept.states_due = clock.has("due");
  kept.renews = clock.boolean("renews", false);
  clock.finish();
  check_clock(clock, what, kept.renews, problems);
}

}  // namespace steward::rules

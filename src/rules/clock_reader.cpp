// SPDX-License-Identifier: MIT
#include "rules/clock_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "rules/decision_table.hpp"
#include "rules/expression_parser.hpp"
#include "rules/moment.hpp"
#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

using namespace std::chrono_literals;

std::optional<PlacedText> copy_of(const PlacedText* text) {
  return text != nullptr ? std::optional(*text) : std::nullopt;
}

/// Nothing when a mistake was reported.
std::optional<calendar::Span> read_length(const PlacedText& text, Problems& problems) {
  const auto span = calendar::parse_span(trimmed(text.text()));
  if (!span) {
    report_length(text.mark(), span.error(), problems);
    return std::nullopt;
  }
  const bool open_time = span->kind == calendar::SpanKind::open_time;
  if ((open_time && span->time <= 0us) || span->count < 0) {
    problems.error(text.mark(), "'within' must be longer than zero");
    return std::nullopt;
  }
  return *span;
}

/// What is no length may be an expression: it is, unless it is only words and numbers.
bool is_expression(const PlacedText& text) {
  if (calendar::parse_span(trimmed(text.text()))) return false;
  Problems elsewhere;
  if (parse_expression(text, elsewhere)) {
    return std::isdigit(static_cast<unsigned char>(trimmed(text.text()).front())) == 0;
  }
  return text.text().find_first_of("().?=<>\"'[") != std::string::npos;
}

std::optional<calendar::Span> read_chosen(const YamlNode& node, Problems& problems) {
  if (node.kind == YamlKind::text) return read_length(node.text, problems);
  problems.error(node.mark, fmt::format("a length must be text, not {}", to_string(node.kind)));
  return std::nullopt;
}

void read_within_table(const YamlNode& node, const std::string& what, PlacedRule& placed,
                       Problems& problems) {
  auto table = read_decision_table(node, "'within' of " + what, problems);
  if (!table) return;
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    const auto length = read_chosen(table->rows[row].chosen, problems);
    if (length) placed.rule.clock.within_table.push_back({table->row_in_words(row + 1), *length});
  }
  const auto otherwise = read_chosen(table->otherwise, problems);
  if (otherwise) placed.rule.clock.within_table.push_back({"default", *otherwise});
  placed.within_table = std::move(*table);
}

void read_within(YamlReader& clock, const std::string& what, PlacedRule& placed,
                 Problems& problems) {
  const auto* node = clock.value("within");
  if (node == nullptr) return;
  if (node->kind == YamlKind::mapping) return read_within_table(*node, what, placed, problems);
  const auto* text = clock.text("within");
  if (text == nullptr) return;
  if (is_expression(*text)) {
    placed.within = *text;
    placed.rule.clock.states_within = true;
  } else {
    placed.rule.clock.within = read_length(*text, problems);
  }
}

bool is_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// A bare name is a calendar's; whether it is rather a field's is known with the catalog.
void read_calendar(YamlReader& clock, PlacedRule& placed) {
  const auto* text = clock.text("calendar");
  if (text == nullptr) return;
  const auto written = trimmed(text->text());
  if (is_name(written)) {
    placed.calendar = *text;
    placed.rule.clock.calendar = written;
  } else {
    placed.calendar_expression = *text;
    placed.rule.clock.calendar.clear();
  }
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
    for (const auto* key : {"stops", "renews", "pauses"}) {
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
  placed.pauses = copy_of(clock.text("pauses"));
  read_within(clock, what, placed, problems);
  read_calendar(clock, placed);
  kept.states_due = clock.has("due");
  kept.renews = clock.boolean("renews", false);
  clock.finish();
  check_clock(clock, what, kept.renews, problems);
}

}  // namespace steward::rules

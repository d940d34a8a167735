// SPDX-License-Identifier: MIT
#include "rules/step_reader.hpp"

#include <fmt/format.h>

#include "rules/addressing.hpp"
#include "rules/moment.hpp"
#include "rules/never_reader.hpp"
#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

using model::Anchor;
using namespace std::chrono_literals;

void read_at(YamlReader& reader, PlacedStep& placed, Problems& problems) {
  const auto* at = reader.text("at");
  if (at == nullptr) return;
  placed.at_mark = at->mark();
  if (const auto moment = parse_moment(*at, problems)) {
    placed.step.at = *moment;
    placed.at_known = true;
  }
}

/// Where the length of the time from first to last is known: that a step does not act too often.
void check_count(const Interval& every, const model::Moment& last, const PlacedStep& placed,
                 Problems& problems) {
  const auto& first = placed.step.at;
  const bool elapsed = placed.at_known && !first.percent && !first.span && !first.working &&
                       !last.percent && !last.span && !last.working && !every.working &&
                       first.anchor == last.anchor;
  if (!elapsed || (last.offset - first.offset) / every.time < model::kMostRepeats) return;
  problems.error(
      placed.every_mark,
      fmt::format("step {} acts more than {} times", placed.step.id, model::kMostRepeats),
      "let it act less often, or not so long");
}

/// `every:` with `times:` or `until:`.
void read_repeat(YamlReader& reader, PlacedStep& placed, Problems& problems) {
  const auto* every = reader.text("every");
  const int times = reader.number("times", model::kMostRepeats, 1, model::kMostRepeats);
  const auto* until = reader.text("until");
  if (!reader.has("every")) {
    for (const auto* key : {"times", "until"}) {
      if (!reader.has(key)) continue;
      problems.error(reader.mark_of(key), fmt::format("'{}' without 'every'", key),
                     "only a step that repeats has an end");
    }
    return;
  }
  placed.every_mark = reader.mark_of("every");
  if (!reader.has("times") && !reader.has("until")) {
    problems.error(
        placed.every_mark, "'every' without 'times' or 'until'",
        fmt::format("say how often it acts at most, up to {}, or until when", model::kMostRepeats));
  }
  for (const auto* key : {"breach", "escalate"}) {
    if (!reader.has(key)) continue;
    problems.error(placed.every_mark, fmt::format("'every' beside '{}'", key),
                   "a promise is broken once, and a chain goes on by itself: repeat a reminder");
  }
  const auto last = until != nullptr ? parse_moment(*until, problems) : std::nullopt;
  if (until != nullptr) placed.until_mark = until->mark();
  const auto interval = every != nullptr ? parse_interval(*every, problems) : std::nullopt;
  if (interval && last && !reader.has("times")) check_count(*interval, *last, placed, problems);
  if (interval) placed.step.repeat = {interval->time, interval->working, times, last};
}

/// The words are one template's, or a table chooses them.
void read_words(YamlReader& reader, const std::string& what, PlacedStep& placed,
                Problems& problems) {
  const auto* node = reader.value("template");
  if (node == nullptr || node->kind != YamlKind::mapping) {
    placed.step.template_name = read_template_name(reader, placed.wording, problems);
    return;
  }
  auto table = read_decision_table(*node, fmt::format("'template' of {}", what), problems);
  if (!table) return;
  const auto name_in = [&](const YamlNode& chosen) {
    if (chosen.kind != YamlKind::text) {
      problems.error(chosen.mark, fmt::format("a template's name is expected here, not {}",
                                              to_string(chosen.kind)));
      return std::string();
    }
    placed.wording.rows.push_back(chosen.text);
    return std::string(trimmed(chosen.text.text()));
  };
  for (const auto& row : table->rows) placed.step.templates.push_back(name_in(row.chosen));
  placed.step.template_name = name_in(table->otherwise);
  placed.step.template_table = canonical_text(*node);
  placed.template_table = {placed.step.template_table, std::move(*table)};
}

void read_urgency(YamlReader& reader, PlacedStep& placed, Problems& problems) {
  const auto* text = reader.text("urgency");
  if (text == nullptr) return;
  if (const auto urgency = model::parse_urgency(text->text())) {
    placed.step.urgency = *urgency;
  } else {
    problems.error(text->mark(), fmt::format("unknown urgency '{}'", trimmed(text->text())),
                   spelling_hint(text->text(), {"normal", "urgent"}));
  }
}

/// What says how to tell means nothing where nobody is told.
void check_addressed(const YamlReader& reader, Problems& problems) {
  if (reader.has("notify")) return;
  for (const auto* key : {"by", "template", "urgency"}) {
    if (reader.has(key)) {
      problems.error(reader.mark_of(key), fmt::format("'{}' without 'notify'", key),
                     "say whom to notify, or remove it");
    }
  }
}

void check_breach(const PlacedStep& placed, const YamlReader& reader, Problems& problems) {
  const auto& at = placed.step.at;
  const bool at_due = !at.percent && at.anchor == Anchor::due && at.offset == 0us && !at.span;
  if (!placed.step.breach || !placed.at_known || at_due) return;
  problems.error(reader.mark_of("breach"), "a breach step must be 'at: due'",
                 fmt::format("this step is at '{}'", model::to_string(at)));
}

}  // namespace

PlacedStep read_step(const YamlNode& node, std::size_t number, int row, const std::string& rule,
                     Problems& problems) {
  PlacedStep placed;
  placed.mark = node.mark;
  placed.step.id = row == 0 ? std::to_string(number) : fmt::format("{}.{}", row, number);
  placed.step.row = row;
  const auto what = fmt::format("step {} of {}", placed.step.id, rule);
  YamlReader reader(node, step_keys(), what, problems);
  read_at(reader, placed, problems);
  placed.step.notify = read_recipients(reader, "notify", problems);
  placed.step.by = read_channels(reader, placed.wording, problems);
  if (!reader.has("notify")) placed.step.by.clear();
  read_words(reader, what, placed, problems);
  read_repeat(reader, placed, problems);
  placed.never = read_never(reader, problems);
  placed.step.never = placed.never.recipients;
  if (const auto* when = reader.text("when")) {
    placed.step.when = trimmed(when->text());
    placed.when = {placed.step.when, *when};
  }
  placed.step.breach = reader.boolean("breach", false);
  read_urgency(reader, placed, problems);
  if (const auto* chain = reader.text("escalate")) {
    placed.escalate = *chain;
    placed.step.escalate = trimmed(chain->text());
  }
  reader.finish();
  check_addressed(reader, problems);
  check_breach(placed, reader, problems);
  const bool acts = reader.has("notify") || placed.step.breach || reader.has("escalate");
  if (reader.is_mapping() && !acts) {
    problems.error(node.mark, fmt::format("{} does nothing", what),
                   "give it 'notify', 'breach: true' or 'escalate'");
  }
  return placed;
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "rules/step_reader.hpp"

#include <fmt/format.h>

#include "rules/addressing.hpp"
#include "rules/moment.hpp"
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
  const bool at_due = !at.percent && at.anchor == Anchor::due && at.offset == 0us;
  if (!placed.step.breach || !placed.at_known || at_due) return;
  problems.error(reader.mark_of("breach"), "a breach step must be 'at: due'",
                 fmt::format("this step is at '{}'", model::to_string(at)));
}

}  // namespace

PlacedStep read_step(const YamlNode& node, std::size_t number, const std::string& rule,
                     Problems& problems) {
  PlacedStep placed;
  placed.mark = node.mark;
  placed.step.id = std::to_string(number);
  const auto what = fmt::format("step {} of {}", number, rule);
  YamlReader reader(node, step_keys(), what, problems);
  read_at(reader, placed, problems);
  placed.step.notify = read_recipients(reader, "notify", problems);
  placed.step.by = read_channels(reader, placed.wording, problems);
  if (!reader.has("notify")) placed.step.by.clear();
  placed.step.template_name = read_template_name(reader, placed.wording, problems);
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

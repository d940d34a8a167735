// SPDX-License-Identifier: MIT
#include "rules/activation_reader.hpp"

#include <fmt/format.h>

namespace steward::rules {
namespace {

using namespace std::chrono_literals;

void read_mode(YamlReader& reader, model::Rule& rule, Problems& problems) {
  const auto* mode = reader.text("mode");
  if (mode == nullptr) return;
  const auto parsed = model::parse_mode(mode->text());
  if (!parsed) {
    problems.error(mode->mark(), fmt::format("unknown mode '{}'", trimmed(mode->text())),
                   spelling_hint(mode->text(), {"live", "shadow", "off"}));
  }
  rule.mode = parsed.value_or(model::Mode::live);
}

void read_effective_from(const PlacedText& text, const calendar::Zone& zone, model::Rule& rule,
                         Problems& problems) {
  const auto written = trimmed(text.text());
  const auto instant = parse_instant(written);
  if (!instant) {
    problems.error(text.mark(), fmt::format("'{}' is not a date or an instant", written),
                   "expected 2026-11-22 or 2026-11-22T15:00:00-05:00");
    return;
  }
  // Whatever stands between date and time of an instant.
  const bool is_date = written.size() == std::string_view("2026-11-22").size();
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(*instant));
  rule.effective_from = is_date ? zone.to_instant({date, 0us}) : *instant;
}

void read_on_change(YamlReader& reader, model::Rule& rule, Problems& problems) {
  const auto* change = reader.text("on_change");
  if (change == nullptr) return;
  const auto parsed = model::parse_on_change(trimmed(change->text()));
  if (!parsed) {
    problems.error(change->mark(), fmt::format("unknown 'on_change: {}'", trimmed(change->text())),
                   spelling_hint(change->text(), {"keep", "rebase"}));
  }
  rule.on_change = parsed.value_or(model::OnChange::keep);
}

}  // namespace

void read_activation(YamlReader& reader, const calendar::Zone& zone, PlacedRule& placed,
                     Problems& problems) {
  auto& rule = placed.rule;
  read_mode(reader, rule, problems);
  if (const auto* from = reader.text("effective_from")) {
    read_effective_from(*from, zone, rule, problems);
  }
  rule.retroactive = reader.boolean("retroactive", false);
  read_on_change(reader, rule, problems);
  rule.was = reader.name("was");
  if (!rule.was.empty()) placed.was = *reader.text("was");
}

}  // namespace steward::rules

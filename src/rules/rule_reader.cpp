// SPDX-License-Identifier: MIT
#include "rules/rule_reader.hpp"

#include <fmt/format.h>

#include "rules/addressing.hpp"
#include "rules/moment.hpp"
#include "rules/step_reader.hpp"
#include "rules/yaml_reader.hpp"
#include "steward/base/digest.hpp"

namespace steward::rules {
namespace {

using namespace std::chrono_literals;

std::optional<PlacedText> copy_of(const PlacedText* text) {
  return text != nullptr ? std::optional(*text) : std::nullopt;
}

/// Reads one rule, key by key.
class RuleReader {
 public:
  RuleReader(const YamlNode& node, const calendar::Zone& zone, Problems& problems)
      : node_(node), zone_(zone), problems_(problems), reader_(node, what_, problems) {}

  PlacedRule read() {
    const auto errors_before = problems_.error_count();
    read_identity();
    placed_.subject = copy_of(reader_.text("subject"));
    placed_.rule.subject = placed_.subject ? std::string(trimmed(placed_.subject->text())) : "";
    placed_.when = copy_of(reader_.text("when"));
    placed_.assign = copy_of(reader_.text("assign"));
    if (const auto* clock = reader_.mapping("clock")) read_clock(*clock);
    read_steps();
    read_activation();
    reader_.refuse({"schedule", "objective", "vars", "was", "never", "review_by", "tags",
                    "severity", "defaults"});
    reader_.finish();
    for (const auto& step : placed_.steps) placed_.rule.steps.push_back(step.step);
    placed_.rule.text = canonical_text(node_);
    placed_.rule.revision = sha256(placed_.rule.text);
    placed_.complete = problems_.error_count() == errors_before;
    return std::move(placed_);
  }

 private:
  void read_identity() {
    auto& rule = placed_.rule;
    rule.mark = node_.mark;
    rule.file = node_.mark.file;
    reader_.demand("rule", "its name");
    rule.name = reader_.name("rule");
    if (!rule.name.empty()) {
      rule.mark = reader_.mark_of("rule");
      what_ = fmt::format("rule '{}'", rule.name);
      reader_.rename(what_);
    }
    reader_.demand("title", "the promise in one line, as messages and reports show it");
    reader_.demand("source", "the procedure that the promise comes from");
    reader_.demand("owner", "the role that answers for the rule itself");
    reader_.demand("subject", "the entity whose records the promise is about");
    reader_.demand("clock", "when the promise starts, stops and is due");
    reader_.demand("steps", "what happens before, at and after due");
    rule.title = reader_.line("title");
    rule.source = reader_.line("source");
    rule.owner = reader_.line("owner");
    if (const auto* description = reader_.text("description")) {
      rule.description = trimmed(description->text());
    }
  }

  void read_clock(const YamlNode& node) {
    YamlReader clock(node, fmt::format("the clock of {}", what_), problems_);
    clock.demand("starts", "an expression: the instant from which the time counts");
    placed_.starts = copy_of(clock.text("starts"));
    placed_.stops = copy_of(clock.text("stops"));
    placed_.due = copy_of(clock.text("due"));
    if (!refuse_table(clock, "within", problems_)) read_within(clock);
    if (const auto* calendar = clock.text("calendar")) {
      placed_.calendar = *calendar;
      placed_.rule.clock.calendar = trimmed(calendar->text());
    }
    placed_.rule.clock.states_due = clock.has("due");
    placed_.rule.clock.renews = clock.boolean("renews", false);
    clock.refuse({"pauses"});
    clock.finish();
    check_clock(clock);
  }

  void read_within(YamlReader& clock) {
    const auto* text = clock.text("within");
    if (text == nullptr) return;
    const auto span = calendar::parse_span(trimmed(text->text()));
    if (!span) {
      report_length(text->mark(), span.error(), problems_);
      return;
    }
    const bool open_time = span->kind == calendar::SpanKind::open_time;
    if ((open_time && span->time <= 0us) || span->count < 0) {
      problems_.error(text->mark(), "'within' must be longer than zero");
    }
    placed_.rule.clock.within = *span;
  }

  /// A promise has an end and a way to be kept; an announcement has neither.
  void check_clock(const YamlReader& clock) {
    const bool promises = clock.has("within") || clock.has("due");
    if (clock.has("within") && clock.has("due")) {
      problems_.error(clock.mark_of("due"), "'due' beside 'within'",
                      "'within' counts from 'starts', 'due' is what the record states: keep one");
    }
    if (!promises) {
      for (const auto* key : {"stops", "renews"}) {
        if (!clock.has(key)) continue;
        problems_.error(clock.mark_of(key), fmt::format("'{}' without 'within' or 'due'", key),
                        "an announcement has only 'starts'; a promise says when it is due");
      }
    } else if (!clock.has("stops") && !clock.has("renews")) {
      problems_.error(clock.mark(), fmt::format("the clock of {} has no 'stops'", what_),
                      "'stops' is an expression: the instant at which the promise is kept; only "
                      "'renews: true' can do without it");
    } else if (!clock.has("stops") && !placed_.rule.clock.renews) {
      problems_.error(clock.mark_of("renews"), "'renews: false' without 'stops'",
                      "nothing would ever keep the promise");
    }
  }

  void read_steps() {
    const auto* value = reader_.value("steps");
    if (value != nullptr && value->kind == YamlKind::mapping) {
      problems_.error(value->mark, not_supported("'steps' as a table"));
      return;
    }
    const auto* list = reader_.list("steps");
    if (list == nullptr) return;
    for (const auto& item : list->items) {
      placed_.steps.push_back(read_step(item, placed_.steps.size() + 1, what_, problems_));
    }
  }

  void read_activation() {
    if (const auto* mode = reader_.text("mode")) {
      const auto parsed = model::parse_mode(mode->text());
      if (!parsed) {
        problems_.error(mode->mark(), fmt::format("unknown mode '{}'", trimmed(mode->text())),
                        spelling_hint(mode->text(), {"live", "shadow", "off"}));
      }
      placed_.rule.mode = parsed.value_or(model::Mode::live);
    }
    if (const auto* from = reader_.text("effective_from")) read_effective_from(*from);
    placed_.rule.retroactive = reader_.boolean("retroactive", false);
    const auto* change = reader_.text("on_change");
    if (change == nullptr || change->text() == "keep") return;
    if (change->text() == "rebase") {
      problems_.error(change->mark(), not_supported("'on_change: rebase'"));
    } else {
      problems_.error(change->mark(),
                      fmt::format("unknown 'on_change: {}'", trimmed(change->text())),
                      spelling_hint(change->text(), {"keep"}));
    }
  }

  void read_effective_from(const PlacedText& text) {
    const auto written = trimmed(text.text());
    const auto instant = parse_instant(written);
    if (!instant) {
      problems_.error(text.mark(), fmt::format("'{}' is not a date or an instant", written),
                      "expected 2026-11-22 or 2026-11-22T15:00:00-05:00");
      return;
    }
    const bool is_date = written.find('T') == std::string_view::npos;
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(*instant));
    placed_.rule.effective_from = is_date ? zone_.to_instant({date, 0us}) : *instant;
  }

  const YamlNode& node_;
  const calendar::Zone& zone_;
  Problems& problems_;
  std::string what_ = "the rule";
  YamlReader reader_;
  PlacedRule placed_;
};

}  // namespace

std::vector<PlacedRule> read_rules(const YamlNode& file, const calendar::Zone& zone,
                                   Problems& problems) {
  YamlReader reader(file, "a rule file", problems);
  reader.demand("rules", "the list of its rules");
  const auto* list = reader.list("rules");
  reader.refuse({"defaults"});
  reader.finish();
  std::vector<PlacedRule> rules;
  if (list == nullptr) return rules;
  for (const auto& item : list->items) rules.push_back(RuleReader(item, zone, problems).read());
  return rules;
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "rules/rule_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rules/activation_reader.hpp"
#include "rules/clock_reader.hpp"
#include "rules/defaults.hpp"
#include "rules/metadata_reader.hpp"
#include "rules/never_reader.hpp"
#include "rules/organisation.hpp"
#include "rules/schedule_reader.hpp"
#include "rules/step_reader.hpp"
#include "rules/yaml_reader.hpp"
#include "steward/base/digest.hpp"

namespace steward::rules {
namespace {

/// In a list. Each is compared with those before it.
constexpr std::size_t kMostSteps = 100;

std::optional<PlacedText> copy_of(const PlacedText* text) {
  return text != nullptr ? std::optional(*text) : std::nullopt;
}

/// The rule's own text, and that of the variables of its file which it uses.
std::string text_of(YamlNode rule, const Vars& vars) {
  auto used = vars.used_node();
  const auto own = std::find_if(rule.entries.begin(), rule.entries.end(),
                                [](const YamlEntry& entry) { return entry.key.text() == "vars"; });
  if (used.entries.empty()) return canonical_text(rule);
  if (own != rule.entries.end()) {
    for (const auto& var : own->value.entries) {
      if (used.find(var.key.text()) == nullptr) used.entries.push_back(var);
    }
    own->value = std::move(used);
  } else {
    rule.entries.push_back({PlacedText("vars", rule.mark), std::move(used)});
  }
  return canonical_text(rule);
}

/// Reads one rule, key by key.
class RuleReader {
 public:
  RuleReader(const YamlNode& node, const Vars& file_vars, const calendar::Zone& zone,
             Problems& problems)
      : node_(node),
        zone_(zone),
        problems_(problems),
        vars_(file_vars),
        reader_(node, rule_keys(), what_, problems) {}

  PlacedRule read() {
    const auto errors_before = problems_.error_count();
    read_identity();
    placed_.subject = copy_of(reader_.text("subject"));
    if (placed_.subject) placed_.rule.subject = trimmed(placed_.subject->text());
    placed_.when = copy_of(reader_.text("when"));
    placed_.assign = copy_of(reader_.text("assign"));
    if (const auto* schedule = reader_.mapping("schedule")) {
      read_schedule(*schedule, zone_, placed_, problems_);
      if (reader_.value("subject") == nullptr) placed_.rule.subject = kOrganisation;
    }
    if (const auto* clock = reader_.mapping("clock")) read_clock(*clock, placed_, problems_);
    read_steps();
    placed_.never = read_never(reader_, problems_);
    placed_.rule.never = placed_.never.recipients;
    read_activation(reader_, zone_, placed_, problems_);
    read_metadata(reader_, placed_.rule, problems_);
    if (const auto* vars = reader_.value("vars")) vars_.read(*vars, problems_);
    reader_.finish();
    put_vars_in_place();
    for (const auto& step : placed_.steps) placed_.rule.steps.push_back(step.step);
    placed_.rule.text = text_of(node_, vars_);
    placed_.rule.revision = sha256(placed_.rule.text);
    placed_.complete = problems_.error_count() == errors_before;
    return std::move(placed_);
  }

 private:
  void read_identity() {
    auto& rule = placed_.rule;
    rule.mark = node_.mark;
    rule.file = node_.mark.file;
    rule.name = reader_.name("rule");
    if (!rule.name.empty()) {
      rule.mark = reader_.mark_of("rule");
      what_ = fmt::format("rule '{}'", rule.name);
      reader_.rename(what_);
    }
    rule.title = reader_.line("title");
    rule.source = reader_.line("source");
    rule.owner = reader_.line("owner");
    if (const auto* description = reader_.text("description")) {
      rule.description = trimmed(description->text());
    }
  }

  void read_steps() {
    const auto* value = reader_.value("steps");
    if (value != nullptr && value->kind == YamlKind::mapping) return read_step_table(*value);
    if (const auto* list = reader_.list("steps")) read_step_list(*list, 0);
  }

  void read_step_list(const YamlNode& list, int row) {
    if (list.items.size() > kMostSteps) {
      problems_.error(list.items[kMostSteps].mark,
                      fmt::format("{} has more than {} steps", what_, kMostSteps),
                      "a step that comes again says 'every'");
      return;
    }
    std::size_t number = 0;
    for (const auto& item : list.items) {
      placed_.steps.push_back(read_step(item, ++number, row, what_, problems_));
    }
  }

  void read_step_table(const YamlNode& node) {
    auto table = read_decision_table(node, fmt::format("'steps' of {}", what_), problems_);
    if (!table) return;
    int row = 0;
    const auto read_row = [&](const YamlNode& chosen) {
      ++row;
      if (chosen.kind == YamlKind::list && !chosen.items.empty()) {
        read_step_list(chosen, row);
      } else {
        problems_.error(chosen.mark, "a list of steps is expected here");
      }
    };
    for (const auto& one : table->rows) read_row(one.chosen);
    read_row(table->otherwise);
    // No expression is written so: a boolean column may be called "steps", and a step ask for it.
    placed_.rule.step_table = "the table of steps";
    placed_.step_table = {placed_.rule.step_table, std::move(*table)};
  }

  void put_vars_in_place() {
    // A bare name is a variable's before it is a calendar's.
    if (placed_.calendar && vars_.has(trimmed(placed_.calendar->text()))) {
      placed_.calendar_expression = std::exchange(placed_.calendar, std::nullopt);
      placed_.rule.clock.calendar.clear();
    }
    const auto in_place = [&](PlacedText& text) { text = vars_.expand(text, problems_); };
    const auto in_questions = [&](std::vector<PlacedQuestion>& questions) {
      for (auto& question : questions) in_place(question.expression);
    };
    const auto in_table = [&](std::optional<PlacedTable>& placed) {
      if (!placed) return;
      for (auto& by : placed->table.by) in_place(by);
    };
    for (auto* text :
         {&placed_.when, &placed_.starts, &placed_.stops, &placed_.due, &placed_.within,
          &placed_.pauses, &placed_.calendar_expression, &placed_.assign}) {
      if (*text) in_place(**text);
    }
    if (placed_.within_table) {
      for (auto& by : placed_.within_table->by) in_place(by);
    }
    in_questions(placed_.never.expressions);
    in_table(placed_.step_table);
    for (auto& step : placed_.steps) {
      if (step.when) in_place(step.when->expression);
      in_questions(step.never.expressions);
      in_table(step.template_table);
    }
    placed_.vars = vars_.used();
  }

  const YamlNode& node_;
  const calendar::Zone& zone_;
  Problems& problems_;
  Vars vars_;
  std::string what_ = "the rule";
  YamlReader reader_;
  PlacedRule placed_;
};

}  // namespace

std::vector<PlacedRule> read_rules(const YamlNode& file, const calendar::Zone& zone,
                                   Problems& problems) {
  YamlReader reader(file, rule_file_keys(), "a rule file", problems);
  const auto* list = reader.list("rules");
  const auto* defaults = reader.value("defaults");
  if (defaults != nullptr) check_defaults(*defaults, problems);
  Vars vars;
  if (const auto* node = reader.value("vars")) vars.read(*node, problems);
  reader.finish();
  std::vector<PlacedRule> rules;
  if (list == nullptr) return rules;
  for (const auto& item : list->items) {
    const auto rule = defaults == nullptr ? item : with_defaults(item, *defaults);
    rules.push_back(RuleReader(rule, vars, zone, problems).read());
  }
  return rules;
}

}  // namespace steward::rules

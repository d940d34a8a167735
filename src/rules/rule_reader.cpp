// SPDX-License-Identifier: MIT
#include "rules/rule_reader.hpp"

#include <fmt/format.h>

#include "rules/activation_reader.hpp"
#include "rules/clock_reader.hpp"
#include "rules/step_reader.hpp"
#include "rules/yaml_reader.hpp"
#include "steward/base/digest.hpp"

namespace steward::rules {
namespace {

std::optional<PlacedText> copy_of(const PlacedText* text) {
  return text != nullptr ? std::optional(*text) : std::nullopt;
}

/// Reads one rule, key by key.
class RuleReader {
 public:
  RuleReader(const YamlNode& node, const calendar::Zone& zone, Problems& problems)
      : node_(node),
        zone_(zone),
        problems_(problems),
        reader_(node, rule_keys(), what_, problems) {}

  PlacedRule read() {
    const auto errors_before = problems_.error_count();
    read_identity();
    placed_.subject = copy_of(reader_.text("subject"));
    placed_.rule.subject = placed_.subject ? std::string(trimmed(placed_.subject->text())) : "";
    placed_.when = copy_of(reader_.text("when"));
    placed_.assign = copy_of(reader_.text("assign"));
    if (const auto* clock = reader_.mapping("clock")) read_clock(*clock, placed_, problems_);
    read_steps();
    read_activation(reader_, zone_, placed_.rule, problems_);
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
  YamlReader reader(file, rule_file_keys(), "a rule file", problems);
  const auto* list = reader.list("rules");
  reader.finish();
  std::vector<PlacedRule> rules;
  if (list == nullptr) return rules;
  for (const auto& item : list->items) rules.push_back(RuleReader(item, zone, problems).read());
  return rules;
}

}  // namespace steward::rules

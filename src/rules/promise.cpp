// SPDX-License-Identifier: MIT
#include "rules/promise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "rules/expression_parser.hpp"

namespace steward::rules {
namespace {

/// With its length in front, so that no text can look like two.
std::string measured(std::string_view text) {
  return fmt::format("{}:{}", text.size(), text);
}

std::string said(const Literal& literal) {
  if (const auto* text = std::get_if<std::string>(&literal)) return measured(*text);
  if (const auto* number = std::get_if<std::int64_t>(&literal)) return fmt::format("{}", *number);
  if (const auto* number = std::get_if<double>(&literal)) return fmt::format("{:e}", *number);
  if (const auto* boolean = std::get_if<bool>(&literal)) return *boolean ? "true" : "false";
  return "null";
}

/// The same for two expressions that differ in how they are written alone.
std::string said(const Expression& expression) {
  auto text = fmt::format("({} {}", static_cast<int>(expression.kind), measured(expression.text));
  if (expression.kind == ExpressionKind::literal) text += " " + said(expression.literal);
  for (const auto& operand : expression.operands) text += " " + said(operand);
  return text + ")";
}

std::optional<Expression> parsed(const PlacedText& text) {
  Problems unheard;  // mistakes are the compiler's to report
  return parse_expression(text, unheard);
}

std::string said(const PlacedText& text) {
  const auto expression = parsed(text);
  return expression ? said(*expression) : measured(text.text());
}

std::string said(const std::optional<PlacedText>& text) {
  return text ? said(*text) : std::string("-");
}

std::string said(const DecisionTable& table) {
  std::string text = "by";
  for (const auto& by : table.by) text += " " + said(by);
  for (const auto& row : table.rows) {
    text += "\n-";
    for (const auto& cell : row.cells) text += " " + measured(trimmed(cell.text()));
    text += " " + measured(canonical_text(row.chosen));
  }
  return text + "\n" + measured(canonical_text(table.otherwise));
}

std::string said_of_schedule(const model::Rule& rule) {
  if (!rule.schedule) return "-";
  const auto& schedule = *rule.schedule;
  return fmt::format("{} {} {}", measured(schedule.rule), calendar::to_iso8601(schedule.start),
                     schedule.zone ? schedule.zone->name() : "");
}

std::string terms_of(const PlacedRule& placed) {
  const auto& rule = placed.rule;
  const auto& clock = rule.clock;
  const std::vector<std::string> terms = {
      std::string(model::to_string(rule.mode)),
      rule.subject,
      said_of_schedule(rule),
      said(placed.starts),
      said(placed.stops),
      said(placed.due),
      said(placed.pauses),
      clock.within ? calendar::to_string(*clock.within) : said(placed.within),
      placed.within_table ? said(*placed.within_table) : std::string("-"),
      clock.calendar,
      said(placed.calendar_expression),
      clock.renews ? "renews" : "-"};
  return fmt::format("{}", fmt::join(terms, "\n"));
}

void collect_conditions(const Expression& expression, std::set<std::string>& conditions) {
  if (expression.kind == ExpressionKind::binary && expression.text == "&&") {
    for (const auto& operand : expression.operands) collect_conditions(operand, conditions);
  } else {
    conditions.insert(said(expression));
  }
}

/// Rules with the same terms.
class Group {
 public:
  void add(const Promise& promise) {
    promises_.push_back(&promise);
    for (const auto& condition : promise.conditions) ++uses_[condition];
  }

  void warn(Problems& problems) {
    if (promises_.size() < 2) return;
    for (const auto* promise : promises_) by_rarest_[rarest(*promise)].push_back(promise);
    for (const auto* promise : promises_) {
      if (const auto* wider = find_wider(*promise)) warn_of(*promise, *wider, problems);
    }
  }

 private:
  /// A condition that few others have, so that only few are to be compared; "" for none.
  std::string rarest(const Promise& promise) const {
    const auto found =
        std::min_element(promise.conditions.begin(), promise.conditions.end(),
                         [&](const auto& a, const auto& b) { return uses_.at(a) < uses_.at(b); });
    return found == promise.conditions.end() ? std::string() : *found;
  }

  /// The same promise of an earlier rule, or else one that asks for less.
  const Promise* find_wider(const Promise& promise) const {
    const Promise* wider = nullptr;
    const auto look_at = [&](const std::string& condition) {
      const auto found = by_rarest_.find(condition);
      if (found == by_rarest_.end()) return;
      for (const auto* other : found->second) {
        if (other == &promise || !asks_less(*other, promise)) continue;
        if (wider == nullptr || other->conditions.size() > wider->conditions.size()) wider = other;
      }
    };
    look_at("");
    for (const auto& condition : promise.conditions) look_at(condition);
    return wider;
  }

  static bool asks_less(const Promise& other, const Promise& promise) {
    const auto& all = promise.conditions;
    // Of two that are the same the later is warned of.
    if (other.conditions.size() == all.size()) {
      return &other < &promise && other.conditions == all;
    }
    return std::includes(all.begin(), all.end(), other.conditions.begin(), other.conditions.end());
  }

  static void warn_of(const Promise& promise, const Promise& wider, Problems& problems) {
    if (promise.conditions == wider.conditions) {
      problems.warning(
          promise.mark,
          fmt::format("rule '{}' promises the same as rule '{}'", promise.rule, wider.rule),
          fmt::format("the other, with the same subject, condition and clock, is in {}:{}",
                      wider.mark.file, wider.mark.line));
      return;
    }
    problems.warning(promise.mark,
                     fmt::format("every record of rule '{}' is also one of rule '{}', with the "
                                 "same clock",
                                 promise.rule, wider.rule),
                     fmt::format("both remind and breach: narrow the condition of the other, in "
                                 "{}:{}",
                                 wider.mark.file, wider.mark.line));
  }

  std::vector<const Promise*> promises_;
  std::map<std::string, int> uses_;
  std::map<std::string, std::vector<const Promise*>> by_rarest_;
};

}  // namespace

Promise promise_of(const PlacedRule& placed) {
  Promise promise{placed.rule.name, placed.rule.mark, terms_of(placed), {}};
  if (!placed.when) return promise;
  if (const auto expression = parsed(*placed.when)) {
    collect_conditions(*expression, promise.conditions);
  } else {
    promise.conditions.insert(measured(placed.when->text()));
  }
  return promise;
}

void warn_of_doubles(const std::vector<Promise>& promises, Problems& problems) {
  std::map<std::string_view, Group> groups;
  for (const auto& promise : promises) groups[promise.terms].add(promise);
  for (auto& [terms, group] : groups) group.warn(problems);
}

}  // namespace steward::rules

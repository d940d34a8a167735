// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "engine/coverage.hpp"
#include "engine/foretelling.hpp"
#include "engine/subject_name.hpp"
#include "steward/base/json.hpp"
#include "steward/engine/explanation.hpp"

namespace steward::engine {
namespace {

using model::TransitionKind;

/// A column of the record's values as text; nothing for null.
std::optional<std::string> text_in(const json::object& facts, const std::string& column) {
  const auto* const found = facts.if_contains(column);
  if (found == nullptr || found->is_null()) return std::nullopt;
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

Truth truth_in(const json::object& facts, const std::string& column) {
  const auto text = text_in(facts, column);
  if (!text) return Truth::unknown;
  return *text == "true" ? Truth::yes : Truth::no;
}

void read_tests(const rules::ConditionPart& part, const json::object& facts,
                std::map<std::string, Truth>& truths) {
  if (!part.column.empty()) truths[part.column] = truth_in(facts, part.column);
  for (const auto& one : part.parts) read_tests(one, facts, truths);
}

/// What an expression without a value would need.
std::string wish_for(const rules::ExpressionInWords& expression) {
  const bool plain = expression.reads.size() == 1 && expression.reads[0] == expression.text;
  return plain ? expression.words + " were given"
               : fmt::format("`{}` had a value", expression.text);
}

/// Explains one record of one rule in one transaction.
class Explaining {
 public:
  Explaining(Transaction& transaction, const ExplainRequest& request, Instant now)
      : transaction_(transaction), set_(request.set), rule_(request.rule), words_(request.words) {
    explanation_.rule = rule_.name;
    explanation_.entity = rule_.subject;
    explanation_.now = now;
  }

  Result<Explanation> run(const std::string& subject) {
    const auto key = find_subject(transaction_, set_.catalog, rule_, subject);
    if (!key) return key.error();
    explanation_.key = *key;
    for (auto& record : transaction_.evaluate(rule_.evaluate, {*key})) explanation_.record = record;
    for (auto& latest : transaction_.latest(rule_.name, {*key})) explanation_.commitment = latest;
    if (!explanation_.record && !explanation_.commitment) {
      return Error(ErrorCode::not_found, fmt::format("{} has no record {}", rule_.subject, *key));
    }
    for (const auto& activation : transaction_.activations()) {
      if (activation.rule == rule_.name) explanation_.effective_from = activation.effective_from;
    }
    if (explanation_.record) look_at_values();
    judge();
    count();
    cover();
    return std::move(explanation_);
  }

 private:
  [[nodiscard]] const calendar::Calendar& calendar(const std::string& name) const {
    return set_.calendars.at(set_.calendars.contains(name) ? name : "always");
  }

  [[nodiscard]] model::Judge judge_of_record() const {
    return {rule_, calendar(rule_.clock.calendar),
            explanation_.effective_from.value_or(explanation_.now), explanation_.now, &set_};
  }

  void look_at_values() {
    if (words_.values.sql.empty()) return;
    const auto found = transaction_.facts(words_.values, {explanation_.key});
    const auto object = found.find(explanation_.key);
    const auto parsed = object == found.end() ? json::value() : *parse_json(object->second);
    if (!parsed.is_object()) return;
    const auto& facts = parsed.get_object();
    for (const auto& value : words_.read) {
      explanation_.values[value.path] = text_in(facts, value.column);
    }
    if (!words_.condition) return;
    std::map<std::string, Truth> truths;
    read_tests(*words_.condition, facts, truths);
    explanation_.condition = find_out(*words_.condition, truths);
  }

  void judge() {
    const auto& record = explanation_.record;
    const auto& latest = explanation_.commitment;
    const bool off = rule_.mode == model::Mode::off;
    explanation_.standing = standing(off);
    // Promises of a schedule begin at its recurrences, not when the record says.
    if (rule_.schedule) return;
    const auto transitions =
        model::reconcile(judge_of_record(), latest, record && !off ? &*record : nullptr);
    if (transitions) {
      for (const auto& one : *transitions) explanation_.pending.push_back(one.kind);
    } else {
      explanation_.trouble = transitions.error().message();
    }
    explanation_.standing = standing(off);
  }

  Standing standing(bool off) const {
    const auto& record = explanation_.record;
    const auto& latest = explanation_.commitment;
    if (off) return Standing::rule_off;
    if (!record) return Standing::no_record;
    if (!record->active) return Standing::not_covered;
    if (rule_.schedule) return latest && latest->is_live() ? Standing::live : Standing::waits;
    if (!record->starts) return Standing::not_started;
    if (rule_.clock.states_due && !record->due) return Standing::no_due;
    if (!explanation_.trouble.empty()) return Standing::cannot_judge;
    if (latest && latest->is_live()) return Standing::live;
    const auto& pending = explanation_.pending;
    const bool asked_for = std::any_of(pending.begin(), pending.end(), [](TransitionKind kind) {
      return kind == TransitionKind::opened || kind == TransitionKind::reopened;
    });
    return asked_for ? Standing::not_seen : Standing::over;
  }

  /// How the due is counted: of the promise there is, else of the one that there would be.
  void count() {
    const auto& latest = explanation_.commitment;
    const auto& record = explanation_.record;
    const bool asked_for = record && record->active && record->starts;
    if (latest && (latest->is_live() || !asked_for)) {
      return count(latest->starts, latest->terms, latest->pauses);
    }
    if (!asked_for) return;
    const auto terms = model::terms_of(judge_of_record(), *record);
    if (terms) count(*record->starts, *terms, model::joined(record->pauses, *record->starts));
  }

  void count(Instant start, const model::Terms& terms, std::vector<calendar::Pause> pauses) {
    const auto within = calendar::parse_span(terms.within);
    if (terms.within.empty() || !within) return;
    // Of a pause until further notice the due is what it would be if it ended at once.
    pauses.erase(std::remove_if(pauses.begin(), pauses.end(),
                                [](const calendar::Pause& pause) { return !pause.to; }),
                 pauses.end());
    const auto stood_still = calendar::Pauses::from(std::move(pauses));
    if (!stood_still) return;
    const auto& by = calendar(terms.calendar);
    if (const auto reckoning = calendar::reckon(by, *stood_still, start, *within)) {
      explanation_.reckoning = *reckoning;
      explanation_.calendar = by.name();
    }
  }

  void cover() {
    const auto standing = explanation_.standing;
    if (standing != Standing::not_covered && standing != Standing::not_started &&
        standing != Standing::no_due) {
      return;
    }
    const auto& record = *explanation_.record;
    std::vector<std::string> besides;
    if (!record.starts && words_.starts) besides.push_back(wish_for(*words_.starts));
    if (rule_.clock.states_due && !record.due && words_.due) {
      besides.push_back(wish_for(*words_.due));
    }
    if (explanation_.condition && !record.active) {
      explanation_.coverage = coverage_of(*explanation_.condition, besides);
    } else {
      explanation_.coverage.ways.push_back(std::move(besides));
    }
  }

  Transaction& transaction_;
  const model::RuleSet& set_;
  const model::Rule& rule_;
  const rules::RuleInWords& words_;
  Explanation explanation_;
};

}  // namespace

Result<Explanation> explain(Store& store, const ExplainRequest& request,
                            const DispatchSettings& settings, Instant now) {
  Result<Explanation> explanation = Error();
  const auto done = store.observe([&](Transaction& transaction) -> Result<> {
    explanation = Explaining(transaction, request, now).run(request.subject);
    if (!explanation) return explanation.error();
    auto foretold =
        foretell(transaction, request.set, request.rule, explanation->key, settings, now);
    explanation->ahead = std::move(foretold.ahead);
    explanation->more_ahead = foretold.more;
    return {};
  });
  if (!done) return done.error();
  return explanation;
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "rules/rule_compilation.hpp"

#include <fmt/format.h>

#include <set>

#include "rules/asked_compiler.hpp"
#include "rules/expression_parser.hpp"
#include "rules/organisation.hpp"
#include "rules/record_reads.hpp"
#include "rules/rule_compiler.hpp"
#include "rules/yaml_node.hpp"
#include "steward/rules/template_names.hpp"

namespace steward::rules {
namespace {

/// Of a rule without a subject.
const model::Entity* find_organisation(const PlacedRule& placed, const model::Catalog& catalog,
                                       Problems& problems) {
  if (placed.rule.subject.empty()) return nullptr;
  const auto* entity = catalog.find(placed.rule.subject);
  if (entity != nullptr && is_organisation(*entity)) return entity;
  problems.error(
      placed.rule.mark,
      fmt::format("a rule without 'subject' is about the organisation, and an entity has "
                  "the name '{}' already",
                  placed.rule.subject),
      "give that entity another name in model.yaml, under 'entities'");
  return nullptr;
}

const model::Entity* find_subject(const PlacedRule& placed, const model::Catalog& catalog,
                                  Problems& problems) {
  if (!placed.subject) return find_organisation(placed, catalog, problems);
  const auto& name = placed.rule.subject;
  const auto* entity = catalog.find(name);
  if (entity == nullptr) {
    std::vector<std::string> names;
    for (const auto& [known, unused] : catalog.entities) names.push_back(known);
    problems.error(placed.subject->mark(), fmt::format("unknown entity '{}'", name),
                   spelling_hint(name, names));
  } else if (entity->key.empty()) {
    problems.error(placed.subject->mark(), fmt::format("the entity '{}' has no primary key", name),
                   std::string(kNameTheKey));
    return nullptr;
  }
  return entity;
}

std::set<std::string> templates_of(const PlacedRule& placed, const Chains& chains) {
  std::set<std::string> names;
  for (const auto& step : placed.rule.steps) {
    if (!step.template_name.empty()) names.insert(step.template_name);
    names.insert(step.templates.begin(), step.templates.end());
    const auto chain = chains.find(step.escalate);
    if (chain == chains.end()) continue;
    for (const auto& level : chain->second.levels) names.insert(level.template_name);
  }
  return names;
}

bool is_known(const model::Entity& entity, std::string_view name) {
  return entity.field(name) != nullptr || entity.relation(name) != nullptr;
}

/// A name that is neither a message's own nor the subject's; either could have been meant.
void report_unknown(const PlacedText& fact, const PlacedRule& placed, const model::Entity& entity,
                    Problems& problems) {
  std::vector<std::string> candidates;
  for (const auto& name : template_names()) candidates.push_back(name.name);
  for (const auto& field : entity.fields) candidates.push_back(field.name);
  const auto near = nearest_spelling(fact.text(), candidates);
  problems.error(fact.mark(), fmt::format("unknown name '{}'", fact.text()),
                 near.empty()
                     ? fmt::format("it is neither a message's own name nor a field of '{}', which "
                                   "rule '{}' is about",
                                   entity.name, placed.rule.name)
                     : fmt::format("did you mean '{}'?", near));
}

/// Moves on what was found; of a template, which knows no subject, says for whose it is wrong.
void report_found(const Problems& found, const PlacedRule& placed, Problems& problems) {
  const auto user = fmt::format("rule '{}', which is about '{}', uses this template",
                                placed.rule.name, placed.rule.subject);
  for (const auto& [severity, mark, message, hint] : found.sorted()) {
    const bool in_rule = mark.file == placed.rule.file;
    const auto whole = in_rule ? hint : hint.empty() ? user : hint + "; " + user;
    if (severity == Severity::warning) {
      problems.warning(mark, message, whole);
    } else {
      problems.error(mark, message, whole);
    }
  }
}

bool compile_expressions(const PlacedRule& placed, RuleCompiler& compiler) {
  bool right = placed.starts ? compiler.starts(*placed.starts) : placed.schedule.has_value();
  if (placed.when) right = compiler.when(*placed.when) && right;
  if (placed.stops) right = compiler.stops(*placed.stops) && right;
  if (placed.due) right = compiler.due(*placed.due) && right;
  if (placed.within) right = compiler.within(*placed.within) && right;
  if (placed.within_table) right = compiler.within(*placed.within_table) && right;
  if (placed.calendar_expression) right = compiler.calendar(*placed.calendar_expression) && right;
  if (placed.pauses) right = compiler.pauses(*placed.pauses) && right;
  if (placed.assign) right = compiler.assign(*placed.assign) && right;
  return right;
}

bool compile_questions(const PlacedRule& placed, AskedCompiler& compiler) {
  bool right = true;
  const auto never = [&](const PlacedNever& asked) {
    for (const auto& [name, expression] : asked.expressions) {
      right = compiler.person(name, expression) && right;
    }
  };
  never(placed.never);
  if (placed.step_table) {
    right = compiler.row(placed.step_table->name, placed.step_table->table) && right;
  }
  for (const auto& step : placed.steps) {
    never(step.never);
    if (step.when) right = compiler.condition(step.when->name, step.when->expression) && right;
    if (!step.template_table) continue;
    right = compiler.row(step.template_table->name, step.template_table->table) && right;
  }
  return right;
}

/// A statement has parameters of its own besides: keys, instants.
bool check_size(const PlacedRule& placed, const model::Rule& rule, Problems& problems) {
  constexpr std::size_t kOwn = 35;
  for (const auto* query : {&rule.evaluate, &rule.facts, &rule.grounds, &rule.asked}) {
    if (query->binds.size() + kOwn <= model::kMostBinds) continue;
    problems.error(placed.rule.mark,
                   fmt::format("the rule has {} different values, and a statement can have {}",
                               query->binds.size(), model::kMostBinds - kOwn),
                   "make several rules of it");
    return false;
  }
  return true;
}

/// A name can mean one thing only.
bool check_vars(const PlacedRule& placed, const model::Entity& subject, Problems& problems) {
  bool right = true;
  for (const auto& [name, mark] : placed.vars) {
    if (!is_known(subject, name)) continue;
    problems.error(mark, fmt::format("the variable '{}' has the name of a field", name),
                   fmt::format("'{}', which rule '{}' is about, has a field or relation of that "
                               "name",
                               subject.name, placed.rule.name));
    right = false;
  }
  return right;
}

bool compile_facts(const PlacedRule& placed, const model::Entity& subject,
                   const PlacedTemplate& text, RuleCompiler& compiler, Problems& problems) {
  bool right = true;
  for (const auto& fact : text.facts) {
    const auto& name = fact.text();
    if (name.find('.') == std::string::npos && !is_known(subject, name)) {
      report_unknown(fact, placed, subject, problems);
      right = false;
    } else {
      right = compiler.fact(name, fact) && right;
    }
  }
  return right;
}

/// What a breach keeps of the record: the values that decided about the promise. Not how many
/// records there are: counting them takes as long as there are many.
void compile_grounds(const PlacedRule& placed, const model::Catalog& catalog,
                     const model::Entity& subject, RuleCompiler& compiler) {
  std::vector<const PlacedText*> expressions;
  for (const auto* part : {&placed.when, &placed.starts, &placed.stops, &placed.due, &placed.within,
                           &placed.calendar_expression, &placed.pauses}) {
    if (*part) expressions.push_back(&**part);
  }
  if (placed.within_table) {
    for (const auto& field : placed.within_table->by) expressions.push_back(&field);
  }
  RecordReads reads(catalog, subject);
  for (const auto* text : expressions) {
    Problems reported_before;
    const auto expression = parse_expression(*text, reported_before);
    if (expression) reads.add(*expression, text->text());
  }
  for (const auto& value : reads.values()) {
    if (value.kind == RecordValue::Kind::count) continue;
    const auto name = expression_of(value);
    const bool instant = value.type == model::Type::timestamp;
    compiler.ground(name, PlacedText(instant ? "string(" + name + ")" : name, placed.rule.mark));
  }
}

}  // namespace

std::optional<model::Rule> compile_rule(const PlacedRule& placed, const model::Catalog& catalog,
                                        const Naming& naming, const Templates& templates,
                                        const Chains& chains, Problems& problems) {
  const auto* subject = find_subject(placed, catalog, problems);
  if (subject == nullptr) return std::nullopt;
  Problems found;
  RuleCompiler compiler(catalog, naming, *subject, found);
  AskedCompiler asked(catalog, naming, *subject, found);
  bool right = check_vars(placed, *subject, found);
  right = compile_expressions(placed, compiler) && right;
  right = compile_questions(placed, asked) && right;
  for (const auto& name : templates_of(placed, chains)) {
    const auto used = templates.find(name);
    if (used == templates.end()) continue;
    right = compile_facts(placed, *subject, used->second, compiler, problems) && right;
  }
  report_found(found, placed, problems);
  if (!right || !placed.complete) return std::nullopt;
  compile_grounds(placed, catalog, *subject, compiler);
  auto rule = placed.rule;
  auto compiled = compiler.finish();
  rule.evaluate = std::move(compiled.evaluate);
  rule.page = std::move(compiled.page);
  rule.facts = std::move(compiled.facts);
  rule.fact_types = std::move(compiled.fact_types);
  rule.grounds = std::move(compiled.grounds);
  rule.reads = std::move(compiled.reads);
  rule.clock.pauses = compiled.pauses;
  rule.asked = asked.finish();
  if (!check_size(placed, rule, problems)) return std::nullopt;
  return rule;
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// `steward explain`: a rule in words, and why a record has a promise of it or has none.
#include <fmt/format.h>

#include <cstdio>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/exit_code.hpp"
#include "app/explanation_json.hpp"
#include "app/explanation_text.hpp"
#include "app/opening.hpp"
#include "app/rule_queries.hpp"
#include "app/rule_text.hpp"
#include "steward/rules/rule_in_words.hpp"

namespace steward::app {
namespace {

/// A rule of a set, in words.
struct Chosen {
  std::shared_ptr<const model::RuleSet> set;
  const model::Rule* rule = nullptr;
  rules::RuleInWords words;
};

Error unknown_rule(const std::string& name, const model::RuleSet& set) {
  std::vector<std::string> names;
  for (const auto& rule : set.rules) names.push_back(rule.name);
  const auto hint = spelling_hint(name, names);
  return {ErrorCode::not_found,
          fmt::format("there is no rule '{}'{}", name, hint.empty() ? "" : ": " + hint)};
}

Result<Chosen> choose(Installation& installation, const ExplainCommand& command) {
  Problems problems;
  const auto set =
      command.files ? installation.load(problems) : installation.load_in_force(problems);
  if (!set) return set.error();
  if (!*set && problems.has_errors()) {
    return Error(ErrorCode::invalid_input,
                 command.files ? "the files have errors: 'steward check' lists them"
                               : "this program cannot make the set in force of its files: run "
                                 "'steward status'");
  }
  if (!*set) {
    return Error(ErrorCode::not_found,
                 "no rules are in force: 'steward run' puts them in force; of the files on disk: "
                 "--files");
  }
  Chosen chosen{*set, (*set)->rule(command.rule), {}};
  if (chosen.rule == nullptr) return unknown_rule(command.rule, **set);
  auto words = rules::describe_rule(*chosen.set, command.rule, problems);
  if (!words) {
    return Error(ErrorCode::internal,
                 fmt::format("the rule '{}' cannot be put into words", command.rule));
  }
  chosen.words = *std::move(words);
  return chosen;
}

int print_rule(const ExplainCommand& command, const Chosen& chosen, Instant now) {
  const auto& rule = *chosen.rule;
  const auto sayings = say_rule(*chosen.set, rule, chosen.words, now);
  if (command.format == Format::json) {
    auto object = json_of(rule, chosen.words, sayings);
    if (command.sql) object["queries"] = json_of_queries(rule);
    fmt::print("{}\n", json::serialize(object));
    return kDone;
  }
  fmt::print("{}: {}\n\n{}", rule.name, rule.title, text_of(sayings));
  if (command.sql) fmt::print("\n{}", sql_of(rule));
  return kDone;
}

/// The assignee's name, and what was recorded of the promise.
Result<> add_records(Installation& installation, Story& story) {
  const auto& commitment = story.explanation.commitment;
  if (!commitment) return {};
  store::Reports reports(installation.pool(), story.set.people);
  auto history = reports.history(commitment->reference);
  if (!history) return history.error();
  story.history = std::move(*history);
  auto tasks = reports.tasks({commitment->reference, "", std::nullopt});
  if (!tasks) return tasks.error();
  story.tasks = std::move(tasks->lines);
  store::CommitmentFilter filter;
  filter.reference = commitment->reference;
  filter.historic = true;
  const auto list = reports.commitments(filter);
  if (!list) return list.error();
  if (!list->lines.empty()) story.assignee_name = list->lines.front().assignee_name;
  return {};
}

int print_subject(const ExplainCommand& command, Installation& installation, const Chosen& chosen,
                  Instant now) {
  const auto delivery = Delivery::from(installation.settings());
  if (!delivery) return fail(delivery.error());
  const auto settings = delivery->settings("");
  const auto explanation =
      engine::explain(installation.store(),
                      {*chosen.set, *chosen.rule, chosen.words, command.subject}, settings, now);
  if (!explanation) return fail(explanation.error());
  Story story{*chosen.set, *chosen.rule, chosen.words, *explanation, {}, {}, {}, false};
  story.shadow = settings.mode == engine::DeliveryMode::shadow;
  if (const auto added = add_records(installation, story); !added) return fail(added.error());
  if (command.format == Format::json) {
    auto object = json_of(story);
    if (command.sql) object["queries"] = json_of_queries(*chosen.rule);
    fmt::print("{}\n", json::serialize(object));
    return kDone;
  }
  fmt::print("{}", text_of(story));
  if (command.sql) fmt::print("\n{}", sql_of(*chosen.rule));
  return kDone;
}

}  // namespace

int run(const ExplainCommand& command, const std::filesystem::path& config) {
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  if (const auto ready = require_schema(**installation); !ready) return fail(ready.error());
  const auto chosen = choose(**installation, command);
  if (!chosen) return fail(chosen.error());
  const auto now = (*installation)->clock().now();
  if (!now) return fail(now.error());
  if (command.subject.empty()) return print_rule(command, *chosen, *now);
  return print_subject(command, **installation, *chosen, *now);
}

}  // namespace steward::app

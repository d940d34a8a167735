// SPDX-License-Identifier: MIT
#include "app/eval_lines.hpp"

#include "app/json_members.hpp"
#include "steward/rules/evaluation.hpp"

namespace steward::app {
namespace {

Result<rules::Facts> facts_of(const json::object& request) {
  const auto* const facts = request.if_contains("facts");
  if (facts == nullptr || facts->is_null()) return rules::Facts::from({});
  if (!facts->is_object()) {
    return Error(ErrorCode::invalid_input, "facts: expected an object");
  }
  return rules::Facts::from(facts->get_object());
}

/// The first mistake in the expression; warnings have no place in an answer.
json::object mistake(const Problems& problems) {
  for (const auto& problem : problems.sorted()) {
    if (problem.severity != Severity::error) continue;
    json::object answer{{"error", problem.message}};
    if (!problem.hint.empty()) answer.emplace("hint", problem.hint);
    answer.emplace("line", problem.mark.line);
    answer.emplace("column", problem.mark.column);
    return answer;
  }
  return {{"error", "the expression cannot be read"}};
}

}  // namespace

Result<json::object> answer_eval_line(const json::object& request,
                                      store::Evaluations& evaluations) {
  const auto known = require_known_keys(request, {"expr", "facts"});
  if (!known) return known.error();
  const auto expression = required_text(request, "expr");
  if (!expression) return expression.error();
  const auto facts = facts_of(request);
  if (!facts) return facts.error();
  Problems problems;
  const auto query = rules::compile_for_facts(std::string(*expression), *facts, problems);
  if (!query) return mistake(problems);
  const auto value = evaluations.answer(*query);
  if (!value) return value.error();
  auto parsed = parse_json(value->value_or("null"));
  if (!parsed) return parsed.error();
  return json::object{{"value", std::move(*parsed)}};
}

}  // namespace steward::app

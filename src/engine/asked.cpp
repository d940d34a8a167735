// SPDX-License-Identifier: MIT
#include "engine/asked.hpp"

#include <charconv>

#include "steward/base/json.hpp"

namespace steward::engine {
namespace {

Answers answers_in(const std::string& text) {
  Answers answers;
  const auto value = parse_json(text);
  if (!value || !value->is_object()) return answers;
  for (const auto& [name, member] : value->get_object()) {
    if (member.is_null()) continue;
    answers[std::string(name)] =
        member.is_string() ? std::string(member.get_string()) : json::serialize(member);
  }
  return answers;
}

}  // namespace

std::map<std::string, Answers> ask(Transaction& transaction, const model::Rule& rule,
                                   const std::vector<std::string>& keys) {
  std::map<std::string, Answers> all;
  if (rule.asked.sql.empty() || keys.empty()) return all;
  for (const auto& [key, object] : transaction.facts(rule.asked, keys)) {
    all[key] = answers_in(object);
  }
  return all;
}

std::set<std::string> unmet(const std::vector<model::Step>& steps, const Answers& answers) {
  std::set<std::string> conditions;
  for (const auto& step : steps) {
    const auto answer = answers.find(step.when);
    if (answer != answers.end() && answer->second == "false") conditions.insert(step.when);
  }
  return conditions;
}

std::size_t chosen_row(const Answers& answers, const std::string& table) {
  std::size_t row = 0;
  if (const auto answer = answers.find(table); answer != answers.end()) {
    const auto& text = answer->second;
    std::from_chars(text.data(), text.data() + text.size(), row);
  }
  return row;
}

}  // namespace steward::engine

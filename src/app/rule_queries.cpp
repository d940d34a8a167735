// SPDX-License-Identifier: MIT
#include "app/rule_queries.hpp"

#include <fmt/format.h>

#include "app/sql_text.hpp"

namespace steward::app {

std::vector<RuleQuery> queries_of(const model::Rule& rule) {
  std::vector<RuleQuery> queries{
      {"what the rule says of subjects", rule.evaluate},
      {"the next subjects, when all are looked at", rule.page},
      {"what its templates say of subjects", rule.facts},
      {"what a breach keeps of subjects", rule.grounds},
      {"what its steps ask of subjects when they act", rule.asked},
  };
  for (const auto& read : rule.reads) {
    queries.push_back(
        {fmt::format("the subjects behind changed rows of {}", read.entity), read.affected});
  }
  return queries;
}

std::string sql_of(const model::Rule& rule) {
  std::string text;
  for (const auto& [purpose, query] : queries_of(rule)) {
    if (query.sql.empty()) continue;
    text += fmt::format("{}-- {}\n{};\n", text.empty() ? "" : "\n", purpose, laid_out(query.sql));
    for (const auto& [name, type, value] : bound_values(query)) {
      text += fmt::format("--   :{}  {}  {}\n", name, type,
                          value ? "'" + *value + "'" : "given when it is run");
    }
  }
  return text;
}

}  // namespace steward::app

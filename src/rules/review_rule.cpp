// SPDX-License-Identifier: MIT
#include "rules/review_rule.hpp"

#include <fmt/format.h>

#include "rules/yaml_node.hpp"

namespace steward::rules {
namespace {

model::Field field(std::string name, std::string column, model::Type type, std::string sql_type) {
  model::Field field;
  field.name = std::move(name);
  field.column = std::move(column);
  field.type = type;
  field.sql_type = std::move(sql_type);
  return field;
}

}  // namespace

std::string review_name(const model::Rule& rule) {
  return "review-of-" + rule.name;
}

std::array<std::string_view, 2> review_templates() {
  return {"rule-review-due", "rule-review-overdue"};
}

std::string review_file(const model::Rule& rule) {
  const auto& date = *rule.review_by;
  return fmt::format(
      R"(rules:
  - rule: {}
    title: "The rule '{}' is reviewed by {:04}-{:02}-{:02}"
    source: {}
    owner: {}
    subject: rules
    when: name == "{}"
    clock: {{starts: loaded_at, due: review_date, renews: true}}
    assign: {}
    retroactive: true
    steps:
      - {{at: due - 7d, notify: assignee, template: rule-review-due}}
      - {{at: due, breach: true, notify: assignee, template: rule-review-overdue}}
)",
      review_name(rule), rule.name, static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      yaml_quoted(rule.source), yaml_quoted(rule.owner), rule.name,
      yaml_quoted("role(" + yaml_quoted(rule.owner) + ")"));
}

model::Catalog review_catalog() {
  model::Entity entity;
  entity.name = "rules";
  entity.schema = "steward";
  entity.table = "rule_review";
  entity.key = {"rule"};
  entity.fields = {field("name", "rule", model::Type::text, "text"),
                   field("review_date", "review_by", model::Type::date, "date"),
                   field("loaded_at", "since", model::Type::timestamp, "timestamp with time zone")};
  model::Catalog catalog;
  catalog.entities.emplace(entity.name, std::move(entity));
  return catalog;
}

void narrow(model::Rule& review, const model::Rule& rule) {
  review.reviews = rule.name;
  review.file = rule.file;
  review.mark = rule.mark;
  review.tags = rule.tags;
  review.reads.clear();
  review.page = {
      "select cast(:rule as text) as key where cast(:after as text) is null limit "
      "cast(:page as bigint)",
      {{"rule", rule.name}}};
}

}  // namespace steward::rules

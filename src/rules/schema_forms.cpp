// SPDX-License-Identifier: MIT
#include "rules/schema_forms.hpp"

namespace steward::rules {
namespace {

constexpr const char* kName = "^[a-z]([a-z0-9-]*[a-z0-9])?$";
constexpr const char* kDate = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
constexpr const char* kDateOrInstant =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    "([Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$";
constexpr const char* kElapsed = "^ *([0-9]{1,10} *[a-z]+ *)+$";
// Digits need a unit; what begins otherwise may be an expression.
constexpr const char* kLength = "^[ \n]*([0-9]{1,10} *[a-z][^\n]*|[A-Za-z_(](.|\\n)*)$";
constexpr const char* kMoment =
    "^ *([0-9]{1,4}%|(start|due)( *[+-] *([0-9]{1,10} *[a-z]+( +[a-z]+)? *)+)?) *$";
constexpr const char* kRepeats = "^ *([0-9]{1,10} *[a-z]+( +[a-z]+)? *)+$";
constexpr const char* kRecipient = R"(^ *(assignee|(role|person)\( *("[^"]*"|'[^']*') *\)) *$)";
constexpr const char* kOpening =
    "^ *[0-2][0-9]:[0-5][0-9](:[0-5][0-9])? *- *[0-2][0-9]:[0-5][0-9](:[0-5][0-9])? *$";
constexpr const char* kTime = "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$";
constexpr const char* kDays = "^(sun|mon|tue|wed|thu|fri|sat)(-(sun|mon|tue|wed|thu|fri|sat))?$";

/// What looks like a number is text, too: `source: 202180`.
json::object text() {
  return {{"type", json::array{"string", "number"}}};
}

json::object matching(const char* pattern) {
  return {{"type", "string"}, {"pattern", pattern}};
}

/// What YAML may take for something else than text: `when: true`, `stops: null`.
json::object scalar() {
  return {{"type", json::array{"string", "number", "boolean", "null"}}};
}

json::object list_of(json::object item, int least = 1) {
  return {{"type", "array"}, {"minItems", least}, {"items", std::move(item)}};
}

json::object any_of(json::object one, json::object other) {
  return {{"anyOf", json::array{std::move(one), std::move(other)}}};
}

json::object one_or_list(const json::object& item) {
  return any_of(item, list_of(item));
}

json::object words(const std::vector<std::string_view>& choices) {
  json::array all;
  for (const auto choice : choices) all.emplace_back(choice);
  return {{"enum", std::move(all)}};
}

json::object openings() {
  auto pair = list_of(matching(kTime), 2);
  pair["maxItems"] = 2;
  return list_of(any_of(matching(kOpening), std::move(pair)), 0);
}

/// A mapping whose keys match the pattern.
json::object keyed(const char* pattern, json::object value) {
  return {{"type", "object"},
          {"patternProperties", json::object{{pattern, std::move(value)}}},
          {"additionalProperties", false}};
}

/// Any names, each with a value.
json::object by_name(json::object value) {
  return {{"type", "object"}, {"additionalProperties", std::move(value)}};
}

json::object form_of(const Key& key, const ReferTo& refer_to) {
  switch (key.form) {
    case ValueForm::text:
    case ValueForm::line:
      return text();
    case ValueForm::name:
      return matching(kName);
    case ValueForm::names:
      return one_or_list(matching(kName));
    case ValueForm::expression:
      return scalar();
    case ValueForm::anything:
      return {};
    case ValueForm::boolean:
      return {{"type", "boolean"}};
    case ValueForm::number:
      return {{"type", "integer"}};
    case ValueForm::date:
      return matching(kDate);
    case ValueForm::date_or_instant:
      return matching(kDateOrInstant);
    case ValueForm::length:
      return matching(kLength);
    case ValueForm::elapsed:
      return matching(kElapsed);
    case ValueForm::moment:
      return matching(kMoment);
    case ValueForm::choice:
      return words(key.choices);
    case ValueForm::choices: {
      auto list = list_of(words(key.choices));
      list["uniqueItems"] = true;
      return list;
    }
    case ValueForm::recipients:
      return one_or_list(matching(kRecipient));
    case ValueForm::texts:
      return one_or_list(text());
    case ValueForm::secret:
      return refer_to(secret_keys());
    case ValueForm::week:
      return keyed(kDays, openings());
    case ValueForm::dates:
      return keyed(kDate, openings());
    case ValueForm::list:
      return list_of(refer_to(*key.keys));
    case ValueForm::mapping:
      return refer_to(*key.keys);
    case ValueForm::date_or_mapping_list:
      return list_of(any_of(matching(kDate), refer_to(*key.keys)), 0);
    case ValueForm::text_or_mapping:
      return any_of(text(), refer_to(*key.keys));
    case ValueForm::expressions:
      return by_name(scalar());
    case ValueForm::repeats:
      return matching(kRepeats);
    case ValueForm::by_name:
      return by_name(refer_to(*key.keys));
    case ValueForm::text_by_name:
      return by_name(text());
    case ValueForm::texts_by_name:
      return by_name(one_or_list(text()));
    case ValueForm::text_or_mapping_by_name:
      return by_name(any_of(text(), refer_to(*key.keys)));
    case ValueForm::texts_or_by_name:
      return any_of(list_of(text()), by_name(by_name(text())));
    case ValueForm::rows:
      return list_of(list_of({}, 2));
  }
  return {};
}

}  // namespace

json::object schema_of_value(const Key& key, const ReferTo& refer_to) {
  auto form = form_of(key, refer_to);
  if (!key.may_be_table) return form;
  return any_of(std::move(form), refer_to(decision_table_keys()));
}

}  // namespace steward::rules

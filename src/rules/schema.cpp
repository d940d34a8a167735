// SPDX-License-Identifier: MIT
#include "steward/rules/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <set>

#include "rules/key_table.hpp"
#include "rules/schema_forms.hpp"

namespace steward::rules {
namespace {

struct Kind {
  SchemaKind kind;
  std::string_view name;
  std::string_view title;
  const KeyTable& (*keys)();
};

constexpr std::array<Kind, 6> kKinds = {{
    {SchemaKind::rules, "rules", "A rule file of steward", rule_file_keys},
    {SchemaKind::chains, "chains", "An escalation file of steward", chain_file_keys},
    {SchemaKind::calendar, "calendar", "A calendar of steward", calendar_file_keys},
    {SchemaKind::message_template, "template", "A message template of steward", template_file_keys},
    {SchemaKind::model, "model", "What steward cannot read from a database", model_file_keys},
    {SchemaKind::configuration, "configuration", "The configuration of steward", settings_keys},
}};

const Kind& find(SchemaKind kind) {
  return *std::find_if(kKinds.begin(), kKinds.end(),
                       [&](const Kind& known) { return known.kind == kind; });
}

/// A meaning as a sentence: "the channels" becomes "The channels."
std::string sentence(std::string_view meaning) {
  std::string text(meaning);
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text + ".";
}

json::object requiring(std::string_view key) {
  return {{"required", json::array{key}}};
}

/// Writes the schemas of mappings that others refer to, each once.
class Definitions {
 public:
  json::object refer_to(const KeyTable& table) {
    if (names_.insert(std::string(table.name)).second) waiting_.push_back(&table);
    return {{"$ref", fmt::format("#/definitions/{}", table.name)}};
  }

  json::object mapping(const KeyTable& table) {
    json::object properties;
    json::array required;
    json::array one_of_two;
    for (const auto& key : table.keys) {
      properties[key.name] = value_of(key);
      if (!key.required || key.has_default) continue;
      if (key.unless.empty()) {
        required.emplace_back(key.name);
      } else {
        one_of_two.emplace_back(
            json::object{{"anyOf", {requiring(key.name), requiring(key.unless)}}});
      }
    }
    json::object schema{{"type", "object"}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = std::move(required);
    if (!one_of_two.empty()) schema["allOf"] = std::move(one_of_two);
    schema["properties"] = std::move(properties);
    return schema;
  }

  json::object take() {
    json::object all;
    while (!waiting_.empty()) {
      const auto& table = *waiting_.front();
      waiting_.pop_front();
      all[table.name] = mapping(table);
    }
    return all;
  }

 private:
  json::object value_of(const Key& key) {
    const auto form = schema_of_value(key, [this](const KeyTable& to) { return refer_to(to); });
    json::object value{{"description", sentence(key.meaning)}};
    // Draft 7 reads nothing that stands beside a reference.
    if (form.contains("$ref")) {
      value["allOf"] = json::array{form};
    } else {
      for (const auto& member : form) value[member.key()] = member.value();
    }
    if (!key.example.empty()) {
      value["examples"] =
          json::array{key.form == ValueForm::boolean ? json::value(key.example == "true")
                                                     : json::value(key.example)};
    }
    return value;
  }

  std::set<std::string> names_;
  std::deque<const KeyTable*> waiting_;
};

void write(const json::value& value, int level, std::string& text) {
  const std::string indent(static_cast<std::size_t>(level) * 2, ' ');
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    text += "{";
    const char* separator = "\n";
    for (const auto& member : *object) {
      text += fmt::format("{}{}  {}: ", separator, indent, json::serialize(member.key()));
      write(member.value(), level + 1, text);
      separator = ",\n";
    }
    text += fmt::format("\n{}}}", indent);
  } else {
    text += json::serialize(value);
  }
}

}  // namespace

const std::vector<SchemaKind>& schema_kinds() {
  static const auto kinds = [] {
    std::vector<SchemaKind> all;
    for (const auto& kind : kKinds) all.push_back(kind.kind);
    return all;
  }();
  return kinds;
}

std::string_view to_string(SchemaKind kind) {
  return find(kind).name;
}

std::optional<SchemaKind> parse_schema_kind(std::string_view text) {
  for (const auto& kind : kKinds) {
    if (kind.name == text) return kind.kind;
  }
  return std::nullopt;
}

json::object schema_of(SchemaKind kind) {
  const auto& known = find(kind);
  Definitions definitions;
  json::object schema{{"title", known.title}};
  for (const auto& member : definitions.mapping(known.keys())) {
    schema[member.key()] = member.value();
  }
  if (auto referred = definitions.take(); !referred.empty()) {
    schema["definitions"] = std::move(referred);
  }
  return schema;
}

std::string schema_text(SchemaKind kind) {
  std::string text;
  write(schema_of(kind), 0, text);
  return text + "\n";
}

}  // namespace steward::rules

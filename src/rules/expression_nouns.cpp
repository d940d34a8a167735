// SPDX-License-Identifier: MIT
// The half of ExpressionWords that says values: fields, counts, instants and people.
#include <fmt/format.h>

#include <cctype>

#include "rules/expression_words.hpp"

namespace steward::rules {
namespace {

using model::Type;

struct LiteralWords {
  std::string operator()(std::nullptr_t) const { return "nothing"; }
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
  std::string operator()(double number) const { return fmt::format("{}", number); }
  std::string operator()(const std::string& text) const { return "\"" + text + "\""; }
};

struct LiteralType {
  Type operator()(std::nullptr_t) const { return Type::other; }
  Type operator()(bool) const { return Type::boolean; }
  Type operator()(std::int64_t) const { return Type::integer; }
  Type operator()(double) const { return Type::number; }
  Type operator()(const std::string&) const { return Type::text; }
};

bool is_call(const Expression& expression, std::string_view name) {
  return expression.kind == ExpressionKind::call && expression.text == name &&
         expression.operands.size() == 1;
}

bool is_method(const Expression& expression, std::string_view name) {
  return expression.kind == ExpressionKind::method && expression.text == name &&
         expression.operands.size() == 1;
}

/// The text of a literal, null for anything else.
const std::string* text_in(const Expression& expression) {
  if (expression.kind != ExpressionKind::literal) return nullptr;
  return std::get_if<std::string>(&expression.literal);
}

/// The path whose being there decides a choice: `p != null ? …`, `has(p) ? …`.
const Expression* tested(const Expression& condition) {
  if (is_call(condition, "has")) return &condition.operands[0];
  if (condition.kind != ExpressionKind::binary || condition.text != "!=") return nullptr;
  const auto& right = condition.operands[1];
  const bool null = right.kind == ExpressionKind::literal &&
                    std::holds_alternative<std::nullptr_t>(right.literal);
  return null ? &condition.operands[0] : nullptr;
}

}  // namespace

std::string ExpressionWords::written(const Expression& expression) const {
  std::string text;
  bool space = false;
  for (const char c : source_.substr(expression.span.offset, expression.span.length)) {
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      space = !text.empty();
      continue;
    }
    if (space) text += ' ';
    space = false;
    text += c;
  }
  return "`" + text + "`";
}

std::string ExpressionWords::with_article(const Noun& noun) const {
  if (!noun.owned) return noun.words;
  return (paths_.current() == 0 ? "the " : "its ") + noun.words;
}

std::optional<ExpressionWords::Noun> ExpressionWords::noun(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::literal:
      return Noun{std::visit(LiteralWords{}, expression.literal),
                  std::visit(LiteralType{}, expression.literal), false};
    case ExpressionKind::name:
    case ExpressionKind::member:
      return path_noun(expression);
    case ExpressionKind::call:
      if (is_call(expression, "size")) return count(expression.operands[0]);
      if (is_call(expression, "timestamp")) {
        const auto* const text = text_in(expression.operands[0]);
        if (text != nullptr) return Noun{*text, Type::timestamp, false};
      }
      return std::nullopt;
    case ExpressionKind::method:
      if (is_method(expression, "size")) return count(expression.operands[0]);
      return extreme(expression);
    default:
      return std::nullopt;
  }
}

std::optional<ExpressionWords::Noun> ExpressionWords::path_noun(const Expression& expression) {
  const auto path = paths_.find(expression);
  if (!path || path->to_many()) return std::nullopt;
  if (path->owner == paths_.current()) return Noun{spoken(*path), path->type(), true};
  // Of records that are gone through only the innermost has a word of its own, "its".
  if (path->owner != 0) return std::nullopt;
  return Noun{"the record's " + spoken(*path), path->type(), false};
}

std::optional<ExpressionWords::Noun> ExpressionWords::count(const Expression& expression) {
  const auto path = paths_.find(expression);
  if (path && path->to_many() && path->owner == paths_.current() && path->names.size() == 1) {
    return Noun{"number of " + spoken(*path), Type::integer, true};
  }
  const auto records = rows(expression);
  if (!records) return std::nullopt;
  return Noun{"the number of " + *records, Type::integer, false};
}

std::optional<ExpressionWords::Noun> ExpressionWords::extreme(const Expression& expression) {
  const bool least = is_method(expression, "min");
  if (!least && !is_method(expression, "max")) return std::nullopt;
  const auto& mapped = expression.operands[0];
  if (!is_macro(mapped, "map")) return std::nullopt;
  const auto records = rows(mapped.operands[0]);
  if (!records || !paths_.enter(mapped.operands[0], mapped.operands[1])) return std::nullopt;
  const auto value = path_noun(mapped.operands[2]);
  paths_.leave();
  if (!value || !value->owned) return std::nullopt;
  const bool in_time = value->type == Type::timestamp || value->type == Type::date;
  const bool number = value->type == Type::integer || value->type == Type::number;
  if (!in_time && !number) return std::nullopt;
  const auto which = in_time ? (least ? "earliest" : "latest") : (least ? "smallest" : "largest");
  return Noun{fmt::format("the {} {} of {}", which, value->words, *records), value->type, false};
}

std::optional<std::string> ExpressionWords::rows(const Expression& expression) {
  if (is_macro(expression, "filter")) {
    const auto records = rows(expression.operands[0]);
    if (!records || !paths_.enter(expression.operands[0], expression.operands[1])) {
      return std::nullopt;
    }
    const auto ones = which(expression.operands[2]);
    paths_.leave();
    return *records + " " + ones;
  }
  const auto path = paths_.find(expression);
  if (!path || !path->to_many()) return std::nullopt;
  if (path->owner == paths_.current() && path->owner != 0) return "its " + spoken(*path);
  if (path->owner != 0) return std::nullopt;
  if (of_organisation_) return "all " + spoken(*path);
  const bool of_record = paths_.current() != 0 || path->names.size() == 1;
  return (of_record ? "the record's " : "the ") + spoken(*path);
}

std::string ExpressionWords::choice(const Expression& expression, const std::string& first,
                                    const std::string& second) {
  const auto* const test = tested(expression.operands[0]);
  const auto path = test == nullptr ? std::nullopt : paths_.find(*test);
  const auto chosen = paths_.find(expression.operands[1]);
  if (path && chosen && path->same_as(*chosen)) {
    return fmt::format("{}, or {} where none is given", first, second);
  }
  return fmt::format("{} if {}, otherwise {}", first, holds(expression.operands[0]), second);
}

std::optional<std::string> ExpressionWords::edge_of(const Expression& expression, DayEdge edge) {
  if (expression.kind == ExpressionKind::conditional) {
    const auto first = edge_of(expression.operands[1], edge);
    const auto second = edge_of(expression.operands[2], edge);
    if (!first || !second) return std::nullopt;
    return choice(expression, *first, *second);
  }
  const auto found = noun(expression);
  if (!found || expression.kind == ExpressionKind::literal) return std::nullopt;
  if (found->type != Type::date) return with_article(*found);
  return (edge == DayEdge::beginning ? "the beginning of " : "the end of ") + with_article(*found);
}

std::string ExpressionWords::instant(const Expression& expression, DayEdge edge) {
  return edge_of(expression, edge).value_or(written(expression));
}

std::optional<std::string> ExpressionWords::assignee(const Expression& expression) {
  if (expression.kind == ExpressionKind::conditional) {
    const auto first = assignee(expression.operands[1]);
    const auto second = assignee(expression.operands[2]);
    if (!first || !second) return std::nullopt;
    return choice(expression, *first, *second);
  }
  if (is_call(expression, "role")) {
    const auto* const name = text_in(expression.operands[0]);
    if (name != nullptr) return "the " + spoken(*name);
  }
  const auto person = path_noun(expression);
  if (!person) return std::nullopt;
  return with_article(*person);
}

std::string ExpressionWords::person(const Expression& expression) {
  return assignee(expression).value_or(written(expression));
}

}  // namespace steward::rules

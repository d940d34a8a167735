// SPDX-License-Identifier: MIT
// Conditions in English. A negation is carried inwards, so that what is unknown stays apart from
// what is false: "is something other than" says that there is something.
#include "rules/expression_words.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace steward::rules {
namespace {

using model::Type;

bool is_literal(const Expression& expression) {
  return expression.kind == ExpressionKind::literal;
}

bool is_null(const Expression& expression) {
  return is_literal(expression) && std::holds_alternative<std::nullptr_t>(expression.literal);
}

/// "a", "a and b", "a, b and c".
std::string joined(const std::vector<std::string>& parts, std::string_view word) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? fmt::format(" {} ", word) : std::string(", ");
    text += parts[i];
  }
  return text;
}

/// The operator with its sides exchanged.
std::string_view mirrored(std::string_view symbol) {
  if (symbol == "<") return ">";
  if (symbol == "<=") return ">=";
  if (symbol == ">") return "<";
  if (symbol == ">=") return "<=";
  return symbol;
}

/// The operator that holds where this one is false; neither holds where it is unknown.
std::string_view contrary(std::string_view symbol) {
  if (symbol == "<") return ">=";
  if (symbol == "<=") return ">";
  if (symbol == ">") return "<=";
  if (symbol == ">=") return "<";
  return symbol;
}

struct OrderWords {
  std::string_view symbol;
  std::string_view of_numbers;
  std::string_view of_instants;
  std::string_view of_dates;
};

constexpr std::array kOrders{
    OrderWords{"<", "is less than", "is before", "is before"},
    OrderWords{"<=", "is at most", "is at or before", "is on or before"},
    OrderWords{">", "is more than", "is after", "is after"},
    OrderWords{">=", "is at least", "is at or after", "is on or after"},
};

bool is_number(Type type) {
  return type == Type::integer || type == Type::number;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kWishes{{
    {"is", "were"},
    {"starts", "started"},
    {"ends", "ended"},
    {"contains", "contained"},
    {"does", "did"},
}};

std::string wished(const std::string& predicate) {
  const auto verb = predicate.substr(0, predicate.find_first_of(" ,"));
  for (const auto& [present, past] : kWishes) {
    if (verb == present) return std::string(past) + predicate.substr(verb.size());
  }
  return predicate;
}

}  // namespace

std::string ExpressionWords::which(const Expression& expression) {
  return condition(expression, false, Form::relative);
}

std::string ExpressionWords::holds(const Expression& expression, bool negated) {
  return condition(expression, negated, Form::sentence);
}

std::string ExpressionWords::would_hold(const Expression& expression, bool negated) {
  return condition(expression, negated, Form::wish);
}

std::string ExpressionWords::condition(const Expression& expression, bool negated, Form form,
                                       Inside inside) {
  if (expression.kind == ExpressionKind::unary && expression.text == "!") {
    return condition(expression.operands[0], !negated, form, inside);
  }
  const bool is_and = expression.kind == ExpressionKind::binary && expression.text == "&&";
  const bool is_or = expression.kind == ExpressionKind::binary && expression.text == "||";
  if (!is_and && !is_or) return in_form(clause(expression, negated), form);
  const auto own = is_and != negated ? Inside::all : Inside::any;
  std::vector<std::string> parts;
  for (const auto& operand : expression.operands) {
    parts.push_back(condition(operand, negated, form, own));
  }
  const auto text = joined(parts, own == Inside::all ? "and" : "or");
  return inside == Inside::nothing || inside == own ? text : "(" + text + ")";
}

std::string ExpressionWords::in_form(const Clause& clause, Form form) const {
  const auto& [subject, predicate] = clause;
  switch (form) {
    case Form::relative:
      return (subject.owned ? "whose " : "for which ") + subject.words + " " + predicate;
    case Form::sentence:
      return with_article(subject) + " " + predicate;
    case Form::wish:
      return with_article(subject) + " " + wished(predicate);
  }
  return predicate;
}

ExpressionWords::Clause ExpressionWords::clause(const Expression& expression, bool negated) {
  if (auto known = known_clause(expression, negated)) return *std::move(known);
  return {{written(expression), Type::boolean, false}, negated ? "is false" : "is true"};
}

std::optional<ExpressionWords::Clause> ExpressionWords::known_clause(const Expression& expression,
                                                                     bool negated) {
  switch (expression.kind) {
    case ExpressionKind::binary:
      return expression.text == "in" ? membership(expression, negated)
                                     : comparison(expression, negated);
    case ExpressionKind::call:
      if (expression.text != "has" || expression.operands.size() != 1) return std::nullopt;
      return given(expression.operands[0], !negated);
    case ExpressionKind::method:
      if (is_macro(expression, "exists") || is_macro(expression, "all")) {
        return quantified(expression, negated);
      }
      return text_test(expression, negated);
    case ExpressionKind::name:
    case ExpressionKind::member: {
      auto flag = path_noun(expression);
      if (!flag || flag->type != Type::boolean) return std::nullopt;
      return Clause{*std::move(flag), negated ? "is false" : "is true"};
    }
    default:
      return std::nullopt;
  }
}

std::optional<ExpressionWords::Clause> ExpressionWords::comparison(const Expression& expression,
                                                                   bool negated) {
  if (expression.operands.size() != 2) return std::nullopt;
  std::string_view symbol = expression.text;
  const auto* left = &expression.operands[0];
  const auto* right = &expression.operands[1];
  if (is_literal(*left) && !is_literal(*right)) {
    std::swap(left, right);
    symbol = mirrored(symbol);
  }
  const bool equality_test = symbol == "==" || symbol == "!=";
  const bool same = (symbol == "==") != negated;
  if (equality_test && is_null(*right)) return given(*left, !same);
  const auto subject = noun(*left);
  if (!subject || is_literal(*left)) return std::nullopt;
  if (equality_test) return equality(*subject, *right, same);
  return order(*subject, *right, negated ? contrary(symbol) : symbol);
}

std::optional<ExpressionWords::Clause> ExpressionWords::equality(const Noun& left,
                                                                 const Expression& right,
                                                                 bool same) {
  const auto other = noun(right);
  if (!other) return std::nullopt;
  return Clause{left, (same ? "is " : "is not ") + with_article(*other)};
}

std::optional<ExpressionWords::Clause> ExpressionWords::order(const Noun& left,
                                                              const Expression& right,
                                                              std::string_view symbol) {
  const auto other = noun(right);
  if (!other) return std::nullopt;
  // A date beside a timestamp is the beginning of its day, which no short word says.
  const bool numbers = is_number(left.type) && is_number(other->type);
  if (!numbers && left.type != other->type) return std::nullopt;
  for (const auto& words : kOrders) {
    if (words.symbol != symbol) continue;
    const auto verb = numbers                        ? words.of_numbers
                      : left.type == Type::timestamp ? words.of_instants
                      : left.type == Type::date      ? words.of_dates
                                                     : std::string_view();
    if (verb.empty()) return std::nullopt;
    return Clause{left, fmt::format("{} {}", verb, with_article(*other))};
  }
  return std::nullopt;
}

std::optional<ExpressionWords::Clause> ExpressionWords::membership(const Expression& expression,
                                                                   bool negated) {
  const auto& list = expression.operands[1];
  const auto subject = noun(expression.operands[0]);
  if (!subject || list.kind != ExpressionKind::list || list.operands.empty()) return std::nullopt;
  std::vector<std::string> values;
  for (const auto& element : list.operands) {
    if (!is_literal(element) || is_null(element)) return std::nullopt;
    values.push_back(noun(element)->words);
  }
  return Clause{*subject, (negated ? "is something other than " : "is ") + joined(values, "or")};
}

std::optional<ExpressionWords::Clause> ExpressionWords::text_test(const Expression& expression,
                                                                  bool negated) {
  if (expression.operands.size() != 2 || !is_literal(expression.operands[1])) return std::nullopt;
  const auto subject = noun(expression.operands[0]);
  const auto text = noun(expression.operands[1]);
  if (!subject || !text || subject->type != Type::text || text->type != Type::text) {
    return std::nullopt;
  }
  const auto test = [&](std::string_view verb, std::string_view rest) {
    const auto object = fmt::format("{}{}", rest, text->words);
    return Clause{*subject, negated ? fmt::format("is something that does not {} {}", verb, object)
                                    : fmt::format("{}s {}", verb, object)};
  };
  if (expression.text == "startsWith") return test("start", "with ");
  if (expression.text == "endsWith") return test("end", "with ");
  if (expression.text == "contains") return test("contain", "");
  return std::nullopt;
}

std::optional<ExpressionWords::Clause> ExpressionWords::given(const Expression& path,
                                                              bool is_given) {
  auto subject = noun(path);
  if (!subject) return std::nullopt;
  return Clause{*std::move(subject), is_given ? "is given" : "is not given"};
}

std::optional<ExpressionWords::Clause> ExpressionWords::quantified(const Expression& expression,
                                                                   bool negated) {
  const auto& over = expression.operands[0];
  const auto records = rows(over);
  if (!records || !paths_.enter(over, expression.operands[1])) return std::nullopt;
  const bool all = expression.text == "all";
  const auto which_ones = condition(expression.operands[2], all && negated, Form::relative);
  paths_.leave();
  if (all && !negated) {
    return Clause{{"each of " + *records, Type::other, false}, "is one " + which_ones};
  }
  return Clause{
      {"there", Type::other, false},
      fmt::format("is, among {}, {} {}", *records, all || !negated ? "one" : "none", which_ones)};
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// The operators of ExpressionChecker.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "rules/expression_checker.hpp"
#include "rules/expression_types.hpp"
#include "rules/naming.hpp"

namespace steward::rules {
namespace {

using model::Type;

bool is_text_constant(const Value& value) {
  return value.operation == Operation::constant && value.shape == Shape::scalar &&
         value.type == Type::text;
}

std::string allowed_values(const std::string& value, const std::vector<std::string>& allowed) {
  const auto near = nearest_spelling(value, allowed);
  return fmt::format("{}allowed: {}", near.empty() ? "" : fmt::format("did you mean '{}'? ", near),
                     fmt::join(allowed, ", "));
}

}  // namespace

bool ExpressionChecker::want_boolean(const Value& value, std::string_view who) {
  if (value.shape == Shape::wrong) return false;
  if (value.shape == Shape::scalar && value.type == Type::boolean) return true;
  wrong(value.span, fmt::format("'{}' needs boolean, not {}", who, describe(value)));
  return false;
}

Value ExpressionChecker::unary(const Expression& expression) {
  auto operand = as_scalar(check(expression.operands[0]));
  if (expression.text == "-") return minus(expression, std::move(operand));
  adopt(operand, Type::boolean);
  if (!want_boolean(operand, "!")) return {};
  return made_of(Operation::negation, Type::boolean, expression.span, one(std::move(operand)));
}

Value ExpressionChecker::binary(const Expression& expression) {
  const auto& symbol = expression.text;
  if (symbol == "&&" || symbol == "||") return logical(expression);
  if (symbol == "in") return membership(expression);
  if (symbol == "+" || symbol == "-" || symbol == "*" || symbol == "/" || symbol == "%") {
    return arithmetic(expression);
  }
  return comparison(expression);
}

Value ExpressionChecker::logical(const Expression& expression) {
  std::vector<Value> operands;
  bool right = true;
  for (const auto& part : expression.operands) {
    operands.push_back(as_scalar(check(part)));
    adopt(operands.back(), Type::boolean);
    right = want_boolean(operands.back(), expression.text) && right;
  }
  if (!right) return {};
  return made_of(expression.text == "&&" ? Operation::all_of : Operation::any_of, Type::boolean,
                 expression.span, std::move(operands));
}

bool ExpressionChecker::comparable(const Value& left, const Value& right) {
  for (const auto* side : {&left, &right}) {
    if (side->shape == Shape::scalar && !is_readable(side->type)) {
      wrong(side->span,
            fmt::format("values of type {} are not supported by this version", describe(*side)));
      return false;
    }
  }
  if (left.shape == Shape::scalar && right.shape == Shape::scalar &&
      common_type(left.type, right.type) != Type::other) {
    return true;
  }
  std::string hint;
  if ((is_temporal(left.type) && is_text_constant(right)) ||
      (is_temporal(right.type) && is_text_constant(left))) {
    hint = "write an instant as timestamp(\"2026-01-31T00:00:00Z\")";
  }
  wrong(right.span, fmt::format("cannot compare {} with {}", describe(left), describe(right)),
        hint);
  return false;
}

bool ExpressionChecker::possible(const Value& value, const Value& constant) {
  if (value.allowed == nullptr || !is_text_constant(constant)) return true;
  const auto& allowed = *value.allowed;
  const auto& text = std::get<std::string>(constant.constant);
  if (std::find(allowed.begin(), allowed.end(), text) != allowed.end()) return true;
  wrong(
      constant.span,
      fmt::format("'{}' {} {}", written(value.span),
                  value.shape == Shape::list ? "never holds" : "is never", written(constant.span)),
      allowed_values(text, allowed));
  return false;
}

Value ExpressionChecker::comparison(const Expression& expression) {
  static const std::map<std::string, Operation, std::less<>> kOperations = {
      {"==", Operation::same},    {"!=", Operation::different}, {"<", Operation::less},
      {"<=", Operation::at_most}, {">", Operation::more},       {">=", Operation::at_least},
  };
  auto left = check(expression.operands[0]);
  auto right = check(expression.operands[1]);
  if (left.shape == Shape::wrong || right.shape == Shape::wrong) return {};
  const bool equality = expression.text == "==" || expression.text == "!=";
  if (equality && right.shape == Shape::null) return null_test(expression, std::move(left));
  if (equality && left.shape == Shape::null) return null_test(expression, std::move(right));
  if (equality && left.shape == Shape::row && right.shape == Shape::row) {
    return row_comparison(expression, std::move(left), std::move(right));
  }
  left = as_scalar(std::move(left));
  right = as_scalar(std::move(right));
  settle(left, right);
  if (!comparable(left, right)) return {};
  if (!equality && !is_readable(left.type)) {
    return wrong(expression.place,
                 fmt::format("'{}' cannot order {}", expression.text, describe(left)));
  }
  if (equality && (!possible(left, right) || !possible(right, left))) return {};
  const auto type = common_type(left.type, right.type);
  return made_of(kOperations.find(expression.text)->second, Type::boolean, expression.span,
                 two(as_type(std::move(left), type), as_type(std::move(right), type)));
}

Value ExpressionChecker::null_test(const Expression& expression, Value value) {
  if (value.shape == Shape::null) {
    auto same = made_of(Operation::constant, Type::boolean, expression.span, {});
    same.constant = expression.text == "==";
    return same;
  }
  adopt(value, Type::text);
  const bool array = value.shape == Shape::list && value.operation == Operation::field;
  if (value.shape != Shape::scalar && value.shape != Shape::row && !array) {
    return wrong(value.span, fmt::format("{} is never null", describe(value)),
                 value.shape == Shape::rows ? "compare size() with 0" : "");
  }
  if (value.shape == Shape::row) {
    if (value.row->relation == nullptr || value.row->relation->to_many) {
      return wrong(value.span, fmt::format("{} is never null", describe(value)));
    }
    frame_.read_presence(*value.row);
  }
  auto present = made_of(Operation::present, Type::boolean, expression.span, one(std::move(value)));
  if (expression.text != "==") return present;
  return made_of(Operation::negation, Type::boolean, expression.span, one(std::move(present)));
}

bool ExpressionChecker::has_key(const Value& row) {
  if (!row.row->entity->key.empty()) return true;
  wrong(row.span, fmt::format("'{}' has no primary key", row.row->entity->name),
        std::string(kNameTheKey));
  return false;
}

Value ExpressionChecker::row_comparison(const Expression& expression, Value left, Value right) {
  if (left.row->entity != right.row->entity) {
    return wrong(right.span,
                 fmt::format("cannot compare {} with {}", describe(left), describe(right)));
  }
  if (!has_key(left)) return {};
  frame_.read_key(*left.row);
  frame_.read_key(*right.row);
  return made_of(expression.text == "==" ? Operation::same : Operation::different, Type::boolean,
                 expression.span, two(std::move(left), std::move(right)));
}

Value ExpressionChecker::membership(const Expression& expression) {
  auto left = as_scalar(check(expression.operands[0]));
  if (expression.operands[1].kind == ExpressionKind::list) {
    return membership_in_list(expression, std::move(left));
  }
  auto right = check(expression.operands[1]);
  if (left.shape == Shape::wrong || right.shape == Shape::wrong) return {};
  if (is_untyped(right)) return made_of(Operation::unknown, Type::boolean, expression.span, {});
  if (right.shape != Shape::list) {
    return wrong(right.span, fmt::format("'in' needs a list, not {}", describe(right)),
                 right.shape == Shape::rows ? "take a field of each: .map(i, i.field)" : "");
  }
  auto element = made_of(Operation::unknown, right.type, right.span, {});
  settle(left, element);
  if (!comparable(left, element) || !possible(right, left)) return {};
  const auto type = common_type(left.type, element.type);
  if (type == Type::timestamp && right.type == Type::date) right = starts_of_days(std::move(right));
  return made_of(Operation::within, Type::boolean, expression.span,
                 two(as_type(std::move(left), type), std::move(right)));
}

Value ExpressionChecker::starts_of_days(Value dates) {
  const auto span = dates.span;
  auto day = made_of(Operation::element, Type::date, span, {});
  day.alias = frame_.name_elements();
  const auto alias = day.alias;
  auto list = made_of(Operation::converted, Type::timestamp, span,
                      two(std::move(dates), as_type(std::move(day), Type::timestamp)));
  list.shape = Shape::list;
  list.alias = alias;
  return list;
}

Value ExpressionChecker::membership_in_list(const Expression& expression, Value left) {
  std::vector<Value> elements;
  bool right = left.shape != Shape::wrong;
  auto type = left.type;
  for (const auto& part : expression.operands[1].operands) {
    auto element = as_scalar(check(part));
    if (element.shape == Shape::scalar) settle(left, element);
    if (element.shape == Shape::null) {
      element = wrong(part.span, "null is in no list", "compare with == null");
    }
    const bool usable = element.shape != Shape::wrong && left.shape != Shape::wrong &&
                        comparable(left, element) && possible(left, element);
    right = right && usable;
    if (usable) type = common_type(type, element.type);
    elements.push_back(std::move(element));
  }
  if (left.shape != Shape::wrong && left.shape != Shape::scalar && right) {
    return wrong(left.span, fmt::format("'in' cannot look for {}", describe(left)));
  }
  if (!right) return {};
  for (auto& element : elements) element = as_type(std::move(element), type);
  adopt(left, Type::text);
  auto list = made_of(Operation::list, type, expression.operands[1].span, std::move(elements));
  list.shape = Shape::list;
  return made_of(Operation::within, Type::boolean, expression.span,
                 two(as_type(std::move(left), type), std::move(list)));
}

Value ExpressionChecker::choice(const Expression& expression) {
  auto condition = as_scalar(check(expression.operands[0]));
  adopt(condition, Type::boolean);
  auto yes = check(expression.operands[1]);
  auto no = check(expression.operands[2]);
  const bool decided = want_boolean(condition, "?");
  if (!decided || yes.shape == Shape::wrong || no.shape == Shape::wrong) return {};
  const auto names_person = [](const Value& value) {
    return value.shape == Shape::row || value.shape == Shape::assignee;
  };
  auto shape = Shape::scalar;
  auto type = Type::other;
  if (roles_ == Roles::allowed && (names_person(yes) || yes.shape == Shape::null) &&
      (names_person(no) || no.shape == Shape::null)) {
    shape = Shape::assignee;
  } else {
    yes = as_scalar(std::move(yes));
    no = as_scalar(std::move(no));
    if (yes.shape == Shape::null && no.shape == Shape::null)
      yes = made_of(Operation::unknown, Type::text, yes.span, {});
    if (yes.shape == Shape::null) adopt(no, Type::text);
    if (no.shape == Shape::null) adopt(yes, Type::text);
    if (yes.shape == Shape::scalar && no.shape == Shape::scalar) settle(yes, no);
    if (yes.shape == Shape::null || no.shape == Shape::null) {
      const auto& other = yes.shape == Shape::null ? no : yes;
      if (other.shape != Shape::scalar || !is_readable(other.type)) {
        return wrong(other.span, fmt::format("'?:' cannot choose {} or null", describe(other)));
      }
      type = other.type;
    } else {
      type = common_type(yes.type, no.type);
      if (yes.shape != Shape::scalar || no.shape != Shape::scalar || !is_readable(type)) {
        return wrong(no.span, fmt::format("'?:' cannot choose between {} and {}", describe(yes),
                                          describe(no)));
      }
    }
  }
  auto operands = two(std::move(condition), as_type(std::move(yes), type));
  operands.push_back(as_type(std::move(no), type));
  auto allowed = allowed_of_any({operands[1], operands[2]});
  auto value = made_of(Operation::choice, type, expression.span, std::move(operands));
  value.allowed = std::move(allowed);
  value.shape = shape;
  return value;
}

}  // namespace steward::rules

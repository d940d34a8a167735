// SPDX-License-Identifier: MIT
#include "rules/recipient_reader.hpp"

#include <fmt/format.h>

#include "rules/expression_lexer.hpp"
#include "rules/expression_parser.hpp"

namespace steward::rules {
namespace {

constexpr std::string_view kExpected = "expected assignee, role(\"…\") or person(\"…\")";

std::optional<model::RecipientKind> kind_named(std::string_view name) {
  if (name == "role") return model::RecipientKind::role;
  if (name == "person") return model::RecipientKind::person;
  return std::nullopt;
}

}  // namespace

std::optional<model::Recipient> parse_recipient(const PlacedText& text, Problems& problems) {
  const auto expression = parse_expression(text, problems);
  if (!expression) return std::nullopt;
  if (expression->kind == ExpressionKind::name && expression->text == "assignee") {
    return model::Recipient{};
  }
  const auto kind =
      expression->kind == ExpressionKind::call ? kind_named(expression->text) : std::nullopt;
  if (!kind) {
    problems.error(text.mark(), fmt::format("'{}' is not a recipient", text.text()),
                   std::string(kExpected));
    return std::nullopt;
  }
  const auto* name = expression->operands.size() == 1
                         ? std::get_if<std::string>(&expression->operands[0].literal)
                         : nullptr;
  if (name == nullptr || name->empty()) {
    problems.error(mark_of(text, expression->span),
                   fmt::format("'{}' takes one name in quotes", expression->text),
                   std::string(kExpected));
    return std::nullopt;
  }
  return model::Recipient{*kind, *name};
}

}  // namespace steward::rules

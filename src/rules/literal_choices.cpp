// SPDX-License-Identifier: MIT
#include "rules/literal_choices.hpp"

#include "rules/expression_parser.hpp"

namespace steward::rules {
namespace {

void collect(const Expression& expression, const PlacedText& source,
             std::vector<PlacedText>& choices) {
  if (expression.kind == ExpressionKind::conditional) {
    collect(expression.operands[1], source, choices);
    collect(expression.operands[2], source, choices);
  } else if (const auto* text = std::get_if<std::string>(&expression.literal)) {
    if (expression.kind != ExpressionKind::literal) return;
    choices.emplace_back(*text, source.mark(expression.span.offset, expression.span.length));
  }
}

}  // namespace

std::vector<PlacedText> literal_choices(const PlacedText& expression) {
  Problems elsewhere;
  std::vector<PlacedText> choices;
  if (const auto parsed = parse_expression(expression, elsewhere)) {
    collect(*parsed, expression, choices);
  }
  return choices;
}

}  // namespace steward::rules

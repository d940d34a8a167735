// SPDX-License-Identifier: MIT
#include "rules/never_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/expression_parser.hpp"
#include "rules/recipient_reader.hpp"

namespace steward::rules {
namespace {

/// As `notify` names them; anything else is asked of the record.
bool names_a_recipient(const Expression& expression) {
  if (expression.kind == ExpressionKind::name) return expression.text == "assignee";
  return expression.kind == ExpressionKind::call &&
         (expression.text == "role" || expression.text == "person");
}

void read_one(const YamlNode& node, PlacedNever& never, Problems& problems) {
  if (node.kind != YamlKind::text || trimmed(node.text.text()).empty()) {
    problems.error(node.mark, fmt::format("'never' names people, not {}", to_string(node.kind)),
                   R"(expected assignee, role("…"), person("…") or an expression)");
    return;
  }
  const auto expression = parse_expression(node.text, problems);
  if (!expression) return;
  model::Recipient recipient{model::RecipientKind::record, std::string(trimmed(node.text.text()))};
  if (names_a_recipient(*expression)) {
    const auto named = parse_recipient(node.text, problems);
    if (!named) return;
    recipient = *named;
  } else {
    never.expressions.push_back({recipient.name, node.text});
  }
  auto& all = never.recipients;
  if (std::find(all.begin(), all.end(), recipient) != all.end()) {
    problems.error(node.mark, fmt::format("'{}' is named twice", trimmed(node.text.text())));
  }
  all.push_back(std::move(recipient));
}

}  // namespace

PlacedNever read_never(YamlReader& reader, Problems& problems) {
  PlacedNever never;
  const auto* node = reader.value("never");
  if (node == nullptr) return never;
  if (node->kind != YamlKind::list) {
    read_one(*node, never, problems);
    return never;
  }
  if (node->items.empty()) problems.error(node->mark, "'never' is an empty list");
  for (const auto& item : node->items) read_one(item, never, problems);
  return never;
}

}  // namespace steward::rules

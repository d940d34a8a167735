// SPDX-License-Identifier: MIT
#include "rules/expression_paths.hpp"

#include <algorithm>

namespace steward::rules {
namespace {

using model::Type;

/// The names of a path, the first of which may be a variable's; none when it is no path.
std::vector<std::string> names_of(const Expression& expression) {
  if (expression.kind == ExpressionKind::name) return {expression.text};
  if (expression.kind != ExpressionKind::member) return {};
  auto names = names_of(expression.operands.front());
  if (!names.empty()) names.push_back(expression.text);
  return names;
}

std::string with(std::string text, char old_one, char new_one) {
  std::replace(text.begin(), text.end(), old_one, new_one);
  return text;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() > end.size() && text.substr(text.size() - end.size()) == end;
}

/// "completed_at" is the "completed-at time": hyphens keep such a name together in a sentence.
std::string spoken_field(const model::Field& field) {
  const auto together = with(field.name, '_', '-');
  if (field.type == Type::timestamp && ends_with(field.name, "_at")) return together + " time";
  if (field.type == Type::date && ends_with(field.name, "_on")) return together + " date";
  if (field.type == Type::boolean) return together + " flag";
  return spoken(field.name);
}

}  // namespace

bool is_macro(const Expression& expression, std::string_view name) {
  return expression.kind == ExpressionKind::method && expression.text == name &&
         expression.operands.size() == 3 && expression.operands[1].kind == ExpressionKind::name;
}

std::string spoken(std::string_view name) {
  return with(with(std::string(name), '_', ' '), '-', ' ');
}

std::string spoken(const ExpressionPath& path) {
  std::string words;
  for (std::size_t i = 0; i + 1 < path.names.size(); ++i) words += spoken(path.names[i]) + "'s ";
  return words + (path.field != nullptr ? spoken_field(*path.field) : spoken(path.names.back()));
}

std::optional<ExpressionPath> ExpressionPaths::find(const Expression& expression) const {
  ExpressionPath path;
  path.names = names_of(expression);
  if (path.names.empty()) return std::nullopt;
  for (auto at = owners_.size() - 1; at > 0 && path.owner == 0; --at) {
    if (owners_[at].variable == path.names.front()) path.owner = at;
  }
  if (path.owner > 0) path.names.erase(path.names.begin());
  if (path.names.empty()) return std::nullopt;
  const auto* entity = owners_[path.owner].entity;
  for (std::size_t i = 0; i < path.names.size(); ++i) {
    if (entity == nullptr || path.to_many()) return std::nullopt;
    const bool last = i + 1 == path.names.size();
    path.field = last ? entity->field(path.names[i]) : nullptr;
    path.relation = path.field == nullptr ? entity->relation(path.names[i]) : nullptr;
    if (path.field == nullptr && path.relation == nullptr) return std::nullopt;
    entity = path.relation == nullptr ? nullptr : catalog_.find(path.relation->target);
  }
  return path;
}

const model::Entity* ExpressionPaths::target_of(const Expression& rows) const {
  if (is_macro(rows, "filter")) return target_of(rows.operands.front());
  const auto path = find(rows);
  return path && path->to_many() ? catalog_.find(path->relation->target) : nullptr;
}

bool ExpressionPaths::enter(const Expression& rows, const Expression& variable) {
  const auto* entity = target_of(rows);
  if (entity == nullptr) return false;
  owners_.push_back({variable.text, entity});
  return true;
}

}  // namespace steward::rules

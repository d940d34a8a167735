// SPDX-License-Identifier: MIT
#include "rules/record_reads.hpp"

#include <algorithm>

#include "rules/expression_words.hpp"

namespace steward::rules {
namespace {

/// Nothing short can be shown of a document, a range or a list.
bool can_be_shown(model::Type type) {
  switch (type) {
    case model::Type::boolean:
    case model::Type::integer:
    case model::Type::number:
    case model::Type::text:
    case model::Type::timestamp:
    case model::Type::date:
    case model::Type::interval:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::vector<std::string> RecordReads::add(const Expression& expression, std::string_view text) {
  std::vector<std::string> found;
  text_ = text;
  collect(expression, found);
  return found;
}

void RecordReads::collect(const Expression& expression, std::vector<std::string>& found) {
  if (const auto path = paths_.find(expression)) {
    const auto& [offset, length] = expression.span;
    if (path->owner == 0) note(*path, std::string(text_.substr(offset, length)), found);
    return;
  }
  // With a variable and one body, or the condition and the value of a map().
  const bool macro = expression.kind == ExpressionKind::method && expression.operands.size() >= 3;
  for (std::size_t i = 0; i < expression.operands.size(); ++i) {
    // Only what follows the variable knows it.
    const bool body = macro && i >= 2;
    const bool entered = body && paths_.enter(expression.operands[0], expression.operands[1]);
    if (!macro || i == 0 || entered) collect(expression.operands[i], found);
    if (entered) paths_.leave();
  }
}

void RecordReads::note(const ExpressionPath& path, std::string written,
                       std::vector<std::string>& found) {
  if (path.field != nullptr && !can_be_shown(path.type())) return;
  RecordValue value;
  value.path = std::move(written);
  if (std::find(found.begin(), found.end(), value.path) != found.end()) return;
  found.push_back(value.path);
  const auto same = [&](const RecordValue& known) { return known.path == value.path; };
  if (std::any_of(values_.begin(), values_.end(), same)) return;
  if (path.field != nullptr) {
    value.type = path.type();
    value.words = "the " + spoken(path);
  } else {
    value.kind = path.to_many() ? RecordValue::Kind::count : RecordValue::Kind::presence;
    value.type = path.to_many() ? model::Type::integer : model::Type::boolean;
    value.words = (path.to_many() ? "the number of " : "the ") + spoken(path);
  }
  values_.push_back(std::move(value));
}

std::string expression_of(const RecordValue& value) {
  switch (value.kind) {
    case RecordValue::Kind::value:
      return value.path;
    case RecordValue::Kind::presence:
      return "has(" + value.path + ")";
    case RecordValue::Kind::count:
      return "size(" + value.path + ")";
  }
  return value.path;
}

}  // namespace steward::rules

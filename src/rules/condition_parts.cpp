// SPDX-License-Identifier: MIT
#include "rules/condition_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace steward::rules {
namespace {

std::string without_marks(const std::string& written) {
  return written.substr(1, written.size() - 2);
}

/// Nothing short can be shown of a document, a range or a list.
bool can_be_shown(model::Type type) {
  switch (type) {
    case model::Type::boolean:
    case model::Type::integer:
    case model::Type::number:
    case model::Type::text:
    case model::Type::timestamp:
    case model::Type::date:
      return true;
    default:
      return false;
  }
}

class Dissection {
 public:
  Dissection(std::string_view text, ExpressionWords& words, RecordReads& reads)
      : text_(text), words_(words), reads_(reads) {}

  /// `negated` by a `!` that stands before it, or around what it is in.
  ConditionPart part(const Expression& expression, bool negated, bool directly = false) {
    if (expression.kind == ExpressionKind::unary && expression.text == "!") {
      return part(expression.operands[0], !negated, true);
    }
    const auto contrary = [&](const std::string& text) {
      return !negated ? text : directly ? "!" + text : "!(" + text + ")";
    };
    ConditionPart made;
    made.text = contrary(without_marks(words_.written(expression)));
    made.words = words_.holds(expression, negated);
    made.contrary = words_.holds(expression, !negated);
    made.wish = words_.would_hold(expression, negated);
    const bool is_and = expression.kind == ExpressionKind::binary && expression.text == "&&";
    const bool is_or = expression.kind == ExpressionKind::binary && expression.text == "||";
    if (is_and || is_or) {
      made.kind = is_and != negated ? ConditionPart::Kind::all : ConditionPart::Kind::any;
      for (const auto& operand : expression.operands) made.parts.push_back(part(operand, negated));
      return made;
    }
    made.reads = reads_.add(expression, text_);
    const auto whole = std::string(text_.substr(expression.span.offset, expression.span.length));
    tests_.emplace_back(fmt::format("t{}", tests_.size() + 1), contrary(whole));
    made.column = tests_.back().first;
    return made;
  }

  std::vector<std::pair<std::string, std::string>> take_tests() { return std::move(tests_); }

 private:
  std::string_view text_;
  ExpressionWords& words_;
  RecordReads& reads_;
  std::vector<std::pair<std::string, std::string>> tests_;
};

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

TakenApart take_apart(const Expression& condition, std::string_view text, ExpressionWords& words,
                      RecordReads& reads) {
  Dissection dissection(text, words, reads);
  TakenApart taken;
  taken.condition = dissection.part(condition, false);
  taken.tests = dissection.take_tests();
  return taken;
}

}  // namespace steward::rules

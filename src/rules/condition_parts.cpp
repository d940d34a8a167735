// SPDX-License-Identifier: MIT
#include "rules/condition_parts.hpp"

#include <fmt/format.h>

namespace steward::rules {
namespace {

std::string without_marks(const std::string& written) {
  return written.substr(1, written.size() - 2);
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

TakenApart take_apart(const Expression& condition, std::string_view text, ExpressionWords& words,
                      RecordReads& reads) {
  Dissection dissection(text, words, reads);
  TakenApart taken;
  taken.condition = dissection.part(condition, false);
  taken.tests = dissection.take_tests();
  return taken;
}

}  // namespace steward::rules

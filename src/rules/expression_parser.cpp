// SPDX-License-Identifier: MIT
#include "rules/expression_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

#include "rules/expression_lexer.hpp"

namespace steward::rules {
namespace {

/// The magnitude of an integer literal; nothing when it has more than 64 bits.
std::optional<std::uint64_t> magnitude(std::string_view text) {
  const bool hex = text.size() > 1 && (text[1] == 'x' || text[1] == 'X');
  if (hex) text.remove_prefix(2);
  std::uint64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, hex ? 16 : 10);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

/// The double nearest to a number literal; nothing when it is too large for one.
std::optional<double> real(std::string_view text) {
  const auto* end = text.data() + text.size();
  double value = 0;
  if (std::from_chars(text.data(), end, value).ec == std::errc()) return value;
  // What is too small is zero: a long double tells it from what is too large.
  long double wide = 0;
  const bool read = std::from_chars(text.data(), end, wide).ec == std::errc();
  if (!read || wide > 1) return std::nullopt;
  return 0.0;
}

/// Recursive descent. Every method answers nothing after it has reported a mistake.
class Parser {
 public:
  Parser(const PlacedText& source, const std::vector<Token>& tokens, Problems& problems)
      : source_(source), tokens_(tokens), problems_(problems) {}

  std::optional<Expression> parse() {
    auto whole = parse_conditional();
    if (whole && token().kind != TokenKind::end) return unexpected("an operator or the end");
    return whole;
  }

 private:
  using Parsed = std::optional<Expression>;

  const Token& token() const { return tokens_[at_]; }
  bool is_symbol(std::string_view symbol) const {
    return token().kind == TokenKind::symbol && token().text == symbol;
  }
  bool take_symbol(std::string_view symbol) {
    if (!is_symbol(symbol)) return false;
    ++at_;
    return true;
  }

  Parsed refuse(TextSpan place, std::string message, std::string hint = {}) {
    problems_.error(mark_of(source_, place), std::move(message), std::move(hint));
    return std::nullopt;
  }
  Parsed unexpected(std::string_view wanted) {
    if (token().kind == TokenKind::end) {
      return refuse(token().span, "the expression ends too early",
                    fmt::format("expected {}", wanted));
    }
    const auto& span = token().span;
    // A text between triple quotes may have several lines.
    const auto written = source_.text().substr(span.offset, span.length);
    return refuse(span, fmt::format("unexpected '{}'", written.substr(0, written.find('\n'))),
                  fmt::format("expected {}", wanted));
  }
  Parsed refuse_depth(TextSpan place) {
    return refuse(
        place, fmt::format("the expression is nested deeper than {} levels", kMostExpressionDepth));
  }

  /// From a byte to the end of the last token taken.
  [[nodiscard]] TextSpan from(std::size_t start) const {
    const auto& last = tokens_[at_ - 1].span;
    return {start, last.offset + last.length - start};
  }

  /// A node over `operands`, spanning from `start` to the last token taken.
  Parsed node(ExpressionKind kind, const Token& name, std::size_t start,
              std::vector<Expression> operands) {
    Expression made;
    made.kind = kind;
    made.place = name.span;
    made.text = name.text;
    made.span = from(start);
    for (const auto& operand : operands) made.depth = std::max(made.depth, operand.depth + 1);
    if (made.depth > kMostExpressionDepth) return refuse_depth(name.span);
    made.operands = std::move(operands);
    return made;
  }
  Parsed node(ExpressionKind kind, const Token& name, Expression first, Expression second) {
    const auto start = first.span.offset;
    std::vector<Expression> operands;
    operands.push_back(std::move(first));
    operands.push_back(std::move(second));
    return node(kind, name, start, std::move(operands));
  }

  Parsed parse_conditional() {
    if (levels_ >= kMostExpressionDepth) return refuse_depth(token().span);
    ++levels_;
    auto parsed = parse_or();
    if (parsed && is_symbol("?")) parsed = parse_branches(std::move(*parsed));
    --levels_;
    return parsed;
  }

  Parsed parse_branches(Expression condition) {
    const auto& question = tokens_[at_++];
    auto yes = parse_or();
    if (!yes) return yes;
    if (!take_symbol(":")) return unexpected("':'");
    auto no = parse_conditional();
    if (!no) return no;
    const auto start = condition.span.offset;
    std::vector<Expression> operands;
    operands.push_back(std::move(condition));
    operands.push_back(std::move(*yes));
    operands.push_back(std::move(*no));
    return node(ExpressionKind::conditional, question, start, std::move(operands));
  }

  Parsed parse_or() {
    return parse_chain("||", [this] { return parse_and(); });
  }
  Parsed parse_and() {
    return parse_chain("&&", [this] { return parse_relation(); });
  }

  /// `a && b && c` is one node of three operands: long conditions are wide, not deep.
  template <class Next>
  Parsed parse_chain(std::string_view symbol, Next next) {
    auto first = next();
    if (!first || !is_symbol(symbol)) return first;
    const auto& name = token();
    const auto start = first->span.offset;
    std::vector<Expression> operands;
    operands.push_back(std::move(*first));
    while (take_symbol(symbol)) {
      auto operand = next();
      if (!operand) return operand;
      operands.push_back(std::move(*operand));
    }
    return node(ExpressionKind::binary, name, start, std::move(operands));
  }

  bool is_relation_operator() const {
    if (token().kind == TokenKind::name) return token().text == "in";
    return is_symbol("==") || is_symbol("!=") || is_symbol("<") || is_symbol("<=") ||
           is_symbol(">") || is_symbol(">=");
  }

  Parsed parse_relation() {
    auto left = parse_sum();
    while (left && is_relation_operator()) {
      const auto& name = tokens_[at_++];
      auto right = parse_sum();
      if (!right) return right;
      left = node(ExpressionKind::binary, name, std::move(*left), std::move(*right));
    }
    return left;
  }

  Parsed parse_sum() {
    auto left = parse_product();
    while (left && (is_symbol("+") || is_symbol("-"))) {
      const auto& name = tokens_[at_++];
      auto right = parse_product();
      if (!right) return right;
      left = node(ExpressionKind::binary, name, std::move(*left), std::move(*right));
    }
    return left;
  }

  Parsed parse_product() {
    auto left = parse_unary();
    while (left && (is_symbol("*") || is_symbol("/") || is_symbol("%"))) {
      const auto& name = tokens_[at_++];
      auto right = parse_unary();
      if (!right) return right;
      left = node(ExpressionKind::binary, name, std::move(*left), std::move(*right));
    }
    return left;
  }

  Parsed parse_unary() {
    if (!is_symbol("!") && !is_symbol("-")) return parse_member();
    const auto& name = tokens_[at_];
    if (name.text == "-" && (tokens_[at_ + 1].kind == TokenKind::integer ||
                             tokens_[at_ + 1].kind == TokenKind::number)) {
      return parse_member();
    }
    if (levels_ >= kMostExpressionDepth) return refuse_depth(name.span);
    ++at_;
    ++levels_;
    auto operand = parse_unary();
    --levels_;
    if (!operand) return operand;
    std::vector<Expression> operands;
    operands.push_back(std::move(*operand));
    return node(ExpressionKind::unary, name, name.span.offset, std::move(operands));
  }

  Parsed parse_member() {
    auto parsed = parse_primary();
    while (parsed) {
      if (is_symbol("[")) {
        return refuse(token().span, "indexing with '[…]' is not supported by this version");
      }
      if (is_symbol("{")) {
        return refuse(token().span, "message literals are not supported by this version");
      }
      if (!take_symbol(".")) break;
      parsed = parse_selection(std::move(*parsed));
    }
    return parsed;
  }

  Parsed parse_selection(Expression receiver) {
    if (token().kind != TokenKind::name) return unexpected("a name");
    const auto& name = tokens_[at_++];
    const auto start = receiver.span.offset;
    std::vector<Expression> operands;
    operands.push_back(std::move(receiver));
    if (!take_symbol("(")) {
      return node(ExpressionKind::member, name, start, std::move(operands));
    }
    if (!parse_list_until(")", operands)) return std::nullopt;
    return node(ExpressionKind::method, name, start, std::move(operands));
  }

  /// Appends expressions separated by commas, up to and with `closing`; one comma may stand before
  /// it if `trailing`.
  bool parse_list_until(std::string_view closing, std::vector<Expression>& operands,
                        bool trailing = false) {
    if (take_symbol(closing)) return true;
    while (true) {
      auto operand = parse_conditional();
      if (!operand) return false;
      operands.push_back(std::move(*operand));
      if (take_symbol(closing)) return true;
      if (!take_symbol(",")) {
        unexpected(fmt::format("',' or '{}'", closing));
        return false;
      }
      if (trailing && take_symbol(closing)) return true;
    }
  }

  Parsed parse_primary() {
    const auto& first = token();
    switch (first.kind) {
      case TokenKind::integer:
      case TokenKind::number:
        return parse_number(false);
      case TokenKind::text:
        ++at_;
        return literal(first, first.text);
      case TokenKind::name:
        return parse_name();
      case TokenKind::symbol:
        return parse_bracketed();
      case TokenKind::end:
        break;
    }
    return unexpected("a value");
  }

  Parsed parse_bracketed() {
    const auto& first = token();
    if (take_symbol("-")) return parse_number(true);
    if (take_symbol("(")) {
      auto inner = parse_conditional();
      if (inner && !take_symbol(")")) return unexpected("')'");
      // What begins with parentheses begins there: its text is whole.
      if (inner) inner->span = from(first.span.offset);
      return inner;
    }
    if (take_symbol("[")) {
      std::vector<Expression> elements;
      if (!parse_list_until("]", elements, true)) return std::nullopt;
      return node(ExpressionKind::list, first, first.span.offset, std::move(elements));
    }
    if (is_symbol("{")) {
      return refuse(first.span, "map literals are not supported by this version");
    }
    if (is_symbol(".")) {
      return refuse(first.span, "a name cannot begin with '.' in this version");
    }
    return unexpected("a value");
  }

  Parsed parse_name() {
    const auto& name = tokens_[at_++];
    if (name.text == "true") return literal(name, true);
    if (name.text == "false") return literal(name, false);
    if (name.text == "null") return literal(name, nullptr);
    if (name.text == "in") {
      --at_;
      return unexpected("a value");
    }
    std::vector<Expression> operands;
    if (!take_symbol("(")) {
      return node(ExpressionKind::name, name, name.span.offset, std::move(operands));
    }
    if (!parse_list_until(")", operands)) return std::nullopt;
    return node(ExpressionKind::call, name, name.span.offset, std::move(operands));
  }

  Parsed parse_number(bool negative) {
    const auto& number = tokens_[at_++];
    if (number.kind == TokenKind::number) {
      const auto value = real(number.text);
      if (!value) {
        return refuse(number.span, fmt::format("the number {} is out of range", number.text));
      }
      return literal(number, negative ? -*value : *value, negative);
    }
    const auto value = magnitude(number.text);
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value || *value > kMost + (negative ? 1U : 0U)) {
      return refuse(number.span, fmt::format("the integer {} is too large", number.text));
    }
    // Unsigned arithmetic: the least integer has no positive counterpart.
    return literal(number, static_cast<std::int64_t>(negative ? 0U - *value : *value), negative);
  }

  Parsed literal(const Token& written, Literal value, bool negative = false) {
    Expression made;
    made.kind = ExpressionKind::literal;
    made.span = written.span;
    if (negative) {
      const auto start = tokens_[at_ - 2].span.offset;
      made.span = {start, written.span.offset + written.span.length - start};
    }
    made.place = made.span;
    made.literal = std::move(value);
    return made;
  }

  const PlacedText& source_;
  const std::vector<Token>& tokens_;
  Problems& problems_;
  std::size_t at_ = 0;
  int levels_ = 0;  ///< of the recursion
};

}  // namespace

std::optional<Expression> parse_expression(const PlacedText& source, Problems& problems) {
  if (source.text().size() > kMostExpressionBytes) {
    problems.error(source.mark(), fmt::format("the expression is longer than {} KiB",
                                              kMostExpressionBytes / 1024));
    return std::nullopt;
  }
  const auto tokens = split_expression(source, problems);
  if (!tokens) return std::nullopt;
  return Parser(source, *tokens, problems).parse();
}

}  // namespace steward::rules

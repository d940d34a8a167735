// SPDX-License-Identifier: MIT
#include "rules/expression_lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "rules/text_literal.hpp"
#include "steward/base/text.hpp"

namespace steward::rules {
namespace {

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool starts_name(char c) {
  return is_letter(c) || c == '_';
}
bool is_quote(char c) {
  return c == '"' || c == '\'';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

class Lexer {
 public:
  Lexer(const PlacedText& source, Problems& problems)
      : source_(source), text_(source.text()), problems_(problems) {}

  std::optional<std::vector<Token>> split() {
    while (true) {
      skip_space();
      if (at_ >= text_.size()) break;
      if (!take_token()) return std::nullopt;
    }
    tokens_.push_back({TokenKind::end, {text_.size(), 1}, {}});
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void skip_space() {
    while (at_ < text_.size()) {
      if (is_space(peek())) {
        ++at_;
      } else if (peek() == '/' && peek(1) == '/') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        return;
      }
    }
  }

  bool take_token() {
    if (is_quote(peek())) return take_text(0);
    if (const auto prefix = prefix_of_text(); prefix > 0) return take_text(prefix);
    if (starts_name(peek())) return take_name();
    if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) return take_number();
    return take_symbol();
  }

  /// Letters before a quote: r (raw), b (bytes), one of each, in either case.
  std::size_t prefix_of_text() const {
    const auto is_one_of = [&](std::size_t ahead, std::string_view letters) {
      return peek(ahead) != '\0' && letters.find(peek(ahead)) != std::string_view::npos;
    };
    if (!is_one_of(0, "rRbB")) return 0;
    if (is_quote(peek(1))) return 1;
    return is_one_of(1, is_one_of(0, "rR") ? "bB" : "rR") && is_quote(peek(2)) ? 2 : 0;
  }

  bool take_text(std::size_t prefix) {
    const auto start = at_;
    const auto letters = text_.substr(start, prefix);
    if (letters.find_first_of("bB") != std::string::npos) {
      return refuse({start, prefix + 1}, "bytes literals are not supported by this version");
    }
    auto literal = read_text_literal(text_, start + prefix, prefix > 0);
    if (!literal.mistake.empty()) return refuse(literal.place, std::move(literal.mistake));
    at_ = literal.end;
    tokens_.push_back({TokenKind::text, {start, at_ - start}, std::move(literal.value)});
    return true;
  }

  bool take_name() {
    const auto start = at_;
    while (starts_name(peek()) || is_digit(peek())) ++at_;
    push(TokenKind::name, start);
    return true;
  }

  bool take_number() {
    const auto start = at_;
    auto kind = TokenKind::integer;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      at_ += 2;
      if (!is_hex_digit(peek())) return refuse_number(start);
      while (is_hex_digit(peek())) ++at_;
    } else {
      while (is_digit(peek())) ++at_;
      if (peek() == '.' && is_digit(peek(1))) {
        kind = TokenKind::number;
        ++at_;
        while (is_digit(peek())) ++at_;
      }
      if (const auto length = exponent(); length > 0) {
        kind = TokenKind::number;
        at_ += length;
      }
    }
    if (peek() == 'u' || peek() == 'U') {
      return refuse({start, at_ - start + 1},
                    "unsigned literals are not supported by this version");
    }
    if (starts_name(peek()) || is_digit(peek())) return refuse_number(start);
    push(kind, start);
    return true;
  }

  bool refuse_number(std::size_t start) {
    while (starts_name(peek()) || is_digit(peek())) ++at_;
    return refuse({start, at_ - start},
                  fmt::format("'{}' is not a number", text_.substr(start, at_ - start)));
  }

  /// How long the exponent here is; 0 when there is none.
  std::size_t exponent() const {
    if (peek() != 'e' && peek() != 'E') return 0;
    std::size_t length = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
    if (!is_digit(peek(length))) return 0;
    while (is_digit(peek(length))) ++length;
    return length;
  }

  bool take_symbol() {
    static constexpr std::array<std::string_view, 6> kPairs = {"==", "!=", "<=", ">=", "&&", "||"};
    static constexpr std::string_view kSingles = "<>!?:.,()[]{}+-*/%";
    const auto start = at_;
    const auto pair = std::string_view(text_).substr(at_, 2);
    if (std::find(kPairs.begin(), kPairs.end(), pair) != kPairs.end()) {
      at_ += 2;
    } else if (kSingles.find(peek()) != std::string_view::npos) {
      at_ += 1;
    } else {
      return refuse_character();
    }
    push(TokenKind::symbol, start);
    return true;
  }

  bool refuse_character() {
    std::size_t length = 1;
    while ((static_cast<unsigned char>(peek(length)) & 0xC0U) == 0x80U) ++length;
    std::string hint;
    if (peek() == '=') hint = "equality is '=='";
    if (peek() == '&') hint = "'and' is '&&'";
    if (peek() == '|') hint = "'or' is '||'";
    return refuse({at_, length}, fmt::format("unexpected '{}'", text_.substr(at_, length)), hint);
  }

  void push(TokenKind kind, std::size_t start) {
    tokens_.push_back({kind, {start, at_ - start}, text_.substr(start, at_ - start)});
  }

  bool refuse(TextSpan place, std::string message, std::string hint = {}) {
    problems_.error(mark_of(source_, place), std::move(message), std::move(hint));
    return false;
  }

  const PlacedText& source_;
  const std::string& text_;
  Problems& problems_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::optional<std::vector<Token>> split_expression(const PlacedText& source, Problems& problems) {
  return Lexer(source, problems).split();
}

SourceMark mark_of(const PlacedText& source, TextSpan span) {
  const auto part = std::string_view(source.text())
                        .substr(std::min(span.offset, source.text().size()), span.length);
  const auto characters = std::count_if(part.begin(), part.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  return source.mark(span.offset, static_cast<std::size_t>(characters));
}

}  // namespace steward::rules

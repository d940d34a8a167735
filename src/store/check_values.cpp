// SPDX-License-Identifier: MIT
#include "store/check_values.hpp"

#include <algorithm>
#include <optional>

namespace steward::store {
namespace {

enum class Kind { word, text, sign };

struct Token {
  Kind kind = Kind::sign;
  std::string text;
  bool operator==(const Token&) const = default;
};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// What stands in quotes at the front of `rest`, which is taken off; a doubled quote is one.
std::string take_quoted(std::string_view& rest) {
  const char quote = rest.front();
  std::string text;
  std::size_t at = 1;
  for (; at < rest.size(); ++at) {
    if (rest[at] == quote && (at + 1 == rest.size() || rest[++at] != quote)) break;
    text += rest[at];
  }
  rest.remove_prefix(std::min(at, rest.size()));
  return text;
}

Token take_token(std::string_view& rest) {
  if (rest.front() == '\'') return {Kind::text, take_quoted(rest)};
  if (rest.front() == '"') return {Kind::word, take_quoted(rest)};
  std::size_t length = 1;
  if (is_word(rest.front())) {
    while (length < rest.size() && is_word(rest[length])) ++length;
  } else if (rest.substr(0, 2) == "::") {
    length = 2;
  }
  Token token{is_word(rest.front()) ? Kind::word : Kind::sign, std::string(rest.substr(0, length))};
  rest.remove_prefix(length);
  return token;
}

std::vector<Token> tokens_of(std::string_view expression) {
  std::vector<Token> tokens;
  while (!expression.empty()) {
    if (expression.front() == ' ' || expression.front() == '\n') {
      expression.remove_prefix(1);
    } else {
      tokens.push_back(take_token(expression));
    }
  }
  return tokens;
}

bool is_sign(const std::vector<Token>& tokens, std::size_t at, std::string_view text) {
  return at < tokens.size() && tokens[at].kind == Kind::sign && tokens[at].text == text;
}

// The place after the type's name that begins at `at`: `character varying(20)[]`, `crm.mood`.
std::size_t after_type(const std::vector<Token>& tokens, std::size_t at) {
  while (at < tokens.size() && (tokens[at].kind == Kind::word || is_sign(tokens, at, "."))) ++at;
  if (is_sign(tokens, at, "(")) {
    while (at < tokens.size() && !is_sign(tokens, at++, ")")) {
    }
  }
  while (is_sign(tokens, at, "[")) at += 2;
  return at;
}

// Casts and brackets only say how the shapes below are meant, never which they are. Without them a
// call (`lower(x) = …`) is two words in a row, which none of the shapes has.
std::vector<Token> without_casts_and_brackets(const std::vector<Token>& tokens) {
  std::vector<Token> kept;
  for (std::size_t at = 0; at < tokens.size();) {
    if (is_sign(tokens, at, "::")) {
      at = after_type(tokens, at + 1);
      continue;
    }
    if (!is_sign(tokens, at, "(") && !is_sign(tokens, at, ")")) kept.push_back(tokens[at]);
    ++at;
  }
  return kept;
}

// Reads the shapes from front to back.
class Reader {
 public:
  explicit Reader(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  bool words(std::initializer_list<std::string_view> expected) {
    std::size_t at = at_;
    for (const std::string_view word : expected) {
      if (at == tokens_.size() || tokens_[at].kind == Kind::text || tokens_[at].text != word) {
        return false;
      }
      ++at;
    }
    at_ = at;
    return true;
  }

  std::optional<std::string> text() {
    if (at_end() || tokens_[at_].kind != Kind::text) return std::nullopt;
    return tokens_[at_++].text;
  }

  [[nodiscard]] bool at_end() const { return at_ == tokens_.size(); }

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::string> values_of_check(std::string_view expression, std::string_view column) {
  Reader reader(without_casts_and_brackets(tokens_of(expression)));
  (void)reader.words({column, "IS", "NULL", "OR"});
  if (!reader.words({column, "="})) return {};
  const bool is_list = reader.words({"ANY", "ARRAY", "["});
  std::vector<std::string> values;
  do {
    std::optional<std::string> value = reader.text();
    if (!value) return {};
    values.push_back(*std::move(value));
  } while (is_list && reader.words({","}));
  if (is_list && !reader.words({"]"})) return {};
  if (!reader.at_end()) return {};
  return values;
}

}  // namespace steward::store

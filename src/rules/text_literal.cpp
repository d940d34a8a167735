// SPDX-License-Identifier: MIT
#include "rules/text_literal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace steward::rules {
namespace {

void append_utf8(std::string& text, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

std::optional<std::uint32_t> digit(char c, std::uint32_t base) {
  std::uint32_t value = base;
  if (c >= '0' && c <= '9') value = static_cast<std::uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') value = static_cast<std::uint32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') value = static_cast<std::uint32_t>(c - 'A' + 10);
  if (value >= base) return std::nullopt;
  return value;
}

/// The character that `\c` stands for, where it is one of the simple ones.
std::optional<char> simple_escape(char c) {
  static constexpr std::string_view kLetters = "abfnrtv\\?\"'`";
  static constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\?\"'`";
  const auto at = kLetters.find(c);
  if (at == std::string_view::npos) return std::nullopt;
  return kValues[at];
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t quote) : text_(text), start_(quote), at_(quote) {}

  TextLiteral read(bool raw) {
    const char mark = text_[at_];
    const std::string triple(3, mark);
    const bool long_form = text_.substr(at_, 3) == triple;
    const std::string closing = long_form ? triple : std::string(1, mark);
    at_ += closing.size();
    while (literal_.mistake.empty()) {
      if (at_ >= text_.size() || (!long_form && text_[at_] == '\n')) {
        fail({start_, at_ - start_}, "this text has no closing quote");
      } else if (text_.substr(at_, closing.size()) == closing) {
        literal_.end = at_ + closing.size();
        break;
      } else if (text_[at_] == '\\' && !raw) {
        read_escape();
      } else {
        literal_.value += text_[at_++];
      }
    }
    if (literal_.value.find('\0') != std::string::npos) {
      fail({start_, literal_.end - start_}, "a text cannot hold the character NUL");
    }
    return std::move(literal_);
  }

 private:
  void fail(TextSpan place, std::string mistake) {
    if (!literal_.mistake.empty()) return;
    literal_.mistake = std::move(mistake);
    literal_.place = place;
  }

  void read_escape() {
    const char letter = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (const auto simple = simple_escape(letter)) {
      literal_.value += *simple;
      at_ += 2;
    } else if (letter == 'x' || letter == 'X') {
      read_code(2, 2, 16);
    } else if (letter == 'u') {
      read_code(2, 4, 16);
    } else if (letter == 'U') {
      read_code(2, 8, 16);
    } else if (letter >= '0' && letter <= '3') {
      read_code(1, 3, 8);
    } else {
      const bool ends_line = letter == '\n' || letter == '\r';
      fail({at_, 2}, ends_line ? std::string("a backslash ends the line")
                               : fmt::format("unknown escape '{}'", text_.substr(at_, 2)));
    }
  }

  void read_code(std::size_t prefix, std::size_t digits, std::uint32_t base) {
    std::uint64_t code = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const auto place = at_ + prefix + i;
      const auto value = place < text_.size() ? digit(text_[place], base) : std::nullopt;
      if (!value) {
        fail({at_, prefix + i},
             fmt::format("the escape '{}' needs {} {} digits", text_.substr(at_, prefix), digits,
                         base == 16 ? "hexadecimal" : "octal"));
        return;
      }
      code = code * base + *value;
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
      fail({at_, prefix + digits},
           fmt::format("'{}' is not a character", text_.substr(at_, prefix + digits)));
      return;
    }
    append_utf8(literal_.value, static_cast<std::uint32_t>(code));
    at_ += prefix + digits;
  }

  std::string_view text_;
  std::size_t start_;
  std::size_t at_;
  TextLiteral literal_;
};

}  // namespace

TextLiteral read_text_literal(std::string_view text, std::size_t quote, bool raw) {
  return Reader(text, quote).read(raw);
}

}  // namespace steward::rules

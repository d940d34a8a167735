// SPDX-License-Identifier: MIT
#include "rules/pattern_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace steward::rules {

bool PatternReader::take(std::string_view wanted) {
  if (text_.substr(at_, wanted.size()) != wanted) return false;
  at_ += wanted.size();
  return true;
}

void PatternReader::note(TextSpan place, std::string mistake, std::string hint) {
  if (failed()) return;
  result_.mistake = std::move(mistake);
  result_.hint = std::move(hint);
  result_.place = place;
}

void PatternReader::note_unsupported(std::size_t start, std::string_view what, std::string hint) {
  note({start, std::max<std::size_t>(at_ - start, 1)},
       fmt::format("a pattern cannot have {} in this version", what), std::move(hint));
}

std::uint32_t PatternReader::take_character() {
  const auto first = static_cast<unsigned char>(text_[at_++]);
  if (first < 0xC0) return first;
  std::uint32_t code = first < 0xE0 ? first & 0x1FU : first < 0xF0 ? first & 0x0FU : first & 7U;
  while (!ends() && (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80U) {
    code = (code << 6U) | (static_cast<unsigned char>(text_[at_++]) & 0x3FU);
  }
  return code;
}

std::optional<CharacterSet> PatternReader::class_escape() {
  const char letter = peek();
  const bool complement = letter == 'D' || letter == 'S' || letter == 'W';
  const auto set = perl_class(complement ? static_cast<char>(letter | 0x20) : letter);
  if (!set) return std::nullopt;
  ++at_;
  return complement ? set->complement() : *set;
}

std::optional<std::uint32_t> PatternReader::character_escape(std::size_t start) {
  static constexpr std::string_view kLetters = "aftnrv";
  static constexpr std::string_view kValues = "\a\f\t\n\r\v";
  const char letter = peek();
  if (const auto at = kLetters.find(letter); at != std::string_view::npos) {
    ++at_;
    return static_cast<std::uint32_t>(kValues[at]);
  }
  if (letter == 'x') return hexadecimal(start);
  if (letter == '0' || (letter >= '1' && letter <= '7' && peek(1) >= '0' && peek(1) <= '7')) {
    std::uint32_t code = 0;
    for (int i = 0; i < 3 && peek() >= '0' && peek() <= '7'; ++i) {
      code = code * 8 + static_cast<std::uint32_t>(text_[at_++] - '0');
    }
    return checked(code, start);
  }
  const auto byte = static_cast<unsigned char>(letter);
  const bool letter_or_digit = is_digit(letter) || (byte >= 'a' && byte <= 'z') ||
                               (byte >= 'A' && byte <= 'Z') || byte == '_' || byte >= 0x80;
  if (!letter_or_digit) return take_character();
  take_character();
  if (is_digit(letter)) {
    note_unsupported(start, "back references", "RE2 has none either");
  } else if (letter == 'p' || letter == 'P') {
    note_unsupported(start, "the classes of Unicode", "name the letters: [A-Za-zÄÖÜäöüß]");
  } else {
    note({start, at_ - start},
         fmt::format("'{}' is no escape of a pattern", text_.substr(start, at_ - start)));
  }
  return std::nullopt;
}

std::optional<std::uint32_t> PatternReader::hexadecimal(std::size_t start) {
  ++at_;
  const bool braces = take("{");
  std::uint32_t code = 0;
  std::size_t digits = 0;
  while (digits < (braces ? 7U : 2U)) {
    const char c = peek();
    const std::uint32_t value = is_digit(c)              ? static_cast<std::uint32_t>(c - '0')
                                : (c >= 'a' && c <= 'f') ? static_cast<std::uint32_t>(c - 'a' + 10)
                                : (c >= 'A' && c <= 'F') ? static_cast<std::uint32_t>(c - 'A' + 10)
                                                         : 16U;
    if (value == 16) break;
    code = code * 16 + value;
    ++digits;
    ++at_;
  }
  if (digits == 0 || (!braces && digits != 2) || (braces && !take("}"))) {
    note({start, at_ - start}, "this '\\x' is not right", "expected \\x7F or \\x{10FFFF}");
    return std::nullopt;
  }
  return checked(code, start);
}

std::optional<std::uint32_t> PatternReader::checked(std::uint32_t code, std::size_t start) {
  if (code != 0 && code <= CharacterSet::kLast && (code < 0xD800 || code > 0xDFFF)) return code;
  note({start, at_ - start}, code == 0 ? "a pattern cannot hold the character NUL"
                                       : "this is the number of no character");
  return std::nullopt;
}

std::optional<CharacterSet> PatternReader::take_bracket(bool& negated) {
  const auto start = at_++;
  negated = take("^");
  CharacterSet set;
  bool first = true;
  while (!failed() && (first || peek() != ']')) {
    if (ends()) {
      note({start, 1}, "this '[' is not closed");
      return std::nullopt;
    }
    first = false;
    take_item(set);
  }
  ++at_;
  if (failed()) return std::nullopt;
  return set;
}

void PatternReader::take_item(CharacterSet& set) {
  const auto start = at_;
  if (take("[:")) return take_posix(set, start);
  if (peek() == '\\') {
    ++at_;
    if (const auto known = class_escape()) return set.add(*known);
    at_ = start;
  }
  const auto from = bracket_character();
  if (!from) return;
  auto to = from;
  if (peek() == '-' && peek(1) != ']' && at_ + 1 < text_.size()) {
    ++at_;
    to = bracket_character();
    if (!to) return;
  }
  if (*to < *from) {
    note({start, at_ - start}, "this range runs backwards");
    return;
  }
  set.add(*from, *to);
}

std::optional<std::uint32_t> PatternReader::bracket_character() {
  const auto start = at_;
  if (peek() != '\\') return take_character();
  ++at_;
  if (ends()) {
    note({start, 1}, "this '\\' escapes nothing");
    return std::nullopt;
  }
  return character_escape(start);
}

void PatternReader::take_posix(CharacterSet& set, std::size_t start) {
  const bool negated = take("^");
  const auto end = std::min(text_.find(":]", at_), text_.size());
  const auto known = posix_class(text_.substr(at_, end - at_));
  at_ = std::min(end + 2, text_.size());
  if (!known) {
    note({start, at_ - start},
         fmt::format("'{}' is no class of characters", text_.substr(start, at_ - start)));
    return;
  }
  set.add(negated ? known->complement() : *known);
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "rules/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "rules/character_set.hpp"

namespace steward::rules {
namespace {

constexpr std::string_view kWordCharacter = "[0-9A-Za-z_]";

struct Flags {
  bool any_case = false;    ///< i
  bool many_lines = false;  ///< m
  bool dot_is_all = false;  ///< s
};

/// A part of the translation, and how many characters it stands for.
struct Piece {
  std::string text;
  int size = 0;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Translator {
 public:
  explicit Translator(std::string_view text) : text_(text) {}

  Pattern translate() {
    auto piece = alternatives(Flags{});
    if (result_.mistake.empty() && at_ < text_.size()) {
      fail({at_, 1}, "this ')' closes nothing");
    }
    if (result_.mistake.empty()) result_.postgres = std::move(piece.text);
    return std::move(result_);
  }

 private:
  bool failed() const { return !result_.mistake.empty(); }
  bool ends() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool take(std::string_view wanted) {
    if (text_.substr(at_, wanted.size()) != wanted) return false;
    at_ += wanted.size();
    return true;
  }

  Piece fail(TextSpan place, std::string mistake, std::string hint = {}) {
    if (failed()) return {};
    result_.mistake = std::move(mistake);
    result_.hint = std::move(hint);
    result_.place = place;
    return {};
  }
  Piece refuse(std::size_t start, std::string_view what, std::string hint = {}) {
    return fail({start, std::max<std::size_t>(at_ - start, 1)},
                fmt::format("a pattern cannot have {} in this version", what), std::move(hint));
  }

  /// A character of the pattern, decoded.
  std::uint32_t take_character() {
    const auto first = static_cast<unsigned char>(text_[at_++]);
    if (first < 0xC0) return first;
    std::uint32_t code = first < 0xE0 ? first & 0x1FU : first < 0xF0 ? first & 0x0FU : first & 7U;
    while (!ends() && (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80U) {
      code = (code << 6U) | (static_cast<unsigned char>(text_[at_++]) & 0x3FU);
    }
    return code;
  }

  Piece alternatives(Flags flags) {
    if (++depth_ > kMostPatternDepth) {
      return fail({at_, 1},
                  fmt::format("the pattern is nested deeper than {} levels", kMostPatternDepth));
    }
    auto whole = branch(flags);
    while (!failed() && take("|")) {
      const auto next = branch(flags);
      whole.text += "|" + next.text;
      whole.size += next.size;
    }
    --depth_;
    return whole;
  }

  /// Flags that are set on the way hold until the group ends.
  Piece branch(Flags& flags) {
    Piece whole;
    while (!failed() && !ends() && peek() != '|' && peek() != ')') {
      const auto start = at_;
      auto piece = atom(flags);
      if (failed()) break;
      piece = repeated(std::move(piece), start);
      whole.text += piece.text;
      whole.size += piece.size;
      if (whole.size > kMostPatternSize) {
        return fail({start, at_ - start},
                    fmt::format("the pattern is too large: written out, its repetitions have more "
                                "than {} characters",
                                kMostPatternSize));
      }
    }
    return whole;
  }

  Piece atom(Flags& flags) {
    switch (peek()) {
      case '(':
        return group(flags);
      case '[':
        return bracket(flags);
      case '\\':
        return escape(flags);
      case '.':
        ++at_;
        return {flags.dot_is_all ? "." : "[^\\u000A]", 1};
      case '^':
        ++at_;
        return {flags.many_lines ? "(?:^|(?<=\\u000A))" : "^", 1};
      case '$':
        ++at_;
        return {flags.many_lines ? "(?:$|(?=\\u000A))" : "$", 1};
      case '*':
      case '+':
      case '?':
        return fail({at_, 1}, fmt::format("'{}' repeats nothing", peek()));
      default:
        return plain(flags);
    }
  }

  Piece plain(const Flags& flags) {
    const auto start = at_;
    if (peek() == '{' && !take_repetition().text.empty()) {
      return fail({start, at_ - start}, "this repeats nothing");
    }
    at_ = start;
    const auto code = take_character();
    return literal(code, flags, start);
  }

  Piece literal(std::uint32_t code, const Flags& flags, std::size_t start) {
    if (!flags.any_case) return {spelled(code), 1};
    CharacterSet set;
    set.add(code, code);
    return in_any_case(set, false, start);
  }

  Piece in_any_case(const CharacterSet& set, bool negated, std::size_t start) {
    const auto both = set.folded();
    if (!both) return refuse(start, "letters beyond ASCII under (?i)");
    return {both->bracket(negated), 1};
  }

  Piece set_piece(const CharacterSet& set, bool negated, const Flags& flags, std::size_t start) {
    if (flags.any_case) return in_any_case(set, negated, start);
    return {set.bracket(negated), 1};
  }

  Piece group(Flags& flags) {
    const auto start = at_++;
    auto inner = flags;
    if (take("?")) {
      if (take("P<") || (peek() == '<' && peek(1) != '=' && peek(1) != '!' && take("<"))) {
        if (!take_name()) return fail({start, at_ - start}, "this group's name is not right");
      } else if (peek() == '=' || peek() == '!' || peek() == '<') {
        at_ += peek() == '<' ? 2 : 1;
        return refuse(start, "(?=, (?!, (?<= or (?<!", "RE2 has none either");
      } else if (!take_flags(inner, start)) {
        return {};
      } else if (peek() == ')') {
        ++at_;
        flags = inner;
        return {};
      } else if (!take(":")) {
        return fail({start, at_ - start + 1}, "these flags are not right",
                    "expected (?i), (?m), (?s) or (?i:…)");
      }
    }
    auto piece = alternatives(inner);
    if (failed()) return {};
    if (!take(")")) return fail({start, 1}, "this '(' is not closed");
    return {"(?:" + piece.text + ")", piece.size + 1};
  }

  bool take_name() {
    const auto start = at_;
    while (peek() == '_' || is_digit(peek()) || (peek() >= 'a' && peek() <= 'z') ||
           (peek() >= 'A' && peek() <= 'Z')) {
      ++at_;
    }
    return at_ > start && take(">");
  }

  bool take_flags(Flags& flags, std::size_t start) {
    bool on = true;
    while (!ends() && peek() != ')' && peek() != ':') {
      const char letter = text_[at_++];
      if (letter == '-') {
        on = false;
      } else if (letter == 'i') {
        flags.any_case = on;
      } else if (letter == 'm') {
        flags.many_lines = on;
      } else if (letter == 's') {
        flags.dot_is_all = on;
      } else if (letter != 'U') {  // which of several matches: all that is asked is whether
        refuse(start, fmt::format("'(?{}'", letter));
        return false;
      }
    }
    if (ends()) fail({start, 1}, "this '(' is not closed");
    return !failed();
  }

  Piece escape(const Flags& flags) {
    const auto start = at_++;
    if (ends()) return fail({start, 1}, "this '\\' escapes nothing");
    const char letter = peek();
    if (const auto set = class_escape()) return {set->bracket(false), 1};
    switch (letter) {
      case 'b':
        ++at_;
        return {boundary(true), 4};
      case 'B':
        ++at_;
        return {boundary(false), 4};
      case 'A':
        ++at_;
        return {"\\A", 1};
      case 'z':
        ++at_;
        return {"\\Z", 1};
      default:
        break;
    }
    const auto code = character_escape(start);
    return code ? literal(*code, flags, start) : Piece{};
  }

  /// `\y` of PostgreSQL would go by the words of the database's language.
  static std::string boundary(bool wanted) {
    const auto behind = fmt::format("(?<={})", kWordCharacter);
    const auto not_behind = fmt::format("(?<!{})", kWordCharacter);
    const auto ahead = fmt::format("(?={})", kWordCharacter);
    const auto not_ahead = fmt::format("(?!{})", kWordCharacter);
    return fmt::format("(?:{}{}|{}{})", behind, wanted ? not_ahead : ahead, not_behind,
                       wanted ? ahead : not_ahead);
  }

  /// The set of \d, \D and their like, behind the backslash.
  std::optional<CharacterSet> class_escape() {
    const char letter = peek();
    const bool complement = letter == 'D' || letter == 'S' || letter == 'W';
    const auto set = perl_class(complement ? static_cast<char>(letter | 0x20) : letter);
    if (!set) return std::nullopt;
    ++at_;
    return complement ? set->complement() : *set;
  }

  /// One character, behind the backslash.
  std::optional<std::uint32_t> character_escape(std::size_t start) {
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
      refuse(start, "back references", "RE2 has none either");
    } else if (letter == 'p' || letter == 'P') {
      refuse(start, "the classes of Unicode", "name the letters: [A-Za-zÄÖÜäöüß]");
    } else {
      fail({start, at_ - start},
           fmt::format("'{}' is no escape of a pattern", text_.substr(start, at_ - start)));
    }
    return std::nullopt;
  }

  std::optional<std::uint32_t> hexadecimal(std::size_t start) {
    ++at_;
    const bool braces = take("{");
    std::uint32_t code = 0;
    std::size_t digits = 0;
    while (digits < (braces ? 7U : 2U)) {
      const char c = peek();
      const std::uint32_t value =
          is_digit(c)              ? static_cast<std::uint32_t>(c - '0')
          : (c >= 'a' && c <= 'f') ? static_cast<std::uint32_t>(c - 'a' + 10)
          : (c >= 'A' && c <= 'F') ? static_cast<std::uint32_t>(c - 'A' + 10)
                                   : 16U;
      if (value == 16) break;
      code = code * 16 + value;
      ++digits;
      ++at_;
    }
    if (digits == 0 || (!braces && digits != 2) || (braces && !take("}"))) {
      fail({start, at_ - start}, "this '\\x' is not right", "expected \\x7F or \\x{10FFFF}");
      return std::nullopt;
    }
    return checked(code, start);
  }

  std::optional<std::uint32_t> checked(std::uint32_t code, std::size_t start) {
    if (code != 0 && code <= CharacterSet::kLast && (code < 0xD800 || code > 0xDFFF)) return code;
    fail({start, at_ - start}, code == 0 ? "a pattern cannot hold the character NUL"
                                         : "this is the number of no character");
    return std::nullopt;
  }

  Piece bracket(const Flags& flags) {
    const auto start = at_++;
    const bool negated = take("^");
    CharacterSet set;
    bool first = true;
    while (!failed() && (first || peek() != ']')) {
      if (ends()) return fail({start, 1}, "this '[' is not closed");
      first = false;
      take_item(set);
    }
    ++at_;
    if (failed()) return {};
    return set_piece(set, negated, flags, start);
  }

  void take_item(CharacterSet& set) {
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
      fail({start, at_ - start}, "this range runs backwards");
      return;
    }
    set.add(*from, *to);
  }

  std::optional<std::uint32_t> bracket_character() {
    const auto start = at_;
    if (peek() != '\\') return take_character();
    ++at_;
    if (ends()) {
      fail({start, 1}, "this '\\' escapes nothing");
      return std::nullopt;
    }
    return character_escape(start);
  }

  void take_posix(CharacterSet& set, std::size_t start) {
    const bool negated = take("^");
    const auto end = std::min(text_.find(":]", at_), text_.size());
    const auto known = posix_class(text_.substr(at_, end - at_));
    at_ = std::min(end + 2, text_.size());
    if (!known) {
      fail({start, at_ - start},
           fmt::format("'{}' is no class of characters", text_.substr(start, at_ - start)));
      return;
    }
    set.add(negated ? known->complement() : *known);
  }

  Piece repeated(Piece piece, std::size_t start) {
    const auto sign = at_;
    const auto times = take_repetition();
    if (failed() || times.text.empty()) return piece;
    take("?");  // the shortest match, or the longest: all that is asked is whether
    const auto second = at_;
    if (const auto again = take_repetition(); failed() || !again.text.empty()) {
      return fail({sign, std::max(second + 1, at_) - sign}, "one repetition follows another",
                  "put the first into a group: (?:a*)+");
    }
    if (start == sign || piece.text.empty()) {
      return fail({sign, 1}, fmt::format("'{}' repeats nothing", text_[sign]));
    }
    // In a group of its own: PostgreSQL repeats no anchor.
    return {"(?:" + piece.text + ")" + times.text, std::max(piece.size, 1) * times.size};
  }

  /// The quantifier here as PostgreSQL writes it, and how often it repeats at least to write out.
  Piece take_repetition() {
    if (take("*")) return {"*", 1};
    if (take("+")) return {"+", 1};
    if (take("?")) return {"?", 1};
    if (peek() != '{') return {};
    const auto start = at_++;
    const auto least = take_count();
    auto most = least;
    const bool open = least && take(",") && !(most = take_count());
    // Anything else in braces stands for itself.
    if (!least || !take("}")) {
      at_ = start;
      return {};
    }
    if (*least > kMostRepetitions || (!open && *most > kMostRepetitions)) {
      return refuse(start, fmt::format("repetitions beyond {}", kMostRepetitions));
    }
    if (!open && *most < *least)
      return fail({start, at_ - start}, "this repetition runs backwards");
    if (open) return {fmt::format("{{{},}}", *least), std::max(*least, 1)};
    return {fmt::format("{{{},{}}}", *least, *most), std::max(*most, 1)};
  }

  std::optional<int> take_count() {
    int count = 0;
    const auto start = at_;
    while (is_digit(peek())) {
      count = std::min(count * 10 + (peek() - '0'), 100000);
      ++at_;
    }
    if (at_ == start) return std::nullopt;
    return count;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Pattern result_;
};

}  // namespace

Pattern translate_pattern(std::string_view text) {
  return Translator(text).translate();
}

}  // namespace steward::rules

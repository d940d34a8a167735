// SPDX-License-Identifier: MIT
#include "rules/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "rules/pattern_reader.hpp"

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

class Translator : private PatternReader {
 public:
  using PatternReader::PatternReader;

  Pattern translate() {
    auto piece = alternatives(Flags{});
    if (!failed() && !ends()) fail({at_, 1}, "this ')' closes nothing");
    if (!failed()) result_.postgres = std::move(piece.text);
    return std::move(result_);
  }

 private:
  Piece fail(TextSpan place, std::string mistake, std::string hint = {}) {
    note(place, std::move(mistake), std::move(hint));
    return {};
  }
  Piece refuse(std::size_t start, std::string_view what, std::string hint = {}) {
    note_unsupported(start, what, std::move(hint));
    return {};
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

  Piece bracket(const Flags& flags) {
    const auto start = at_;
    bool negated = false;
    const auto set = take_bracket(negated);
    return set ? set_piece(*set, negated, flags, start) : Piece{};
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

  int depth_ = 0;
};

}  // namespace

Pattern translate_pattern(std::string_view text) {
  return Translator(text).translate();
}

}  // namespace steward::rules

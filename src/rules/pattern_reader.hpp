// SPDX-License-Identifier: MIT
// Reads the characters, escapes and brackets of a pattern of RE2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/character_set.hpp"
#include "rules/pattern.hpp"
#include "steward/base/text.hpp"

namespace steward::rules {

/// A place in a pattern, and the first mistake that was found in it. What cannot be read answers
/// nothing after it has noted the mistake.
class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : text_(text) {}

 protected:
  [[nodiscard]] bool failed() const { return !result_.mistake.empty(); }
  [[nodiscard]] bool ends() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool take(std::string_view wanted);

  void note(TextSpan place, std::string mistake, std::string hint = {});
  /// Of what begins at `start` and has just been read.
  void note_unsupported(std::size_t start, std::string_view what, std::string hint = {});

  /// A character of the pattern, decoded.
  std::uint32_t take_character();
  /// The set of \d, \D and their like, behind the backslash; nothing for anything else.
  std::optional<CharacterSet> class_escape();
  /// One character, behind the backslash at `start`.
  std::optional<std::uint32_t> character_escape(std::size_t start);
  /// From '[' to ']'.
  std::optional<CharacterSet> take_bracket(bool& negated);

  std::string_view text_;
  std::size_t at_ = 0;
  Pattern result_;

 private:
  std::optional<std::uint32_t> hexadecimal(std::size_t start);
  std::optional<std::uint32_t> checked(std::uint32_t code, std::size_t start);
  void take_item(CharacterSet& set);
  std::optional<std::uint32_t> bracket_character();
  void take_posix(CharacterSet& set, std::size_t start);
};

}  // namespace steward::rules

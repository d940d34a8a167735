// SPDX-License-Identifier: MIT
// A set of characters, as a bracket of a pattern names it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace steward::rules {

class CharacterSet {
 public:
  static constexpr std::uint32_t kLast = 0x10FFFF;

  void add(std::uint32_t first, std::uint32_t last) { ranges_.emplace_back(first, last); }
  void add(const CharacterSet& other);
  /// Everything else.
  [[nodiscard]] CharacterSet complement() const;
  /// With the other case of each ASCII letter, and what Unicode folds to one of them. Nothing when
  /// it has characters beyond ASCII, whose case is a matter of tables.
  [[nodiscard]] std::optional<CharacterSet> folded() const;
  /// As a bracket expression of PostgreSQL.
  [[nodiscard]] std::string bracket(bool negated) const;

 private:
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges_;
};

/// A character of a pattern, by its number where it could mean anything else.
[[nodiscard]] std::string spelled(std::uint32_t code);

/// The set of `\d`, `\s` and `\w` (by letter), which are of ASCII alone in RE2.
[[nodiscard]] std::optional<CharacterSet> perl_class(char letter);
/// The set of `[:alpha:]` and its like.
[[nodiscard]] std::optional<CharacterSet> posix_class(std::string_view name);

}  // namespace steward::rules

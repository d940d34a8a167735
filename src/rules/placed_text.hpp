// SPDX-License-Identifier: MIT
// A scalar of a YAML file that knows where each of its characters stands in the file.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "steward/base/problem.hpp"

namespace steward::rules {

/// The text of a scalar after YAML has folded, dedented and unescaped it, with the place of each
/// byte in the file.
class PlacedText {
 public:
  PlacedText() = default;
  /// Text that lies in the file as it is, from `start` on, in one line.
  PlacedText(std::string text, SourceMark start);
  /// `places` has a (line, column) for each byte of `text`, and one more for its end.
  PlacedText(std::string text, std::string file, std::vector<std::pair<int, int>> places);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// The place of `length` characters from byte `offset` on.
  [[nodiscard]] SourceMark mark(std::size_t offset, std::size_t length = 1) const;
  /// The place of the whole text (of its first line).
  [[nodiscard]] SourceMark mark() const;

 private:
  std::string text_;
  std::string file_;
  std::vector<std::pair<int, int>> places_;
};

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// A file's text, and the line and column of each of its bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "steward/base/problem.hpp"

namespace steward::rules {

class SourceText {
 public:
  /// A leading byte order mark is dropped.
  SourceText(std::string file, std::string text);

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::string& text() const { return text_; }

  /// Line and column, from 1, of the byte at `offset`; past the end: of the end.
  [[nodiscard]] std::pair<int, int> place(std::size_t offset) const;
  [[nodiscard]] SourceMark mark(std::size_t offset, int length = 1) const;

 private:
  std::string file_;
  std::string text_;
  std::vector<std::pair<int, int>> places_;  ///< of each byte, and of the end
};

/// Whether the bytes are UTF-8 without control characters other than tab and line breaks.
[[nodiscard]] bool is_text(std::string_view bytes);

/// Whether the text is UTF-8 without control characters, and indented by spaces alone. Otherwise
/// reports the first mistake of each kind.
[[nodiscard]] bool check_characters(const SourceText& source, Problems& problems);

/// A file's text, at most 1 MiB. Nothing when a mistake was reported; the text is made known to
/// `problems` as the source of its places.
[[nodiscard]] std::optional<SourceText> read_source(const std::string& path, Problems& problems);

}  // namespace steward::rules

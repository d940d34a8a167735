// SPDX-License-Identifier: MIT
// Mistakes in somebody's file: each has a place, all are collected, sorted and shown with a caret.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace steward {

/// A place in a file. Lines and columns count from 1, columns in characters (UTF-8 code points);
/// 0 means unknown. `length` is how many characters the caret underlines.
struct SourceMark {
  std::string file;
  int line = 0;
  int column = 0;
  int length = 1;
  bool operator==(const SourceMark&) const = default;
};

enum class Severity { error, warning };

/// One mistake. `message` says what is wrong, `hint` (may be empty) what was expected or meant;
/// both start in lower case and have no full stop.
struct Problem {
  Severity severity = Severity::error;
  SourceMark mark;
  std::string message;
  std::string hint;
  bool operator==(const Problem&) const = default;
};

/// All mistakes of one run, with the texts that they are in.
class Problems {
 public:
  /// Remembers a file's text, so that problems in it can show their line.
  void add_source(std::string file, std::string text);

  void error(SourceMark mark, std::string message, std::string hint = {});
  void warning(SourceMark mark, std::string message, std::string hint = {});
  /// Those of another run, with their texts.
  void add(const Problems& others);

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::size_t error_count() const { return errors_; }
  [[nodiscard]] std::size_t warning_count() const { return items_.size() - errors_; }
  [[nodiscard]] bool empty() const { return items_.empty(); }

  /// By file, line, column; equal ones once.
  [[nodiscard]] std::vector<Problem> sorted() const;

  /// `file:line:column: error: message`, the source line, a caret, and the hint as `  = hint`.
  [[nodiscard]] std::string render(const Problem& problem) const;
  /// Every problem, then a line that counts them; empty when there are none.
  [[nodiscard]] std::string render_all() const;

 private:
  struct Source {
    std::string text;
    std::vector<std::size_t> lines;  ///< the offset of each
  };
  using Place = std::tuple<std::string, int, int>;

  void add(Severity severity, SourceMark mark, std::string message, std::string hint);
  [[nodiscard]] std::optional<std::string_view> line_of(const SourceMark& mark) const;

  std::vector<Problem> items_;
  std::multimap<Place, std::size_t> places_;  ///< of the items
  std::size_t errors_ = 0;
  std::map<std::string, Source, std::less<>> sources_;
};

/// The candidate nearest to `word` by edit distance, if it is near enough to have been meant;
/// else empty. Used for "did you mean".
[[nodiscard]] std::string nearest_spelling(std::string_view word,
                                           const std::vector<std::string>& candidates);

/// "did you mean 'x'?" or, where nothing is near, "expected one of: a, b, c"; empty without
/// candidates.
[[nodiscard]] std::string spelling_hint(std::string_view word,
                                        const std::vector<std::string>& candidates);

}  // namespace steward

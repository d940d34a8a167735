// SPDX-License-Identifier: MIT
#include "app/text_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace steward::app {
namespace {

constexpr std::size_t kContext = 3;
/// So many lines may be added and removed before a comparison costs more than it tells.
constexpr std::ptrdiff_t kMostEdits = 2000;

using Lines = std::vector<std::string_view>;

/// With their line ends, so that a missing last one is a difference.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

/// One line of the result: kept in both, or in one alone.
struct Edit {
  char mark = ' ';
  std::string_view line;
};

/// The shortest way from one text to the other.
class Comparison {
 public:
  Comparison(const Lines& a, const Lines& b) : a_(a), b_(b) {}

  std::vector<Edit> run() {
    const auto edits = search();
    return edits < 0 ? replaced() : traced(edits);
  }

 private:
  using Index = std::ptrdiff_t;

  [[nodiscard]] Index size_a() const { return static_cast<Index>(a_.size()); }
  [[nodiscard]] Index size_b() const { return static_cast<Index>(b_.size()); }
  [[nodiscard]] std::string_view a(Index i) const { return a_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] std::string_view b(Index i) const { return b_[static_cast<std::size_t>(i)]; }

  /// The furthest line of `a` that `edits` edits reach on a diagonal, as `search` left it.
  static Index& at(std::vector<Index>& reach, Index edits, Index diagonal) {
    return reach[static_cast<std::size_t>(edits + diagonal)];
  }

  /// The line of `a` from which the last of `edits` edits was made on this diagonal.
  Index before(std::vector<Index>& last, Index edits, Index diagonal) {
    const bool down = diagonal == -edits ||
                      (diagonal != edits &&
                       at(last, edits - 1, diagonal - 1) < at(last, edits - 1, diagonal + 1));
    return down ? at(last, edits - 1, diagonal + 1) : at(last, edits - 1, diagonal - 1) + 1;
  }

  /// How many edits are needed; less than nothing when too many are.
  Index search() {
    for (Index edits = 0; edits <= std::min(size_a() + size_b(), kMostEdits); ++edits) {
      reaches_.emplace_back(static_cast<std::size_t>(2 * edits + 1));
      auto& reach = reaches_.back();
      for (Index diagonal = -edits; diagonal <= edits; diagonal += 2) {
        // One more line of `a` is left out, or one more of `b` is taken in.
        Index i =
            edits == 0 ? 0 : before(reaches_[static_cast<std::size_t>(edits - 1)], edits, diagonal);
        while (i < size_a() && i - diagonal < size_b() && a(i) == b(i - diagonal)) ++i;
        at(reach, edits, diagonal) = i;
        if (i >= size_a() && i - diagonal >= size_b()) return edits;
      }
    }
    return -1;
  }

  /// Back from the end, by the furthest reaches.
  std::vector<Edit> traced(Index edits) {
    std::vector<Edit> all;
    Index i = size_a();
    Index j = size_b();
    for (; edits > 0; --edits) {
      auto& last = reaches_[static_cast<std::size_t>(edits - 1)];
      const Index diagonal = i - j;
      const bool down = diagonal == -edits ||
                        (diagonal != edits &&
                         at(last, edits - 1, diagonal - 1) < at(last, edits - 1, diagonal + 1));
      const Index from = at(last, edits - 1, down ? diagonal + 1 : diagonal - 1);
      const Index after = down ? from : from + 1;
      while (i > after) {
        all.push_back({' ', a(--i)});
        --j;
      }
      all.push_back(down ? Edit{'+', b(--j)} : Edit{'-', a(--i)});
    }
    while (i > 0) {
      all.push_back({' ', a(--i)});
    }
    std::reverse(all.begin(), all.end());
    return all;
  }

  std::vector<Edit> replaced() const {
    std::vector<Edit> all;
    for (const auto line : a_) all.push_back({'-', line});
    for (const auto line : b_) all.push_back({'+', line});
    return all;
  }

  const Lines& a_;
  const Lines& b_;
  std::vector<std::vector<Index>> reaches_;  ///< by the number of edits
};

/// "1,3", "5", and "0,0" for no line.
std::string range(std::size_t first, std::size_t count) {
  if (count == 0) return fmt::format("{},0", first);
  return count == 1 ? std::to_string(first + 1) : fmt::format("{},{}", first + 1, count);
}

std::size_t lines_with(const std::vector<Edit>& edits, std::size_t from, std::size_t to,
                       char other) {
  return static_cast<std::size_t>(
      std::count_if(edits.begin() + static_cast<std::ptrdiff_t>(from),
                    edits.begin() + static_cast<std::ptrdiff_t>(to),
                    [&](const Edit& edit) { return edit.mark != other; }));
}

std::string hunk(const std::vector<Edit>& edits, std::size_t from, std::size_t to) {
  auto text = fmt::format("@@ -{} +{} @@\n",
                          range(lines_with(edits, 0, from, '+'), lines_with(edits, from, to, '+')),
                          range(lines_with(edits, 0, from, '-'), lines_with(edits, from, to, '-')));
  for (auto at = from; at < to; ++at) {
    const auto& [mark, line] = edits[at];
    text += mark;
    text += line;
    if (line.back() != '\n') text += "\n\\ No newline at end of file\n";
  }
  return text;
}

}  // namespace

std::string unified_diff(std::string_view old_name, std::string_view new_name,
                         std::string_view old_text, std::string_view new_text) {
  if (old_text == new_text) return {};
  const auto old_lines = lines_of(old_text);
  const auto new_lines = lines_of(new_text);
  const auto edits = Comparison(old_lines, new_lines).run();
  auto text = fmt::format("--- {}\n+++ {}\n", old_name, new_name);
  for (std::size_t at = 0; at < edits.size();) {
    if (edits[at].mark == ' ') {
      ++at;
      continue;
    }
    // Changes whose surroundings meet are shown together.
    auto end = at + 1;
    for (auto next = end; next < edits.size() && next <= end + 2 * kContext; ++next) {
      if (edits[next].mark != ' ') end = next + 1;
    }
    text += hunk(edits, at - std::min(at, kContext), std::min(end + kContext, edits.size()));
    at = end;
  }
  return text;
}

}  // namespace steward::app

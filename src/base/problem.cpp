// SPDX-License-Identifier: MIT
#include "steward/base/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace steward {
namespace {

std::string_view line_of(std::string_view text, int line) {
  for (int at = 1; at < line; ++at) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  auto found = text.substr(0, text.find('\n'));
  if (!found.empty() && found.back() == '\r') found.remove_suffix(1);
  return found;
}

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// White space as wide as the first `characters` characters of `line`; tabs stay tabs, so that the
/// caret stands below its character in any terminal.
std::string indent_below(std::string_view line, int characters) {
  std::string indent;
  for (const char c : line) {
    if (!starts_character(c)) continue;
    if (characters-- <= 0) break;
    indent += c == '\t' ? '\t' : ' ';
  }
  return indent;
}

int length_in_characters(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

void Problems::add_source(std::string file, std::string text) {
  sources_.insert_or_assign(std::move(file), std::move(text));
}

void Problems::error(SourceMark mark, std::string message, std::string hint) {
  add(Severity::error, std::move(mark), std::move(message), std::move(hint));
}

void Problems::warning(SourceMark mark, std::string message, std::string hint) {
  add(Severity::warning, std::move(mark), std::move(message), std::move(hint));
}

void Problems::add(Severity severity, SourceMark mark, std::string message, std::string hint) {
  Problem problem{severity, std::move(mark), std::move(message), std::move(hint)};
  if (std::find(items_.begin(), items_.end(), problem) != items_.end()) return;
  if (severity == Severity::error) ++errors_;
  items_.push_back(std::move(problem));
}

std::vector<Problem> Problems::sorted() const {
  auto items = items_;
  std::stable_sort(items.begin(), items.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.mark.file, a.mark.line, a.mark.column) <
           std::tie(b.mark.file, b.mark.line, b.mark.column);
  });
  return items;
}

std::string Problems::render(const Problem& problem) const {
  const auto& mark = problem.mark;
  std::string place = mark.file;
  if (mark.line > 0) place += fmt::format(":{}:{}", mark.line, mark.column);
  std::string text =
      fmt::format("{}: {}: {}\n", place,
                  problem.severity == Severity::error ? "error" : "warning", problem.message);
  const auto source = sources_.find(mark.file);
  if (source != sources_.end() && mark.line > 0) {
    const auto line = line_of(source->second, mark.line);
    const auto room = std::max(1, length_in_characters(line) - mark.column + 1);
    const auto length = std::clamp(mark.length, 1, room);
    text += fmt::format("  {}\n  {}{}\n", line, indent_below(line, mark.column - 1),
                        "^" + std::string(static_cast<std::size_t>(length - 1), '~'));
  }
  if (!problem.hint.empty()) text += fmt::format("  = {}\n", problem.hint);
  return text;
}

std::string Problems::render_all() const {
  if (empty()) return {};
  std::string text;
  for (const auto& problem : sorted()) text += render(problem);
  return text + fmt::format("{}, {}\n", plural(error_count(), "error"),
                            plural(warning_count(), "warning"));
}

std::string nearest_spelling(std::string_view word, const std::vector<std::string>& candidates) {
  // A third of the letters may be wrong, but at least one and at most three.
  const std::size_t limit = std::clamp<std::size_t>(word.size() / 3, 1, 3);
  std::string best;
  std::size_t best_distance = limit + 1;
  for (const auto& candidate : candidates) {
    const auto distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string spelling_hint(std::string_view word, const std::vector<std::string>& candidates) {
  if (candidates.empty()) return {};
  if (const auto near = nearest_spelling(word, candidates); !near.empty()) {
    return fmt::format("did you mean '{}'?", near);
  }
  constexpr std::size_t kMost = 12;
  auto sorted = candidates;
  std::sort(sorted.begin(), sorted.end());
  const bool cut = sorted.size() > kMost;
  if (cut) sorted.resize(kMost);
  return fmt::format("expected one of: {}{}", fmt::join(sorted, ", "), cut ? ", …" : "");
}

}  // namespace steward

// SPDX-License-Identifier: MIT
#include "steward/base/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

namespace steward {
namespace {

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

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

/// "file:line:column: ", as far as it is known.
std::string place_of(const SourceMark& mark) {
  if (mark.file.empty()) return {};
  if (mark.line == 0) return fmt::format("{}: ", mark.file);
  if (mark.column == 0) return fmt::format("{}:{}: ", mark.file, mark.line);
  return fmt::format("{}:{}:{}: ", mark.file, mark.line, mark.column);
}

/// The line and, where the column is known, a caret below.
std::string show_line(std::string_view line, const SourceMark& mark) {
  std::string text = fmt::format("  {}\n", line);
  if (mark.column == 0) return text;
  const auto room = std::max(1, length_in_characters(line) - mark.column + 1);
  const auto length = static_cast<std::size_t>(std::clamp(mark.length, 1, room));
  return text + fmt::format("  {}^{}\n", indent_below(line, mark.column - 1),
                            std::string(length - 1, '~'));
}

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Letters added, lost or replaced, and neighbours swapped ("optimal string alignment"); the case
/// of letters makes no difference.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_above(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  const auto same = [&](std::size_t i, std::size_t j) { return lower(a[i]) == lower(b[j]); };
  for (std::size_t i = 1; i <= a.size(); ++i) {
    two_above.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (same(i - 1, j - 1) ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1)) {
        row[j] = std::min(row[j], two_above[j - 2] + 1);
      }
    }
  }
  return row.back();
}

}  // namespace

void Problems::add_source(std::string file, std::string text) {
  Source source{std::move(text), {0}};
  for (std::size_t at = 0; (at = source.text.find('\n', at)) != std::string::npos;) {
    source.lines.push_back(++at);
  }
  sources_.insert_or_assign(std::move(file), std::move(source));
}

std::optional<std::string_view> Problems::line_of(const SourceMark& mark) const {
  const auto found = sources_.find(mark.file);
  const auto line = static_cast<std::size_t>(std::max(mark.line, 0));
  if (found == sources_.end() || line == 0) return std::nullopt;
  const auto& [text, lines] = found->second;
  if (line > lines.size()) return std::nullopt;
  auto whole = std::string_view(text).substr(lines[line - 1]);
  whole = whole.substr(0, whole.find('\n'));
  if (!whole.empty() && whole.back() == '\r') whole.remove_suffix(1);
  return whole;
}

void Problems::error(SourceMark mark, std::string message, std::string hint) {
  add(Severity::error, std::move(mark), std::move(message), std::move(hint));
}

void Problems::warning(SourceMark mark, std::string message, std::string hint) {
  add(Severity::warning, std::move(mark), std::move(message), std::move(hint));
}

void Problems::add(const Problems& others) {
  for (const auto& [file, source] : others.sources_) add_source(file, source.text);
  for (const auto& item : others.items_) add(item.severity, item.mark, item.message, item.hint);
}

void Problems::add(Severity severity, SourceMark mark, std::string message, std::string hint) {
  Problem problem{severity, std::move(mark), std::move(message), std::move(hint)};
  Place place{problem.mark.file, problem.mark.line, problem.mark.column};
  const auto [from, to] = places_.equal_range(place);
  if (std::any_of(from, to, [&](const auto& known) { return items_[known.second] == problem; })) {
    return;
  }
  places_.emplace(std::move(place), items_.size());
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
  std::string text = place_of(mark);
  text += fmt::format("{}: {}\n", problem.severity == Severity::error ? "error" : "warning",
                      problem.message);
  if (const auto line = line_of(mark)) text += show_line(*line, mark);
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
  if (word.empty()) return {};
  // A third of the letters may be wrong, but at least one and at most three; never all of them.
  const std::size_t limit =
      std::min(std::clamp<std::size_t>(word.size() / 3, 1, 3), word.size() - 1);
  std::string best;
  std::size_t best_distance = limit + 1;
  for (const auto& candidate : candidates) {
    // Their lengths alone make them differ: a line of JSON may bear a word of a MiB.
    const auto [shorter, longer] = std::minmax({word.size(), candidate.size()});
    if (longer - shorter > limit) continue;
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

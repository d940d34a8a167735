// SPDX-License-Identifier: MIT
#include "app/table.hpp"

#include <algorithm>
#include <numeric>

namespace steward::app {
namespace {

constexpr std::size_t kGap = 2;
// Narrower says nothing any more.
constexpr std::size_t kNarrowest = 6;

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

bool is_control(unsigned char byte) {
  return byte < 0x20 || byte == 0x7F;
}

/// The first `width` columns of a text, the last of them "…" where it is longer.
std::string cut(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) return text;
  std::size_t kept = 0;
  std::size_t at = 0;
  while (at < text.size() && kept + 1 < width) {
    ++at;
    while (at < text.size() && continues(text[at])) ++at;
    ++kept;
  }
  return text.substr(0, at) + "…";
}

/// `text` in `width` columns; the last column of a line needs no blanks behind it.
std::string padded(const std::string& text, std::size_t width, Align align, bool last) {
  const std::size_t taken = display_width(text);
  const std::string blanks(width > taken ? width - taken : 0, ' ');
  if (align == Align::right) return blanks + text;
  return last ? text : text + blanks;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !continues(byte); }));
}

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // C1 controls are U+0080 to U+009F: C2 80 to C2 9F.
    const bool c1 =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;
    result += c1 || is_control(byte) ? ' ' : text[i];
  }
  return result;
}

std::string tinted(std::string_view text, Tint tint, bool coloured) {
  if (!coloured || tint == Tint::none) return std::string(text);
  const std::string_view code = tint == Tint::red ? "31" : tint == Tint::green ? "32" : "2";
  return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

void Table::add(std::vector<Cell> row) {
  for (auto& cell : row) cell.text = printable(cell.text);
  row.resize(columns_.size(), Cell(""));
  rows_.push_back(std::move(row));
}

std::vector<std::size_t> Table::widths(const TableStyle& style) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t widest = display_width(columns_[i].heading);
    for (const auto& row : rows_) widest = std::max(widest, display_width(row[i].text));
    widths.push_back(widest);
  }
  if (!style.width || widths.empty()) return widths;
  std::size_t total = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  while (total > *style.width) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (columns_[i].fit == Fit::whole || widths[i] <= kNarrowest) continue;
      if (widest == nullptr || widths[i] > *widest) widest = &widths[i];
    }
    if (widest == nullptr) break;
    --*widest;
    --total;
  }
  return widths;
}

std::string Table::render(const TableStyle& style) const {
  const auto widths = this->widths(style);
  std::string text;
  const auto add_line = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Cell cell = cell_of(i);
      const bool last = i + 1 == columns_.size();
      line += tinted(padded(cut(cell.text, widths[i]), widths[i], columns_[i].align, last),
                     cell.tint, style.coloured);
      if (!last) line += std::string(kGap, ' ');
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    text += line + '\n';
  };
  add_line([&](std::size_t i) { return Cell(columns_[i].heading, Tint::faint); });
  for (const auto& row : rows_) {
    add_line([&](std::size_t i) { return row[i]; });
  }
  return text;
}

}  // namespace steward::app

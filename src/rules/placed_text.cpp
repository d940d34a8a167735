// SPDX-License-Identifier: MIT
#include "rules/placed_text.hpp"

#include <algorithm>

namespace steward::rules {
namespace {

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

PlacedText::PlacedText(std::string text, SourceMark start)
    : text_(std::move(text)), file_(std::move(start.file)) {
  places_.reserve(text_.size() + 1);
  int column = start.column - 1;
  for (const char c : text_) {
    if (starts_character(c)) ++column;
    places_.emplace_back(start.line, column);
  }
  places_.emplace_back(start.line, column + 1);
}

PlacedText::PlacedText(std::string text, std::string file, std::vector<std::pair<int, int>> places)
    : text_(std::move(text)), file_(std::move(file)), places_(std::move(places)) {}

SourceMark PlacedText::mark(std::size_t offset, std::size_t length) const {
  if (places_.empty()) return {file_, 0, 0, 1};
  const auto [line, column] = places_[std::min(offset, places_.size() - 1)];
  return {file_, line, column, static_cast<int>(std::max<std::size_t>(length, 1))};
}

SourceMark PlacedText::mark() const {
  const auto whole = mark(0);
  std::size_t length = 0;
  for (std::size_t at = 0; at < text_.size() && at < places_.size(); ++at) {
    if (places_[at].first != whole.line) break;
    if (starts_character(text_[at])) ++length;
  }
  return mark(0, length);
}

}  // namespace steward::rules

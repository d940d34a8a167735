// SPDX-License-Identifier: MIT
#include "rules/scalar_places.hpp"

#include <algorithm>

namespace steward::rules {
namespace {

constexpr std::string_view kWhite = " \t\r\n";

bool is_white(char c) {
  return kWhite.find(c) != std::string_view::npos;
}

/// How many bytes the character has that begins with `lead` in UTF-8.
std::size_t character_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80U ? 1 : byte < 0xE0U ? 2 : byte < 0xF0U ? 3 : 4;
}

/// Walks over the source and the value side by side.
class Walk {
 public:
  Walk(std::string_view source, std::size_t start, std::string_view value)
      : source_(source), value_(value), at_(std::min(start, source.size())) {
    offsets_.reserve(value.size() + 1);
  }

  std::vector<std::size_t> run() {
    const char first = here();
    if (first == '|' || first == '>') {
      at_ = std::min(source_.find('\n', at_), source_.size() - 1) + 1;
      while (!done()) step_in_block();
    } else {
      if (first == '\'' || first == '"') ++at_;
      while (!done()) step_in_flow(first);
    }
    // An error at the end belongs behind the last word, not in the line below it.
    const bool ends_white = !value_.empty() && is_white(value_.back());
    offsets_.push_back(ends_white ? offsets_.back() : at_);
    return std::move(offsets_);
  }

 private:
  [[nodiscard]] bool done() const { return offsets_.size() >= value_.size(); }
  [[nodiscard]] char here() const { return at_ < source_.size() ? source_[at_] : '\0'; }
  [[nodiscard]] char wanted() const { return value_[offsets_.size()]; }

  /// The next byte of the value stands at `offset`.
  void put(std::size_t offset) {
    if (!done()) offsets_.push_back(std::min(offset, source_.size()));
  }

  [[nodiscard]] std::string_view white_here() const {
    const auto end = std::min(source_.find_first_not_of(kWhite, at_), source_.size());
    return source_.substr(std::min(at_, end), end - std::min(at_, end));
  }

  /// Plain and quoted scalars: one line break is a space, n of them are n - 1 line breaks.
  void step_in_flow(char style) {
    if (style == '"' && here() == '\\') {
      step_over_escape();
    } else if (is_white(here())) {
      step_over_white();
    } else {
      put(at_);
      at_ += style == '\'' && here() == '\'' ? 2 : 1;
    }
  }

  void step_over_escape() {
    const auto escape = at_;
    const char kind = escape + 1 < source_.size() ? source_[escape + 1] : '\0';
    if (kind == '\n' || kind == '\r') {
      const auto next = source_.find('\n', escape);
      at_ = std::min(source_.find_first_not_of(" \t", next + 1), source_.size());
      return;
    }
    const auto bytes = character_length(wanted());
    for (std::size_t i = 0; i < bytes; ++i) put(escape);
    at_ += kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
  }

  void step_over_white() {
    const auto white = white_here();
    const auto breaks = std::count(white.begin(), white.end(), '\n');
    if (breaks == 0) {
      for (std::size_t i = 0; i < white.size(); ++i) put(at_ + i);
    } else {
      auto line_end = white.find('\n');
      for (auto i = breaks == 1 ? 0 : 1; i < breaks; ++i) {
        put(at_ + line_end);
        line_end = white.find('\n', line_end + 1);
      }
    }
    at_ += white.size();
  }

  /// Literal and folded scalars: words stand in the same order in both, white space differs.
  void step_in_block() {
    if (!is_white(wanted())) {
      at_ += white_here().size();
      put(at_);
      ++at_;
      return;
    }
    const auto rest = value_.substr(offsets_.size());
    const auto wanted_white = rest.substr(0, rest.find_first_not_of(kWhite));
    const auto white = white_here();
    const auto last_break = wanted_white.rfind('\n');
    const bool folded =
        last_break == std::string_view::npos && white.find('\n') != std::string_view::npos;
    const auto head = folded                                 ? wanted_white.size()
                      : last_break == std::string_view::npos ? 0
                                                             : last_break + 1;
    put_lines(wanted_white.substr(0, head), folded);
    // What is left is the indentation of a line, of which YAML took the front away.
    const auto tail = wanted_white.size() - head;
    const auto end = at_ + white.size();
    for (std::size_t i = tail; i > 0; --i) put(end - std::min(i, white.size()));
    at_ = end;
  }

  /// The white space from here to the end of this line and the following empty ones. When
  /// `folded`, the last space stands for the line break.
  void put_lines(std::string_view text, bool folded) {
    auto from = at_;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool is_break = text[i] == '\n' || (folded && i + 1 == text.size());
      const auto place = is_break ? std::min(source_.find('\n', from), source_.size()) : from;
      put(place);
      from = place + 1;
    }
  }

  std::string_view source_;
  std::string_view value_;
  std::size_t at_;
  std::vector<std::size_t> offsets_;
};

}  // namespace

std::vector<std::size_t> scalar_offsets(std::string_view source, std::size_t start,
                                        std::string_view value) {
  return Walk(source, start, value).run();
}

}  // namespace steward::rules

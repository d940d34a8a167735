// SPDX-License-Identifier: MIT
#include "rules/source_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace steward::rules {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool continues_character(unsigned char c) {
  return (c & 0xC0U) == 0x80U;
}

/// How many bytes the UTF-8 character at `at` has; 0 when it is none (RFC 3629).
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto first = byte(0);
  if (first < 0x80U) return 1;
  const std::size_t length = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
  if (first < 0xC2U || first > 0xF4U) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues_character(static_cast<unsigned char>(byte(i)))) return 0;
  }
  const auto second = byte(1);
  const bool overlong = (first == 0xE0U && second < 0xA0U) || (first == 0xF0U && second < 0x90U);
  const bool surrogate = first == 0xEDU && second >= 0xA0U;
  const bool too_large = first == 0xF4U && second >= 0x90U;
  return overlong || surrogate || too_large ? 0 : length;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20U && c != '\t' && c != '\n' && c != '\r') || byte == 0x7FU;
}

/// The offset of the first byte that is not UTF-8; the size when all is well.
std::size_t first_broken(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = character_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return text.size();
}

std::size_t first_control(std::string_view text) {
  const auto found = std::find_if(text.begin(), text.end(), is_control);
  return static_cast<std::size_t>(found - text.begin());
}

bool check_encoding(const SourceText& source, Problems& problems) {
  const auto at = first_broken(source.text());
  if (at == source.text().size()) return true;
  problems.error(source.mark(at), "this is not UTF-8", "save the file in the encoding UTF-8");
  return false;
}

bool check_controls(const SourceText& source, Problems& problems) {
  const auto& text = source.text();
  const auto at = first_control(text);
  if (at == text.size()) return true;
  problems.error(source.mark(at),
                 fmt::format("control character U+{:04X}", static_cast<unsigned char>(text[at])));
  return false;
}

bool check_indentation(const SourceText& source, Problems& problems) {
  const auto& text = source.text();
  for (std::size_t line = 0; line < text.size();) {
    const auto end = std::min(text.find('\n', line), text.size());
    const auto content = std::min(text.find_first_not_of(" \t\r", line), end);
    const auto tab = std::string_view(text).substr(line, content - line).find('\t');
    if (tab != std::string_view::npos && content < end) {
      problems.error(source.mark(line + tab), "a tab in the indentation", "indent with spaces");
      return false;
    }
    line = end + 1;
  }
  return true;
}

}  // namespace

SourceText::SourceText(std::string file, std::string text)
    : file_(std::move(file)), text_(std::move(text)) {
  if (std::string_view(text_).substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text_.erase(0, kByteOrderMark.size());
  }
  places_.reserve(text_.size() + 1);
  int line = 1;
  int column = 0;
  for (const char c : text_) {
    // The bytes that continue a character share its column.
    if (!continues_character(static_cast<unsigned char>(c)) || column == 0) ++column;
    places_.emplace_back(line, column);
    if (c == '\n') {
      ++line;
      column = 0;
    }
  }
  places_.emplace_back(line, column + 1);
}

std::pair<int, int> SourceText::place(std::size_t offset) const {
  return places_[std::min(offset, places_.size() - 1)];
}

SourceMark SourceText::mark(std::size_t offset, int length) const {
  const auto [line, column] = place(offset);
  return {file_, line, column, length};
}

bool is_text(std::string_view bytes) {
  return first_broken(bytes) == bytes.size() && first_control(bytes) == bytes.size();
}

bool check_characters(const SourceText& source, Problems& problems) {
  if (!check_encoding(source, problems)) return false;
  const bool controls = check_controls(source, problems);
  const bool indentation = check_indentation(source, problems);
  return controls && indentation;
}

std::optional<SourceText> read_source(const std::string& path, Problems& problems) {
  const SourceMark whole{path, 0, 0, 1};
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure)) {
    problems.error(whole, "this is a folder, not a file");
    return std::nullopt;
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    problems.error(whole, fmt::format("cannot be read: {}", std::strerror(errno)));
    return std::nullopt;
  }
  std::string text(kMostBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (stream.bad()) {
    problems.error(whole, "cannot be read to its end");
    return std::nullopt;
  }
  if (text.size() > kMostBytes) {
    problems.error(whole, "the file is larger than 1 MiB", "split it");
    return std::nullopt;
  }
  SourceText source(path, std::move(text));
  problems.add_source(path, source.text());
  return source;
}

}  // namespace steward::rules

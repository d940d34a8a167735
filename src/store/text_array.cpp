// SPDX-License-Identifier: MIT
#include "store/text_array.hpp"

#include <cctype>

namespace steward::store {
namespace {

bool is_null_word(std::string_view word) {
  if (word.size() != 4) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (std::toupper(static_cast<unsigned char>(word[i])) != "NULL"[i]) return false;
  }
  return true;
}

// Takes one element off the front of `rest`.
std::optional<std::string> take_element(std::string_view& rest) {
  const bool in_quotes = !rest.empty() && rest.front() == '"';
  std::size_t at = in_quotes ? 1 : 0;
  std::string element;
  for (; at < rest.size(); ++at) {
    const char c = rest[at];
    if (in_quotes ? c == '"' : (c == ',' || c == '}')) break;
    if (!in_quotes && (c == '"' || c == '{')) return std::nullopt;
    if (c == '\\' && ++at == rest.size()) return std::nullopt;
    element += rest[at];
  }
  if (at == rest.size()) return std::nullopt;
  if (!in_quotes && (element.empty() || is_null_word(element))) return std::nullopt;
  rest.remove_prefix(in_quotes ? at + 1 : at);
  return element;
}

}  // namespace

std::string to_text_array(const std::vector<std::string>& elements) {
  std::string text = "{";
  for (const std::string& element : elements) {
    if (text.size() > 1) text += ',';
    text += '"';
    for (const char c : element) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  return text + '}';
}

std::optional<std::vector<std::string>> parse_text_array(std::string_view text) {
  std::vector<std::string> elements;
  if (text == "{}") return elements;
  if (text.size() < 3 || text.front() != '{') return std::nullopt;
  std::string_view rest = text.substr(1);
  while (true) {
    std::optional<std::string> element = take_element(rest);
    if (!element || rest.empty()) return std::nullopt;
    elements.push_back(*std::move(element));
    const char after = rest.front();
    rest.remove_prefix(1);
    if (after == '}') break;
    if (after != ',') return std::nullopt;
  }
  if (!rest.empty()) return std::nullopt;
  return elements;
}

}  // namespace steward::store

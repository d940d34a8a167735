// SPDX-License-Identifier: MIT
#include "rules/character_set.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace steward::rules {
namespace {

using Ranges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

CharacterSet set_of(const Ranges& ranges) {
  CharacterSet set;
  for (const auto& [first, last] : ranges) set.add(first, last);
  return set;
}

bool is_alphanumeric(std::uint32_t code) {
  return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
         (code >= 'a' && code <= 'z');
}

}  // namespace

void CharacterSet::add(const CharacterSet& other) {
  ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
}

CharacterSet CharacterSet::complement() const {
  auto sorted = ranges_;
  std::sort(sorted.begin(), sorted.end());
  CharacterSet rest;
  std::uint32_t next = 0;
  for (const auto& [first, last] : sorted) {
    if (first > next) rest.add(next, first - 1);
    next = std::max(next, last + 1);
  }
  if (next <= kLast) rest.add(next, kLast);
  return rest;
}

std::optional<CharacterSet> CharacterSet::folded() const {
  CharacterSet both = *this;
  for (const auto& [first, last] : ranges_) {
    if (last > 0x7F) return std::nullopt;
    for (auto code = first; code <= last; ++code) {
      const bool upper = code >= 'A' && code <= 'Z';
      const bool lower = code >= 'a' && code <= 'z';
      if (upper || lower) both.add(code ^ 0x20U, code ^ 0x20U);
      // The Kelvin sign and the long s.
      if ((upper || lower) && (code | 0x20U) == 'k') both.add(0x212A, 0x212A);
      if ((upper || lower) && (code | 0x20U) == 's') both.add(0x17F, 0x17F);
    }
  }
  return both;
}

std::string CharacterSet::bracket(bool negated) const {
  std::string text = negated ? "[^" : "[";
  for (const auto& [first, last] : ranges_) {
    // PostgreSQL has no character NUL.
    text += spelled(std::max<std::uint32_t>(first, 1));
    if (last > first) text += "-" + spelled(last);
  }
  return text + "]";
}

std::string spelled(std::uint32_t code) {
  if (is_alphanumeric(code)) return std::string(1, static_cast<char>(code));
  return code <= 0xFFFF ? fmt::format("\\u{:04X}", code) : fmt::format("\\U{:08X}", code);
}

std::optional<CharacterSet> perl_class(char letter) {
  switch (letter) {
    case 'd':
      return set_of({{'0', '9'}});
    case 's':
      return set_of({{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}});
    case 'w':
      return set_of({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
    default:
      return std::nullopt;
  }
}

std::optional<CharacterSet> posix_class(std::string_view name) {
  struct Named {
    std::string_view name;
    Ranges ranges;
  };
  static const std::vector<Named> kNamed = {
      {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
      {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
      {"ascii", {{0, 0x7F}}},
      {"blank", {{'\t', '\t'}, {' ', ' '}}},
      {"cntrl", {{0, 0x1F}, {0x7F, 0x7F}}},
      {"digit", {{'0', '9'}}},
      {"graph", {{'!', '~'}}},
      {"lower", {{'a', 'z'}}},
      {"print", {{' ', '~'}}},
      {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
      {"space", {{'\t', '\r'}, {' ', ' '}}},
      {"upper", {{'A', 'Z'}}},
      {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
      {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
  };
  for (const auto& [known, ranges] : kNamed) {
    if (known == name) return set_of(ranges);
  }
  return std::nullopt;
}

}  // namespace steward::rules

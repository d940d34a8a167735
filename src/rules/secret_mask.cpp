// SPDX-License-Identifier: MIT
#include "rules/secret_mask.hpp"

#include <algorithm>
#include <cctype>

namespace steward::rules {
namespace {

constexpr auto kNowhere = std::string_view::npos;

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Where the value of a key begins whose name has `word` in it; kNowhere when there is none, or
/// only one that names a file or a variable.
std::size_t value_after(std::string_view line, std::string_view word) {
  for (auto at = line.find(word); at != kNowhere; at = line.find(word, at + 1)) {
    const auto end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-", at);
    if (end == kNowhere) return kNowhere;
    const auto sign = line.find_first_not_of(" \t'\"", end);
    if (sign == kNowhere || (line[sign] != ':' && line[sign] != '=')) continue;
    const auto value = line.find_first_not_of(" \t", sign + 1);
    if (value != kNowhere && line[value] != '{' && line[value] != '#') return value;
  }
  return kNowhere;
}

/// Where the password of a URI begins: behind the colon in `://user:password@host`.
std::size_t password_of_uri(std::string_view line) {
  const auto scheme = line.find("://");
  if (scheme == kNowhere) return kNowhere;
  const auto begin = scheme + 3;
  const auto authority = line.substr(begin, line.find_first_of("/?#, \t\"'}", begin) - begin);
  const auto colon = authority.find(':');
  const auto at = authority.rfind('@');
  return colon != kNowhere && at != kNowhere && colon < at ? begin + colon + 1 : kNowhere;
}

std::size_t secret_in(std::string_view original) {
  const auto line = lower(original);
  auto found = password_of_uri(line);
  for (const auto* word : {"pass", "pasw", "pwd", "secret", "token"}) {
    found = std::min(found, value_after(line, word));
  }
  return found;
}

}  // namespace

std::string without_secrets(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    const auto secret = secret_in(line);
    result += line.substr(0, secret);
    if (secret != kNowhere) result += "***";
    if (end == kNowhere) break;
    result += '\n';
    text.remove_prefix(end + 1);
  }
  return result;
}

}  // namespace steward::rules

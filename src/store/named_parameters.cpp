// SPDX-License-Identifier: MIT
#include "store/named_parameters.hpp"

#include <algorithm>
#include <map>

#include "steward/base/text.hpp"

namespace steward::store {
namespace {

// What a parameter, or a stretch that holds none, can begin with.
constexpr std::string_view kSpecial = ":'\"-/$";

bool starts_name(char c) {
  return is_letter(c) || c == '_';
}
bool continues_name(char c) {
  return starts_name(c) || is_digit(c);
}

// The length of the name at the front of `text`, 0 for none.
std::size_t name_length(std::string_view text) {
  if (text.empty() || !starts_name(text.front())) return 0;
  std::size_t length = 1;
  while (length < text.size() && continues_name(text[length])) ++length;
  return length;
}

// The length up to and with `end`, from `from` on; everything when it does not occur.
std::size_t through(std::string_view text, std::string_view end, std::size_t from) {
  const std::size_t at = text.find(end, from);
  return at == std::string_view::npos ? text.size() : at + end.size();
}

// A '…' or "…"; a doubled quote inside simply begins the next one. In an E'…' a backslash escapes.
std::size_t quoted_length(std::string_view text, bool backslash_escapes) {
  const char quote = text.front();
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (backslash_escapes && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      return at + 1;
    }
  }
  return text.size();
}

// Comments of this kind nest.
std::size_t block_comment_length(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const std::string_view two = text.substr(at, 2);
    if (two == "/*") ++depth;
    if (two == "*/") --depth;
    if (two == "/*" || two == "*/") ++at;
    if (depth == 0) return at + 1;
  }
  return text.size();
}

std::size_t dollar_quoted_length(std::string_view text) {
  const std::size_t tag = 1 + name_length(text.substr(1));
  if (tag >= text.size() || text[tag] != '$') return 1;
  return through(text, text.substr(0, tag + 1), tag + 1);
}

// The length of what starts at `at` and is copied as it is.
std::size_t verbatim_length(std::string_view sql, std::size_t at) {
  const std::string_view rest = sql.substr(at);
  const char before = at > 0 ? sql[at - 1] : ' ';
  if (rest.front() == '\'') {
    const bool escapes =
        (before == 'e' || before == 'E') && !(at > 1 && continues_name(sql[at - 2]));
    return quoted_length(rest, escapes);
  }
  if (rest.front() == '"') return quoted_length(rest, false);
  if (rest.substr(0, 2) == "--") return through(rest, "\n", 2);
  if (rest.substr(0, 2) == "/*") return block_comment_length(rest);
  if (rest.substr(0, 2) == "::") return 2;
  if (rest.front() == '$' && !continues_name(before)) return dollar_quoted_length(rest);
  return 1;
}

}  // namespace

PositionalSql to_positional(std::string_view sql) {
  PositionalSql result;
  std::map<std::string_view, std::size_t> numbers;
  result.sql.reserve(sql.size());
  for (std::size_t at = 0; at < sql.size();) {
    const std::size_t special = std::min(sql.find_first_of(kSpecial, at), sql.size());
    result.sql += sql.substr(at, special - at);
    at = special;
    if (at == sql.size()) break;
    const std::size_t length = sql[at] == ':' ? name_length(sql.substr(at + 1)) : 0;
    if (length == 0) {
      const std::size_t copied = verbatim_length(sql, at);
      result.sql += sql.substr(at, copied);
      at += copied;
      continue;
    }
    const std::string_view name = sql.substr(at + 1, length);
    const auto [known, is_new] = numbers.try_emplace(name, result.names.size() + 1);
    if (is_new) result.names.emplace_back(name);
    result.sql += '$' + std::to_string(known->second);
    at += 1 + length;
  }
  return result;
}

}  // namespace steward::store

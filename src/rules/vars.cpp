// SPDX-License-Identifier: MIT
#include "rules/vars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/expression_lexer.hpp"
#include "rules/expression_parser.hpp"

namespace steward::rules {
namespace {

constexpr std::array<std::string_view, 5> kMacros = {"all", "exists", "exists_one", "filter",
                                                     "map"};
constexpr std::array<std::string_view, 6> kWords = {"true", "false", "null",
                                                    "in",   "now",   "assignee"};

template <class Names>
bool is_in(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_name(std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  constexpr std::string_view kRest =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
  return !text.empty() && kLetters.find(text.front()) != std::string_view::npos &&
         text.find_first_not_of(kRest) == std::string_view::npos && !is_in(kWords, text);
}

bool is_symbol(const std::vector<Token>& tokens, std::size_t at, std::string_view symbol) {
  return at < tokens.size() && tokens[at].kind == TokenKind::symbol && tokens[at].text == symbol;
}

/// A name that stands for itself: neither a member's nor a function's.
bool is_free(const std::vector<Token>& tokens, std::size_t at) {
  if (tokens[at].kind != TokenKind::name) return false;
  const bool member = at > 0 && is_symbol(tokens, at - 1, ".");
  return !member && !is_symbol(tokens, at + 1, "(");
}

/// The name that a macro gives to its records: `filter(i, …)`.
bool is_loop_variable(const std::vector<Token>& tokens, std::size_t at) {
  return at >= 2 && is_symbol(tokens, at - 1, "(") && is_symbol(tokens, at + 1, ",") &&
         is_in(kMacros, tokens[at - 2].text);
}

std::set<std::string> loop_variables(const std::vector<Token>& tokens) {
  std::set<std::string> names;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (is_loop_variable(tokens, at)) names.insert(tokens[at].text);
  }
  return names;
}

/// Mistakes are the parser's to report.
std::vector<Token> tokens_of(const PlacedText& text) {
  Problems unheard;
  return split_expression(text, unheard).value_or(std::vector<Token>());
}

}  // namespace

/// A text that grows piece by piece, with the place of each of its bytes.
struct Vars::Growing {
  std::string text;
  std::vector<std::pair<int, int>> places;

  void add(const PlacedText& from, std::size_t begin, std::size_t end) {
    for (auto at = begin; at < end; ++at) add(from.text()[at], from.mark(at));
  }
  void add(char c, const SourceMark& place) {
    text += c;
    places.emplace_back(place.line, place.column);
  }
  /// More is refused by the parser anyway.
  [[nodiscard]] bool is_full() const { return text.size() > kMostExpressionBytes; }
};

void Vars::read(const YamlNode& mapping, Problems& problems) {
  if (mapping.kind != YamlKind::mapping) {
    problems.error(mapping.mark,
                   fmt::format("'vars' must be a mapping, not {}", to_string(mapping.kind)));
    return;
  }
  for (const auto& [key, value] : mapping.entries) {
    const auto& name = key.text();
    if (!is_name(name)) {
      problems.error(key.mark(), fmt::format("'{}' cannot be the name of a variable", name),
                     "it has letters, digits and _, begins with a letter, and is no word of the "
                     "expression language");
      continue;
    }
    if (value.kind != YamlKind::text || trimmed(value.text.text()).empty()) {
      problems.error(value.mark, fmt::format("the variable '{}' must be an expression", name));
      continue;
    }
    const auto [known, is_new] = vars_.emplace(name, Var{key, value});
    if (!is_new) {
      const auto first = known->second.key.mark();
      problems.error(key.mark(), fmt::format("a second variable '{}'", name),
                     fmt::format("the first is in {}:{}", first.file, first.line));
      continue;
    }
    static_cast<void>(parse_expression(value.text, problems));
  }
  refuse_circles(problems);
}

void Vars::refuse_circles(Problems& problems) {
  // What a variable needs is put in place until nothing is new: itself, in a circle.
  for (auto var = vars_.begin(); var != vars_.end();) {
    std::set<std::string> needed;
    std::vector<std::string> waiting{var->first};
    while (!waiting.empty()) {
      const auto found = vars_.find(waiting.back());
      waiting.pop_back();
      if (found == vars_.end()) continue;
      const auto tokens = tokens_of(found->second.value.text);
      for (std::size_t at = 0; at < tokens.size(); ++at) {
        const bool is_var = is_free(tokens, at) && vars_.contains(tokens[at].text);
        if (is_var && needed.insert(tokens[at].text).second) waiting.push_back(tokens[at].text);
      }
    }
    if (!needed.contains(var->first)) {
      ++var;
      continue;
    }
    problems.error(var->second.key.mark(),
                   fmt::format("the variable '{}' leads back to itself", var->first));
    var = vars_.erase(var);
  }
}

PlacedText Vars::expand(const PlacedText& text, Problems& problems) {
  if (vars_.empty()) return text;
  Growing grown;
  append(text, grown, problems);
  const auto end = text.mark(text.text().size());
  grown.places.emplace_back(end.line, end.column);
  return {std::move(grown.text), end.file, std::move(grown.places)};
}

void Vars::append(const PlacedText& text, Growing& grown, Problems& problems) {
  const auto tokens = tokens_of(text);
  const auto loops = loop_variables(tokens);
  std::size_t copied = 0;
  for (std::size_t at = 0; at < tokens.size() && !grown.is_full(); ++at) {
    const auto var = is_free(tokens, at) ? vars_.find(tokens[at].text) : vars_.end();
    if (var == vars_.end()) continue;
    const auto span = tokens[at].span;
    const auto place = mark_of(text, span);
    if (loops.contains(var->first)) {
      if (is_loop_variable(tokens, at)) {
        problems.error(place, fmt::format("'{}' is a variable of 'vars' already", var->first),
                       "give the records that are looked at another name");
      }
      continue;
    }
    used_.insert(var->first);
    grown.add(text, copied, span.offset);
    grown.add('(', place);
    append(var->second.value.text, grown, problems);
    // On a line of its own, for the variable may end in a comment.
    grown.add('\n', place);
    grown.add(')', place);
    copied = span.offset + span.length;
  }
  grown.add(text, copied, text.text().size());
}

std::vector<UsedVar> Vars::used() const {
  std::vector<UsedVar> all;
  for (const auto& name : used_) all.push_back({name, vars_.find(name)->second.key.mark()});
  return all;
}

YamlNode Vars::used_node() const {
  YamlNode node;
  node.kind = YamlKind::mapping;
  for (const auto& name : used_) {
    const auto& var = vars_.find(name)->second;
    node.entries.push_back({var.key, var.value});
  }
  return node;
}

}  // namespace steward::rules

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

}  // namespace

Vars::Split Vars::split(const PlacedText& text) {
  Problems unheard;  // mistakes are the parser's to report
  Split result{split_expression(text, unheard).value_or(std::vector<Token>()), {}};
  for (std::size_t at = 0; at < result.tokens.size(); ++at) {
    if (is_loop_variable(result.tokens, at)) result.loops.insert(result.tokens[at].text);
  }
  return result;
}

Vars::Found Vars::find(std::string_view name) const {
  const auto own = vars_.find(name);
  if (own != vars_.end()) return {&own->second, this};
  return file_ != nullptr ? file_->find(name) : Found{};
}

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
    if (const auto* known = find(name).var) {
      const auto first = known->key.mark();
      problems.error(key.mark(), fmt::format("a second variable '{}'", name),
                     fmt::format("the first is in {}:{}", first.file, first.line));
      continue;
    }
    vars_.emplace(name, Var{key, value, split(value.text)});
    static_cast<void>(parse_expression(value.text, problems));
  }
  refuse_circles(problems);
}

void Vars::refuse_circles(Problems& problems) {
  // Depth first, each variable once: one that is met on the way to itself is in a circle.
  enum class State { new_to_us, on_the_way, done };
  struct Step {
    std::map<std::string, Var, std::less<>>::const_iterator var;
    std::size_t next = 0;  ///< of its tokens
  };
  std::map<std::string_view, State> states;
  std::set<std::string> circles;
  for (auto root = vars_.cbegin(); root != vars_.cend(); ++root) {
    if (states[root->first] != State::new_to_us) continue;
    states[root->first] = State::on_the_way;
    std::vector<Step> way{{root}};
    while (!way.empty()) {
      auto& [var, next] = way.back();
      const auto& tokens = var->second.split.tokens;
      if (next == tokens.size()) {
        states[var->first] = State::done;
        way.pop_back();
        continue;
      }
      const auto at = next++;
      const auto needed = is_free(tokens, at) ? vars_.find(tokens[at].text) : vars_.end();
      if (needed == vars_.end()) continue;
      auto& state = states[needed->first];
      if (state == State::on_the_way) circles.insert(needed->first);
      if (state != State::new_to_us) continue;
      state = State::on_the_way;
      way.push_back({needed});
    }
  }
  for (const auto& name : circles) {
    problems.error(vars_.find(name)->second.key.mark(),
                   fmt::format("the variable '{}' leads back to itself", name));
    vars_.erase(name);
  }
}

PlacedText Vars::expand(const PlacedText& text, Problems& problems) {
  if (vars_.empty() && (file_ == nullptr || file_->vars_.empty())) return text;
  Growing grown;
  append(text, split(text), *this, grown, problems);
  const auto end = text.mark(text.text().size());
  grown.places.emplace_back(end.line, end.column);
  return {std::move(grown.text), end.file, std::move(grown.places)};
}

void Vars::append(const PlacedText& text, const Split& split, const Vars& scope, Growing& grown,
                  Problems& problems) {
  const auto& tokens = split.tokens;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < tokens.size() && !grown.is_full(); ++at) {
    const auto& name = tokens[at].text;
    const auto [var, inner] = is_free(tokens, at) ? scope.find(name) : Found{};
    if (var == nullptr) continue;
    const auto span = tokens[at].span;
    const auto place = mark_of(text, span);
    if (split.loops.contains(name)) {
      if (is_loop_variable(tokens, at)) {
        problems.error(place, fmt::format("'{}' is a variable of 'vars' already", name),
                       "give the records that are looked at another name");
      }
      continue;
    }
    used_.insert(name);
    grown.add(text, copied, span.offset);
    grown.add('(', place);
    append(var->value.text, var->split, *inner, grown, problems);
    grown.add(')', place);
    copied = span.offset + span.length;
  }
  // Not what follows its last token: a comment would hide the parenthesis.
  const auto end = tokens.size() < 2 ? text.text().size()
                                     : tokens[tokens.size() - 2].span.offset +
                                           tokens[tokens.size() - 2].span.length;
  grown.add(text, copied, std::max(copied, end));
}

std::vector<UsedVar> Vars::used() const {
  std::vector<UsedVar> all;
  for (const auto& name : used_) all.push_back({name, find(name).var->key.mark()});
  return all;
}

YamlNode Vars::used_node() const {
  YamlNode node;
  node.kind = YamlKind::mapping;
  for (const auto& name : used_) {
    const auto& var = *find(name).var;
    node.entries.push_back({var.key, var.value});
  }
  return node;
}

}  // namespace steward::rules

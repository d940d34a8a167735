// SPDX-License-Identifier: MIT
// Named expressions: `vars:` of a file or a rule, put in their places before anything is compiled.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/expression_lexer.hpp"
#include "rules/placed_text.hpp"
#include "rules/yaml_node.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

/// A name that a rule's expressions use. It must not be a field's as well.
struct UsedVar {
  std::string name;
  SourceMark mark;  ///< where it is given
};

/// The variables of a file, or of a rule: its own and its file's. Those of a file see each other,
/// those of a rule see both.
class Vars {
 public:
  Vars() = default;
  /// A rule's. `file` must live as long.
  explicit Vars(const Vars& file) : file_(&file) {}

  /// Adds those of a mapping. Reports names that are none, names given twice, and expressions that
  /// cannot be parsed or that lead back to themselves.
  void read(const YamlNode& mapping, Problems& problems);

  /// The text with the expression of each variable, in parentheses, in place of its name. Every
  /// character keeps its place, so that a mistake in a variable is shown where it is given.
  [[nodiscard]] PlacedText expand(const PlacedText& text, Problems& problems);

  [[nodiscard]] bool has(std::string_view name) const { return find(name).var != nullptr; }

  /// Those that `expand` put in their places, and those that they use themselves.
  [[nodiscard]] std::vector<UsedVar> used() const;
  /// The same as a mapping of their expressions.
  [[nodiscard]] YamlNode used_node() const;

 private:
  /// A text with its tokens and the names that macros in it give to their records.
  struct Split {
    std::vector<Token> tokens;
    std::set<std::string, std::less<>> loops;
  };
  struct Var {
    PlacedText key;
    YamlNode value;
    Split split;
  };
  /// A variable, and the variables that it sees.
  struct Found {
    const Var* var = nullptr;
    const Vars* scope = nullptr;
  };
  struct Growing;

  [[nodiscard]] static Split split(const PlacedText& text);
  [[nodiscard]] Found find(std::string_view name) const;
  void append(const PlacedText& text, const Split& split, const Vars& scope, Growing& grown,
              Problems& problems);
  /// Reports the variables that lead back to themselves, and forgets them.
  void refuse_circles(Problems& problems);

  const Vars* file_ = nullptr;
  std::map<std::string, Var, std::less<>> vars_;
  std::set<std::string> used_;
};

}  // namespace steward::rules

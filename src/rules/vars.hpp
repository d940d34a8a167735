// SPDX-License-Identifier: MIT
// Named expressions: `vars:` of a file or a rule, put in their places before anything is compiled.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rules/placed_text.hpp"
#include "rules/yaml_node.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

/// A name that a rule's expressions use. It must not be a field's as well.
struct UsedVar {
  std::string name;
  SourceMark mark;  ///< where it is given
};

/// The variables of a rule: its own and its file's.
class Vars {
 public:
  /// Adds those of a mapping. Reports names that are none, names given twice, and expressions that
  /// cannot be parsed or that lead back to themselves.
  void read(const YamlNode& mapping, Problems& problems);

  /// The text with the expression of each variable, in parentheses, in place of its name. Every
  /// character keeps its place, so that a mistake in a variable is shown where it is given.
  [[nodiscard]] PlacedText expand(const PlacedText& text, Problems& problems);

  /// Those that `expand` put in their places, and those that they use themselves.
  [[nodiscard]] std::vector<UsedVar> used() const;
  /// The same as a mapping of their expressions.
  [[nodiscard]] YamlNode used_node() const;

 private:
  struct Var {
    PlacedText key;
    YamlNode value;
  };
  struct Growing;

  void append(const PlacedText& text, Growing& grown, Problems& problems);
  /// Reports the first variable that leads back to itself, and forgets it.
  void refuse_circles(Problems& problems);

  std::map<std::string, Var, std::less<>> vars_;
  std::set<std::string> used_;
};

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// A YAML document as a tree in which every key and every character of a text knows its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/placed_text.hpp"
#include "steward/base/problem.hpp"
#include "steward/base/text.hpp"

namespace steward::rules {

enum class YamlKind { nothing, text, list, mapping };

/// For messages: "nothing", "text", "a list", "a mapping".
[[nodiscard]] std::string_view to_string(YamlKind kind);

struct YamlEntry;

/// Scalars are text: `010`, `yes` and `1e3` are what was written.
struct YamlNode {
  YamlKind kind = YamlKind::nothing;
  SourceMark mark;
  PlacedText text;
  std::vector<YamlNode> items;
  std::vector<YamlEntry> entries;  ///< in the order of the file, keys differ

  /// The value of a key of this mapping; null when there is none.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
  PlacedText key;
  YamlNode value;
};

/// The same for two trees that differ only in comments, white space and quoting: YAML again, texts
/// without their surrounding white space, always in double quotes, keys in the order of the file.
[[nodiscard]] std::string canonical_text(const YamlNode& node);

/// A text as a YAML scalar in double quotes; expressions write texts the same way.
[[nodiscard]] std::string yaml_quoted(std::string_view text);

}  // namespace steward::rules

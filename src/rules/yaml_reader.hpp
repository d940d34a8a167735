// SPDX-License-Identifier: MIT
// Reads one mapping of a file strictly: what nobody asks for is a mistake.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/yaml_node.hpp"

namespace steward::rules {

/// Every getter remembers its key as known, reports a value of the wrong form, and answers with
/// nothing (null) when the key is absent or wrong. `finish` reports the keys nobody knew.
class YamlReader {
 public:
  /// `what` names the mapping in messages, "the rule 'x'". A node that is no mapping is reported,
  /// once, and has no keys.
  YamlReader(const YamlNode& node, std::string what, Problems& problems);

  /// The messages' name for the mapping, once it is known.
  void rename(std::string what) { what_ = std::move(what); }
  [[nodiscard]] SourceMark mark() const { return node_.mark; }
  [[nodiscard]] bool is_mapping() const { return node_.kind == YamlKind::mapping; }
  /// Whether the key is there, with whatever value.
  [[nodiscard]] bool has(std::string_view key) const { return node_.find(key) != nullptr; }
  /// The place of a key of this mapping, or of the mapping.
  [[nodiscard]] SourceMark mark_of(std::string_view key) const;

  /// Reports that the key is missing, unless it is there. `meaning` says what it is for.
  void demand(std::string_view key, std::string_view meaning);

  [[nodiscard]] const YamlNode* value(std::string_view key);
  [[nodiscard]] const YamlNode* list(std::string_view key);
  [[nodiscard]] const YamlNode* mapping(std::string_view key);
  /// Text as it was written; not empty.
  [[nodiscard]] const PlacedText* text(std::string_view key);
  /// Text of one line, without the white space around it; "" when absent.
  [[nodiscard]] std::string line(std::string_view key);
  /// A name: lower-case letters, digits and hyphens, beginning with a letter; "" when absent.
  [[nodiscard]] std::string name(std::string_view key);
  [[nodiscard]] bool boolean(std::string_view key, bool otherwise);
  /// A whole number from `least` to `most`.
  [[nodiscard]] int number(std::string_view key, int otherwise, int least, int most);

  /// Keys of the language that this version refuses by name.
  void refuse(const std::vector<std::string>& keys);
  /// Reports unknown keys, with the nearest known one.
  void finish();

 private:
  void know(std::string_view key);
  const YamlNode* value_of(std::string_view key, YamlKind kind);

  const YamlNode& node_;
  std::string what_;
  Problems& problems_;
  std::vector<std::string> known_;
  std::vector<std::string> refused_;
};

/// "'pauses' is not supported by this version of steward".
[[nodiscard]] std::string not_supported(std::string_view what);

/// Reports a name that has other characters than lower-case letters, digits and hyphens.
[[nodiscard]] bool check_name(const PlacedText& text, Problems& problems);

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// Reads one mapping of a file strictly: what nobody asks for is a mistake.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/key_table.hpp"
#include "rules/yaml_node.hpp"

namespace steward::rules {

/// Every getter takes a key of the table (another is a bug), reports a value of the wrong form, and
/// answers with nothing (null) when the key is absent or wrong.
class YamlReader {
 public:
  /// `what` names the mapping in messages, "the rule 'x'". A node that is no mapping is reported,
  /// once, and has no keys.
  YamlReader(const YamlNode& node, const KeyTable& keys, std::string what, Problems& problems);

  /// The messages' name for the mapping, once it is known.
  void rename(std::string what) { what_ = std::move(what); }
  [[nodiscard]] SourceMark mark() const { return node_.mark; }
  [[nodiscard]] bool is_mapping() const { return node_.kind == YamlKind::mapping; }
  /// Whether the key is there, with whatever value.
  [[nodiscard]] bool has(std::string_view key) const { return node_.find(key) != nullptr; }
  /// The place of a key of this mapping, or of the mapping.
  [[nodiscard]] SourceMark mark_of(std::string_view key) const;

  /// Reports that the key is missing, unless it is there: for one that other keys make necessary.
  void demand(std::string_view key);

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

  /// Reports required keys that are missing, and keys that are not in the table, with the nearest
  /// that is.
  void finish();

 private:
  const Key& key_of(std::string_view key) const;
  const YamlNode* value_of(std::string_view key, YamlKind kind);

  const YamlNode& node_;
  const KeyTable& keys_;
  std::string what_;
  Problems& problems_;
};

/// "'pauses' is not supported by this version of steward".
[[nodiscard]] std::string not_supported(std::string_view what);

/// Reports a name that has other characters than lower-case letters, digits and hyphens.
[[nodiscard]] bool check_name(const PlacedText& text, Problems& problems);

}  // namespace steward::rules

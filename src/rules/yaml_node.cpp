// SPDX-License-Identifier: MIT
#include "rules/yaml_node.hpp"

#include <algorithm>

namespace steward::rules {
namespace {

void write(const YamlNode& node, std::size_t indent, std::string& out);

/// A value after its key or dash, which are written already.
void write_value(const YamlNode& node, std::size_t indent, std::string& out) {
  if (node.kind == YamlKind::nothing) {
    out += " null\n";
  } else if (node.kind == YamlKind::text) {
    out += ' ' + yaml_quoted(trimmed(node.text.text())) + '\n';
  } else if (node.items.empty() && node.entries.empty()) {
    out += node.kind == YamlKind::list ? " []\n" : " {}\n";
  } else {
    out += '\n';
    write(node, indent, out);
  }
}

void write(const YamlNode& node, std::size_t indent, std::string& out) {
  const std::string margin(indent, ' ');
  for (const auto& item : node.items) {
    out += margin + '-';
    write_value(item, indent + 2, out);
  }
  for (const auto& entry : node.entries) {
    const auto& key = entry.key.text();
    const bool plain = key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_-") == std::string::npos &&
                       !key.empty() && key.front() != '-';
    out += margin + (plain ? key : yaml_quoted(trimmed(key))) + ':';
    write_value(entry.value, indent + 2, out);
  }
}

}  // namespace

std::string_view to_string(YamlKind kind) {
  switch (kind) {
    case YamlKind::nothing:
      return "nothing";
    case YamlKind::text:
      return "text";
    case YamlKind::list:
      return "a list";
    case YamlKind::mapping:
      return "a mapping";
  }
  return "nothing";
}

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const YamlEntry& entry) { return entry.key.text() == key; });
  return found == entries.end() ? nullptr : &found->value;
}

std::string canonical_text(const YamlNode& node) {
  std::string text;
  if (node.kind == YamlKind::list || node.kind == YamlKind::mapping) {
    write(node, 0, text);
  } else {
    write_value(node, 0, text);
  }
  return text;
}

std::string yaml_quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (c == '\r') {
      result += "\\r";
    } else {
      result += c;
    }
  }
  return result + '"';
}

}  // namespace steward::rules

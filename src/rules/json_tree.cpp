// SPDX-License-Identifier: MIT
#include "rules/json_tree.hpp"

namespace steward::rules {
namespace {

PlacedText text_at(std::string_view text, const std::string& path) {
  return {std::string(text), path, {}};
}

YamlNode tree_of(const json::value& value, const std::string& path);

void add_entries(const json::object& object, const std::string& path, YamlNode& node) {
  node.entries.reserve(object.size());
  const auto prefix = path.empty() ? path : path + ".";
  for (const auto& member : object) {
    const std::string_view key(member.key().data(), member.key().size());
    node.entries.push_back(
        {text_at(key, path), tree_of(member.value(), prefix + std::string(key))});
  }
}

void add_items(const json::array& array, const std::string& path, YamlNode& node) {
  node.items.reserve(array.size());
  for (const auto& item : array) node.items.push_back(tree_of(item, path));
}

YamlNode tree_of(const json::value& value, const std::string& path) {
  YamlNode node;
  node.mark.file = path;
  if (const auto* object = value.if_object()) {
    node.kind = YamlKind::mapping;
    add_entries(*object, path, node);
  } else if (const auto* array = value.if_array()) {
    node.kind = YamlKind::list;
    add_items(*array, path, node);
  } else if (const auto* text = value.if_string()) {
    node.kind = YamlKind::text;
    node.text = text_at(std::string_view(text->data(), text->size()), path);
  } else if (!value.is_null()) {
    node.kind = YamlKind::text;
    node.text = text_at(json::serialize(value), path);
  }
  return node;
}

}  // namespace

YamlNode tree_of(const json::object& object) {
  YamlNode node;
  node.kind = YamlKind::mapping;
  add_entries(object, "", node);
  return node;
}

}  // namespace steward::rules

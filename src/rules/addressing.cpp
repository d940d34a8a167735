// SPDX-License-Identifier: MIT
#include "rules/addressing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/recipient_reader.hpp"

namespace steward::rules {
namespace {

template <class T>
bool contains(const std::vector<T>& items, const T& item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

}  // namespace

std::vector<model::Recipient> read_recipients(YamlReader& reader, std::string_view key,
                                              Problems& problems) {
  const auto* node = reader.value(key);
  if (node == nullptr) return {};
  std::vector<const YamlNode*> items;
  if (node->kind == YamlKind::list) {
    for (const auto& item : node->items) items.push_back(&item);
  } else {
    items.push_back(node);
  }
  if (items.empty()) problems.error(node->mark, fmt::format("'{}' is an empty list", key));
  std::vector<model::Recipient> recipients;
  for (const auto* item : items) {
    if (item->kind != YamlKind::text) {
      problems.error(item->mark,
                     fmt::format("a recipient must be text, not {}", to_string(item->kind)),
                     R"(expected assignee, role("name") or person("key"))");
      continue;
    }
    const auto recipient = parse_recipient(item->text, problems);
    if (!recipient) continue;
    if (contains(recipients, *recipient)) {
      problems.error(item->mark, fmt::format("'{}' is named twice", trimmed(item->text.text())));
    }
    recipients.push_back(*recipient);
  }
  return recipients;
}

std::vector<model::Channel> read_channels(YamlReader& reader, Wording& wording,
                                          Problems& problems) {
  const auto* list = reader.list("by");
  if (list == nullptr) return {model::Channel::email};
  std::vector<model::Channel> channels;
  for (const auto& item : list->items) {
    const auto channel = model::parse_channel(item.text.text());
    if (!channel) {
      const bool is_text = item.kind == YamlKind::text;
      problems.error(item.mark,
                     is_text ? fmt::format("unknown channel '{}'", trimmed(item.text.text()))
                             : fmt::format("a channel must be text, not {}", to_string(item.kind)),
                     spelling_hint(item.text.text(), {"email", "sms"}));
    } else if (contains(channels, *channel)) {
      problems.error(item.mark, fmt::format("'{}' is named twice", item.text.text()));
    } else {
      channels.push_back(*channel);
      wording.by.push_back(item.text);
    }
  }
  return channels;
}

std::string read_template_name(YamlReader& reader, Wording& wording, Problems& problems) {
  if (refuse_table(reader, "template", problems)) return {};
  const auto* text = reader.text("template");
  if (text == nullptr) return {};
  wording.template_name = *text;
  return std::string(trimmed(text->text()));
}

bool refuse_table(YamlReader& reader, std::string_view key, Problems& problems) {
  if (!reader.has(key)) return false;
  const auto* node = reader.value(key);
  if (node == nullptr || node->kind == YamlKind::text) return false;
  problems.error(node->mark, not_supported(fmt::format("'{}' as a table", key)));
  return true;
}

}  // namespace steward::rules

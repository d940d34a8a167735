// SPDX-License-Identifier: MIT
#include "rules/yaml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace steward::rules {
namespace {

bool is_in(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

YamlReader::YamlReader(const YamlNode& node, const KeyTable& keys, std::string what,
                       Problems& problems)
    : node_(node), keys_(keys), what_(std::move(what)), problems_(problems) {
  if (is_mapping()) return;
  problems_.error(node.mark,
                  fmt::format("{} must be a mapping of keys, not {}", what_, to_string(node.kind)));
}

SourceMark YamlReader::mark_of(std::string_view key) const {
  for (const auto& entry : node_.entries) {
    if (entry.key.text() == key) return entry.key.mark();
  }
  return node_.mark;
}

void YamlReader::demand(std::string_view key) {
  const auto& wanted = key_of(key);
  if (!is_mapping() || has(key)) return;
  problems_.error(node_.mark, fmt::format("{} has no '{}'", what_, key),
                  fmt::format("'{}' is {}", key, wanted.meaning));
}

const Key& YamlReader::key_of(std::string_view key) const {
  if (const auto* known = keys_.find(key)) return *known;
  throw std::logic_error(fmt::format("the keys of a {} have no '{}'", keys_.name, key));
}

const YamlNode* YamlReader::value(std::string_view key) {
  static_cast<void>(key_of(key));
  const auto* found = node_.find(key);
  if (found == nullptr || found->kind != YamlKind::nothing) return found;
  problems_.error(found->mark, fmt::format("'{}' has no value", key));
  return nullptr;
}

const YamlNode* YamlReader::value_of(std::string_view key, YamlKind kind) {
  const auto* found = value(key);
  if (found == nullptr || found->kind == kind) return found;
  problems_.error(found->mark, fmt::format("'{}' must be {}, not {}", key, to_string(kind),
                                           to_string(found->kind)));
  return nullptr;
}

const YamlNode* YamlReader::list(std::string_view key) {
  const auto* found = value_of(key, YamlKind::list);
  if (found == nullptr || !found->items.empty()) return found;
  problems_.error(found->mark, fmt::format("'{}' is an empty list", key));
  return nullptr;
}

const YamlNode* YamlReader::mapping(std::string_view key) {
  return value_of(key, YamlKind::mapping);
}

const PlacedText* YamlReader::text(std::string_view key) {
  const auto* found = value_of(key, YamlKind::text);
  if (found == nullptr) return nullptr;
  if (!trimmed(found->text.text()).empty()) return &found->text;
  problems_.error(found->mark, fmt::format("'{}' is empty", key));
  return nullptr;
}

std::string YamlReader::line(std::string_view key) {
  const auto* found = text(key);
  if (found == nullptr) return {};
  const auto content = trimmed(found->text());
  if (content.find('\n') == std::string_view::npos) return std::string(content);
  problems_.error(found->mark(), fmt::format("'{}' must be one line", key));
  return {};
}

std::string YamlReader::name(std::string_view key) {
  const auto* found = text(key);
  return found != nullptr && check_name(*found, problems_) ? found->text() : std::string();
}

bool YamlReader::boolean(std::string_view key, bool otherwise) {
  const auto* found = text(key);
  if (found == nullptr) return otherwise;
  if (found->text() == "true") return true;
  if (found->text() == "false") return false;
  problems_.error(found->mark(),
                  fmt::format("'{}' must be true or false, not '{}'", key, trimmed(found->text())));
  return otherwise;
}

int YamlReader::number(std::string_view key, int otherwise, int least, int most) {
  const auto* found = text(key);
  if (found == nullptr) return otherwise;
  const auto& written = found->text();
  int value = 0;
  const auto [end, failure] =
      std::from_chars(written.data(), written.data() + written.size(), value);
  const bool whole = failure == std::errc() && end == written.data() + written.size();
  // A leading zero would be read as octal elsewhere: what was meant is not certain.
  const bool leading_zero = written.size() > 1 && written.front() == '0';
  if (whole && !leading_zero && value >= least && value <= most) return value;
  problems_.error(found->mark(), fmt::format("'{}' must be a whole number from {} to {}, not '{}'",
                                             key, least, most, trimmed(written)));
  return otherwise;
}

void YamlReader::finish() {
  for (const auto& key : keys_.keys) {
    if (key.required && (key.unless.empty() || !has(key.unless))) demand(key.name);
  }
  for (const auto& entry : node_.entries) {
    const auto& key = entry.key.text();
    if (keys_.find(key) != nullptr) continue;
    if (is_in(keys_.refused, key)) {
      problems_.error(entry.key.mark(), not_supported(fmt::format("'{}'", key)));
    } else {
      problems_.error(entry.key.mark(), fmt::format("unknown key '{}' in {}", key, what_),
                      spelling_hint(key, keys_.names()));
    }
  }
}

std::string not_supported(std::string_view what) {
  return fmt::format("{} is not supported by this version of steward", what);
}

bool check_name(const PlacedText& text, Problems& problems) {
  const auto& name = text.text();
  const auto wrong = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-");
  const bool begins_right = !name.empty() && name.front() >= 'a' && name.front() <= 'z';
  if (wrong == std::string::npos && begins_right && name.back() != '-') return true;
  problems.error(text.mark(), fmt::format("'{}' is not a name", trimmed(name)),
                 "a name has lower-case letters, digits and hyphens, and begins with a letter");
  return false;
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "steward/rules/rule_excerpt.hpp"

#include <vector>

#include "rules/yaml_parser.hpp"

namespace steward::rules {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

bool is_comment(std::string_view line) {
  return trimmed(line).substr(0, 1) == "#";
}

/// The first line of an item, from 0: above its first key stands its own comment alone.
std::size_t first_line(const std::vector<std::string_view>& lines, const YamlNode& item) {
  auto line = static_cast<std::size_t>(item.mark.line - 1);
  while (line > 0 && is_comment(lines[line - 1])) --line;
  return line;
}

}  // namespace

std::optional<std::string> rule_excerpt(const std::string& text, std::string_view rule) {
  Problems ignored;
  const auto tree = parse_yaml(SourceText("", text), ignored);
  const auto* const rules = tree ? tree->find("rules") : nullptr;
  if (rules == nullptr) return std::nullopt;
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < rules->items.size(); ++i) {
    const auto* const name = rules->items[i].find("rule");
    if (name == nullptr || trimmed(name->text.text()) != rule) continue;
    const auto from = first_line(lines, rules->items[i]);
    auto to = i + 1 < rules->items.size() ? first_line(lines, rules->items[i + 1]) : lines.size();
    // In a list on one line they share it.
    if (to <= from) to = from + 1;
    while (to > from + 1 && trimmed(lines[to - 1]).empty()) --to;
    std::string excerpt;
    for (auto line = from; line < to; ++line) excerpt += lines[line];
    return excerpt;
  }
  return std::nullopt;
}

}  // namespace steward::rules

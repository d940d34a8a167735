// SPDX-License-Identifier: MIT
#include "rules/metadata_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/local_date.hpp"

namespace steward::rules {
namespace {

void read_tag(const YamlNode& node, model::Rule& rule, Problems& problems) {
  if (node.kind != YamlKind::text) {
    problems.error(node.mark, fmt::format("a tag must be text, not {}", to_string(node.kind)));
    return;
  }
  if (!check_name(node.text, problems)) return;
  const auto& tag = node.text.text();
  if (std::find(rule.tags.begin(), rule.tags.end(), tag) != rule.tags.end()) {
    problems.error(node.mark, fmt::format("'{}' is named twice", tag));
  }
  rule.tags.push_back(tag);
}

void read_tags(YamlReader& reader, model::Rule& rule, Problems& problems) {
  const auto* node = reader.value("tags");
  if (node == nullptr) return;
  if (node->kind != YamlKind::list) return read_tag(*node, rule, problems);
  if (node->items.empty()) problems.error(node->mark, "'tags' is an empty list");
  for (const auto& item : node->items) read_tag(item, rule, problems);
}

}  // namespace

void read_metadata(YamlReader& reader, model::Rule& rule, Problems& problems) {
  read_tags(reader, rule, problems);
  if (const auto* severity = reader.text("severity")) {
    rule.severity = model::parse_severity(trimmed(severity->text()));
    if (!rule.severity) {
      problems.error(severity->mark(),
                     fmt::format("unknown severity '{}'", trimmed(severity->text())),
                     spelling_hint(severity->text(), {"minor", "major", "critical"}));
    }
  }
  if (const auto* text = reader.text("review_by")) {
    if (const auto date = read_date(*text, problems)) {
      rule.review_by = std::chrono::year_month_day(*date);
    }
  }
}

}  // namespace steward::rules

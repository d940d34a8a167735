// SPDX-License-Identifier: MIT
#include "rules/suggestion_draft.hpp"

#include "rules/model_catalog.hpp"
#include "rules/model_reader.hpp"
#include "rules/naming.hpp"
#include "rules/yaml_parser.hpp"

namespace steward::rules {

bool SuggestionDraft::fits(const std::string& more) const {
  Problems problems;
  const auto file = parse_yaml(SourceText("model.yaml", text_ + more), problems);
  if (!file) return false;
  const auto completed = complete_catalog(*file, catalog_, problems);
  static_cast<void>(read_model(*file, completed, problems));
  return !problems.has_errors();
}

void SuggestionDraft::add_comment(const std::string& text) {
  std::size_t from = 0;
  while (from < text.size()) {
    const auto end = text.find('\n', from);
    const auto line = text.substr(from, end - from);
    text_ += line.empty() ? "#\n" : "# " + line + "\n";
    from = end == std::string::npos ? text.size() : end + 1;
  }
}

model::Catalog SuggestionDraft::completed() const {
  Problems problems;
  const auto file = parse_yaml(SourceText("model.yaml", text_), problems);
  return file ? complete_catalog(*file, catalog_, problems) : catalog_;
}

std::string spelled(std::string_view name) {
  std::string made;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool usual = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (usual) {
      made += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!made.empty() && made.back() != '_') {
      made += '_';
    }
  }
  while (!made.empty() && made.back() == '_') made.pop_back();
  if (made.empty() || (made.front() >= '0' && made.front() <= '9')) made = "n" + made;
  if (!is_expression_name(made)) made += '_';
  return made;
}

}  // namespace steward::rules

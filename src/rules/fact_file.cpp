// SPDX-License-Identifier: MIT
// Facts as a file holds them.
#include <fmt/format.h>

#include <charconv>

#include "rules/source_text.hpp"
#include "rules/yaml_parser.hpp"
#include "steward/rules/evaluation.hpp"

namespace steward::rules {
namespace {

/// Scalars of the tree are text: only the source knows which were quoted.
class FactTree {
 public:
  explicit FactTree(const SourceText& source) : source_(source) {}

  json::value value(const YamlNode& node) const {
    switch (node.kind) {
      case YamlKind::nothing:
        return nullptr;
      case YamlKind::list: {
        json::array items;
        for (const auto& item : node.items) items.push_back(value(item));
        return items;
      }
      case YamlKind::mapping: {
        json::object object;
        for (const auto& entry : node.entries) {
          object.insert_or_assign(entry.key.text(), value(entry.value));
        }
        return object;
      }
      case YamlKind::text:
        break;
    }
    if (is_quoted(node)) return json::value(node.text.text());
    return plain(node.text.text());
  }

 private:
  bool is_quoted(const YamlNode& node) const {
    const auto& text = source_.text();
    const std::pair wanted(node.mark.line, node.mark.column);
    std::size_t at = 0;
    for (auto end = text.size(); at < end;) {
      const auto middle = at + (end - at) / 2;
      if (source_.place(middle) < wanted) {
        at = middle + 1;
      } else {
        end = middle;
      }
    }
    return at < text.size() && std::string_view("\"'|>").find(text[at]) != std::string_view::npos;
  }

  static json::value plain(const std::string& text) {
    if (text == "true") return true;
    if (text == "false") return false;
    if (text == "null" || text == "~" || text.empty()) return nullptr;
    const auto* end = text.data() + text.size();
    std::int64_t integer = 0;
    if (const auto read = std::from_chars(text.data(), end, integer);
        read.ec == std::errc() && read.ptr == end) {
      return integer;
    }
    double number = 0;
    const bool digits = text.find_first_not_of("0123456789+-.eE") == std::string::npos;
    if (const auto read = std::from_chars(text.data(), end, number);
        digits && read.ec == std::errc() && read.ptr == end) {
      return number;
    }
    return json::value(text);
  }

  const SourceText& source_;
};

}  // namespace

std::optional<json::object> read_facts(const std::filesystem::path& file, Problems& problems) {
  const auto source = read_source(file.string(), problems);
  if (!source) return std::nullopt;
  if (file.extension() == ".json") {
    auto value = parse_json(source->text());
    if (value && value->is_object()) return std::move(value->get_object());
    problems.error({file.string()}, value ? "expected a JSON object" : value.error().message());
    return std::nullopt;
  }
  const auto tree = parse_yaml(*source, problems);
  if (!tree || problems.has_errors()) return std::nullopt;
  if (tree->kind == YamlKind::mapping) return FactTree(*source).value(*tree).get_object();
  problems.error(tree->mark, fmt::format("expected a mapping, not {}", to_string(tree->kind)));
  return std::nullopt;
}

}  // namespace steward::rules

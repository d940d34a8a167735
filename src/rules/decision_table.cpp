// SPDX-License-Identifier: MIT
#include "rules/decision_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

std::string as_key(const PlacedText& cell) {
  return fits_all(cell) ? std::string("any") : std::string(trimmed(cell.text()));
}

/// Reads `by:`, `rows:` and `default:`.
class TableReader {
 public:
  TableReader(const YamlNode& node, const std::string& what, Problems& problems)
      : problems_(problems), reader_(node, decision_table_keys(), what, problems) {
    table_.mark = node.mark;
  }

  std::optional<DecisionTable> read() {
    const auto errors_before = problems_.error_count();
    read_fields();
    read_rows();
    if (const auto* otherwise = reader_.value("default")) table_.otherwise = *otherwise;
    reader_.finish();
    if (problems_.error_count() != errors_before) return std::nullopt;
    return std::move(table_);
  }

 private:
  void read_fields() {
    const auto* by = reader_.value("by");
    if (by == nullptr) return;
    if (by->kind == YamlKind::text) {
      table_.by.push_back(by->text);
      return;
    }
    const bool texts = std::all_of(by->items.begin(), by->items.end(), [](const YamlNode& item) {
      return item.kind == YamlKind::text;
    });
    if (by->kind != YamlKind::list || by->items.empty() || by->items.size() > kMostTableFields ||
        !texts) {
      problems_.error(by->mark, "'by' must be a list of one to three expressions",
                      "for example [service_type, client.tier]");
      return;
    }
    for (const auto& item : by->items) table_.by.push_back(item.text);
  }

  void read_rows() {
    const auto* rows = reader_.list("rows");
    if (rows == nullptr) return;
    if (rows->items.size() > kMostTableRows) {
      problems_.error(rows->items[kMostTableRows].mark,
                      fmt::format("a table has at most {} rows", kMostTableRows),
                      "so much belongs in a table of the database: name its field");
      return;
    }
    for (const auto& item : rows->items) read_row(item);
  }

  void read_row(const YamlNode& item) {
    if (table_.by.empty()) return;  // reported
    const auto columns = table_.by.size() + 1;
    if (item.kind != YamlKind::list || item.items.size() != columns) {
      problems_.error(item.mark, fmt::format("a row of this table has {} columns", columns),
                      "a value or \"*\" for each expression of 'by', and at last what is chosen");
      return;
    }
    DecisionRow row{item.mark, {}, item.items.back()};
    for (std::size_t column = 0; column + 1 < columns; ++column) {
      const auto& cell = item.items[column];
      if (cell.kind != YamlKind::text || trimmed(cell.text.text()).empty()) {
        problems_.error(cell.mark, "a value or \"*\" is expected here");
      }
      row.cells.push_back(cell.text);
    }
    table_.rows.push_back(std::move(row));
  }

  Problems& problems_;
  YamlReader reader_;
  DecisionTable table_;
};

}  // namespace

std::string DecisionTable::row_in_words(std::size_t number) const {
  if (number == 0 || number > rows.size()) return "default";
  std::string words;
  for (const auto& cell : rows[number - 1].cells) {
    words += (words.empty() ? "" : ", ") + as_key(cell);
  }
  return words;
}

bool fits_all(const PlacedText& cell) {
  const auto text = trimmed(cell.text());
  return text == "*" || text == "any";
}

std::optional<DecisionTable> read_decision_table(const YamlNode& node, const std::string& what,
                                                 Problems& problems) {
  return TableReader(node, what, problems).read();
}

}  // namespace steward::rules

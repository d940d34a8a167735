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

/// Whether every record that `later` fits is one that `earlier` fits.
bool hides(const DecisionRow& earlier, const DecisionRow& later) {
  for (std::size_t column = 0; column < later.cells.size(); ++column) {
    const auto& wanted = earlier.cells[column];
    if (!fits_all(wanted) && as_key(wanted) != as_key(later.cells[column])) return false;
  }
  return true;
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
    compare_rows();
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

  void compare_rows() {
    for (std::size_t later = 1; later < table_.rows.size(); ++later) {
      const auto& row = table_.rows[later];
      const auto hiding =
          std::find_if(table_.rows.begin(), table_.rows.begin() + static_cast<long>(later),
                       [&](const DecisionRow& earlier) { return hides(earlier, row); });
      if (hiding == table_.rows.begin() + static_cast<long>(later)) continue;
      const auto number = hiding - table_.rows.begin() + 1;
      if (hides(row, *hiding)) {
        problems_.error(row.mark, fmt::format("the row asks for the same as row {}", number),
                        "the first row that fits is chosen: keep one of them");
      } else {
        problems_.warning(row.mark,
                          fmt::format("the row is never chosen: row {} fits first", number),
                          "put the narrower row before it");
      }
    }
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

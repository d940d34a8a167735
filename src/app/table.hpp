// SPDX-License-Identifier: MIT
// Aligned tables for people to read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steward::app {

enum class Align { left, right };
enum class Tint { none, red, green, faint };

/// Whether a column gives way where the width does not suffice: names may, references may not.
enum class Fit { whole, elastic };

struct Column {
  std::string heading;
  Fit fit = Fit::whole;
  Align align = Align::left;
};

struct Cell {
  Cell(std::string words, Tint colour = Tint::none) : text(std::move(words)), tint(colour) {}
  Cell(const char* words) : text(words) {}
  std::string text;
  Tint tint = Tint::none;
};

/// How a table is drawn: plainly into a file, within the width and with colours on a terminal.
struct TableStyle {
  bool coloured = false;
  std::optional<std::size_t> width;  ///< in columns; none: as wide as it needs to be
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  /// One cell for each column.
  void add(std::vector<Cell> row);
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// Headings and rows, a line each, two blanks between columns, none at a line's end. Where the
  /// width does not suffice, the widest elastic columns are cut and end in "…"; where even that
  /// does not, lines are longer than it.
  [[nodiscard]] std::string render(const TableStyle& style) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(const TableStyle& style) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

/// How many columns a text takes: its code points.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// A text with every control character made a blank, so that no record can move the cursor or
/// forge a line.
[[nodiscard]] std::string printable(std::string_view text);

/// The text in its colour, or as it is.
[[nodiscard]] std::string tinted(std::string_view text, Tint tint, bool coloured);

}  // namespace steward::app

// SPDX-License-Identifier: MIT
// The half of a table that is about the record: what its fields are, and which values they have.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "rules/decision_table.hpp"
#include "rules/expression_checker.hpp"
#include "rules/expression_parser.hpp"

namespace steward::rules {
namespace {

using model::Type;

bool can_choose(const Value& value) {
  if (value.shape != Shape::scalar) return false;
  return value.type == Type::text || value.type == Type::boolean || value.type == Type::integer ||
         value.type == Type::number;
}

std::optional<Value> check_field(const PlacedText& text, Frame& frame, Problems& problems) {
  const auto expression = parse_expression(text, problems);
  if (!expression) return std::nullopt;
  ExpressionChecker checker(frame, text, Roles::refused, problems);
  auto value = checker.as_scalar(checker.check(*expression));
  if (value.shape == Shape::wrong) return std::nullopt;
  if (!can_choose(value)) {
    problems.error(text.mark(), fmt::format("a table cannot choose by {}", describe(value)),
                   value.shape == Shape::row
                       ? "name one of its fields"
                       : "it chooses by text, numbers and booleans; give an expression of those");
    return std::nullopt;
  }
  return value;
}

template <class Number>
std::optional<Literal> number_in(std::string_view text) {
  Number number{};
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(number)) return std::nullopt;
  }
  return Literal(number);
}

std::optional<Literal> literal_of(std::string_view text, Type type) {
  switch (type) {
    case Type::boolean:
      if (text == "true") return Literal(true);
      if (text == "false") return Literal(false);
      return std::nullopt;
    case Type::integer:
      return number_in<std::int64_t>(text);
    case Type::number:
      return number_in<double>(text);
    default:
      return Literal(std::string(text));
  }
}

/// Nothing when a mistake was reported.
std::optional<Value> check_cell(const PlacedText& cell, const PlacedText& by, const Value& field,
                                Problems& problems) {
  const auto text = trimmed(cell.text());
  auto literal = literal_of(text, field.type);
  if (!literal) {
    problems.error(cell.mark(), fmt::format("'{}' is not {}", text, describe(field)),
                   fmt::format("'{}' is {}", trimmed(by.text()), describe(field)));
    return std::nullopt;
  }
  if (field.allowed != nullptr) {
    const auto& allowed = *field.allowed;
    if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
      const auto near = nearest_spelling(text, allowed);
      problems.error(
          cell.mark(), fmt::format("'{}' is never '{}'", trimmed(by.text()), text),
          fmt::format("{}allowed: {}", near.empty() ? "" : fmt::format("did you mean '{}'? ", near),
                      fmt::join(allowed, ", ")));
      return std::nullopt;
    }
  }
  auto value = made_of(Operation::constant, field.type, {}, {});
  value.constant = std::move(*literal);
  return value;
}

/// Compares each row with those before it: by the values of the columns in which an earlier row
/// wants one, for every choice of columns.
class RowComparison {
 public:
  RowComparison(const DecisionTable& table, Problems& problems)
      : table_(table), problems_(problems) {}

  void compare(const std::vector<std::vector<std::optional<Value>>>& rows) {
    for (std::size_t number = 0; number < rows.size(); ++number) {
      const auto& row = rows[number];
      if (const auto hiding = first_that_hides(row)) report(number, *hiding, row, rows[*hiding]);
      const auto columns = wanted(row);
      seen_[columns].emplace(key(row, columns), number);
    }
  }

 private:
  using Row = std::vector<std::optional<Value>>;
  using Columns = unsigned;  ///< a bit for each

  static Columns wanted(const Row& row) {
    Columns columns = 0;
    for (std::size_t column = 0; column < row.size(); ++column) {
      if (row[column]) columns |= 1U << column;
    }
    return columns;
  }

  static std::string key(const Row& row, Columns columns) {
    std::string values;
    for (std::size_t column = 0; column < row.size(); ++column) {
      if ((columns & 1U << column) != 0) values += said(row[column]->constant);
    }
    return values;
  }

  /// With its length in front, so that no value can look like two.
  static std::string said(const Literal& literal) {
    std::string text;
    if (const auto* number = std::get_if<double>(&literal)) {
      text = fmt::format("{}", *number == 0 ? 0.0 : *number);
    } else if (const auto* whole = std::get_if<std::int64_t>(&literal)) {
      text = fmt::format("{}", *whole);
    } else if (const auto* boolean = std::get_if<bool>(&literal)) {
      text = *boolean ? "true" : "false";
    } else if (const auto* written = std::get_if<std::string>(&literal)) {
      text = *written;
    }
    return fmt::format("{}:{}", text.size(), text);
  }

  [[nodiscard]] std::optional<std::size_t> first_that_hides(const Row& row) const {
    std::optional<std::size_t> first;
    for (const auto& [columns, rows] : seen_) {
      if ((columns & ~wanted(row)) != 0) continue;
      const auto found = rows.find(key(row, columns));
      if (found == rows.end()) continue;
      first = std::min(first.value_or(found->second), found->second);
    }
    return first;
  }

  void report(std::size_t number, std::size_t hiding, const Row& row, const Row& earlier) {
    const auto& mark = table_.rows[number].mark;
    if (wanted(row) == wanted(earlier)) {
      problems_.error(mark, fmt::format("the row asks for the same as row {}", hiding + 1),
                      "the first row that fits is chosen: keep one of them");
    } else {
      problems_.warning(mark, fmt::format("the row is never chosen: row {} fits first", hiding + 1),
                        "put the narrower row before it");
    }
  }

  const DecisionTable& table_;
  Problems& problems_;
  std::map<Columns, std::map<std::string, std::size_t>> seen_;
};

}  // namespace

std::optional<CheckedTable> check_table(const DecisionTable& table, Frame& frame,
                                        Problems& problems) {
  const auto errors_before = problems.error_count();
  CheckedTable checked;
  for (const auto& by : table.by) {
    auto field = check_field(by, frame, problems);
    if (field) checked.by.push_back(std::move(*field));
  }
  if (problems.error_count() != errors_before) return std::nullopt;
  for (const auto& row : table.rows) {
    auto& cells = checked.rows.emplace_back();
    for (std::size_t column = 0; column < checked.by.size(); ++column) {
      const auto& cell = row.cells[column];
      cells.push_back(fits_all(cell)
                          ? std::nullopt
                          : check_cell(cell, table.by[column], checked.by[column], problems));
    }
  }
  if (problems.error_count() != errors_before) return std::nullopt;
  RowComparison(table, problems).compare(checked.rows);
  if (problems.error_count() != errors_before) return std::nullopt;
  return checked;
}

std::string row_number(const CheckedTable& table, SqlWriter& writer) {
  std::string sql = "(case";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    std::string fits;
    for (std::size_t column = 0; column < table.by.size(); ++column) {
      const auto& cell = table.rows[row][column];
      if (!cell) continue;
      // The field first: parameters are numbered as they are written.
      const auto field = writer.value(table.by[column]);
      fits += fmt::format("{}{} = {}", fits.empty() ? "" : " and ", field, writer.value(*cell));
    }
    sql += fmt::format(" when {} then {}", fits.empty() ? "true" : fits, row + 1);
  }
  return sql + fmt::format(" else {} end)", table.rows.size() + 1);
}

}  // namespace steward::rules

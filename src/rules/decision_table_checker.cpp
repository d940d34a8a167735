// SPDX-License-Identifier: MIT
// The half of a table that is about the record: what its fields are, and which values they have.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

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

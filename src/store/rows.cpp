// SPDX-License-Identifier: MIT
#include "store/rows.hpp"

#include <algorithm>
#include <charconv>

#include "store/statement_failed.hpp"
#include "store/text_array.hpp"
#include "store/timestamptz.hpp"

namespace steward::store {
namespace {

[[noreturn]] void fail(std::string_view column, std::string_view what) {
  throw StatementFailed(ErrorCode::internal, {},
                        "column '" + std::string(column) + "' of a result " + std::string(what));
}

std::int64_t to_integer(std::string_view column, std::string_view value) {
  std::int64_t number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, status] = std::from_chars(value.data(), end, number);
  if (status != std::errc() || stop != end) fail(column, "is not an integer");
  return number;
}

Instant to_instant(std::string_view column, std::string_view value) {
  const auto instant = from_timestamptz(value);
  if (!instant) fail(column, "is not an instant in UTC");
  return *instant;
}

}  // namespace

Rows::Rows(PGresult* result) : result_(result), count_(PQntuples(result)) {
  const int width = PQnfields(result);
  columns_.reserve(static_cast<std::size_t>(width));
  for (int column = 0; column < width; ++column) columns_.emplace_back(PQfname(result, column));
}

int Rows::column_index(std::string_view column) const {
  const auto found = std::find(columns_.begin(), columns_.end(), column);
  if (found == columns_.end()) fail(column, "is missing");
  return static_cast<int>(found - columns_.begin());
}

Row Rows::only() const {
  if (count_ == 1) return Row(*this, 0);
  throw StatementFailed(ErrorCode::internal, {}, "expected one row, got " + std::to_string(count_));
}

std::int64_t Rows::affected() const {
  const std::string_view text = PQcmdTuples(result_.get());
  return text.empty() ? 0 : to_integer("affected", text);
}

std::optional<std::string_view> Row::value(std::string_view column) const {
  PGresult* const result = rows_->result_.get();
  const int at = rows_->column_index(column);
  if (PQgetisnull(result, index_, at) != 0) return std::nullopt;
  return std::string_view(PQgetvalue(result, index_, at),
                          static_cast<std::size_t>(PQgetlength(result, index_, at)));
}

std::string_view Row::present(std::string_view column) const {
  const std::optional<std::string_view> found = value(column);
  if (!found) fail(column, "is null");
  return *found;
}

bool Row::is_null(std::string_view column) const {
  return !value(column);
}

std::string Row::text(std::string_view column) const {
  return std::string(present(column));
}

std::optional<std::string> Row::optional_text(std::string_view column) const {
  const std::optional<std::string_view> found = value(column);
  if (!found) return std::nullopt;
  return std::string(*found);
}

std::string Row::text_or_empty(std::string_view column) const {
  return std::string(value(column).value_or(std::string_view()));
}

std::int64_t Row::integer(std::string_view column) const {
  return to_integer(column, present(column));
}

std::optional<std::int64_t> Row::optional_integer(std::string_view column) const {
  const std::optional<std::string_view> found = value(column);
  if (!found) return std::nullopt;
  return to_integer(column, *found);
}

bool Row::boolean(std::string_view column) const {
  const std::string_view found = present(column);
  if (found != "t" && found != "f") fail(column, "is not a boolean");
  return found == "t";
}

Instant Row::instant(std::string_view column) const {
  return to_instant(column, present(column));
}

std::optional<Instant> Row::optional_instant(std::string_view column) const {
  const std::optional<std::string_view> found = value(column);
  if (!found) return std::nullopt;
  return to_instant(column, *found);
}

std::optional<Instant> Row::optional_micros(std::string_view column) const {
  const std::optional<std::int64_t> micros = optional_integer(column);
  if (!micros) return std::nullopt;
  return from_micros(*micros);
}

std::vector<std::string> Row::texts(std::string_view column) const {
  std::optional<std::vector<std::string>> elements = parse_text_array(present(column));
  if (!elements) fail(column, "is not an array of texts");
  return *std::move(elements);
}

}  // namespace steward::store

// SPDX-License-Identifier: MIT
// The rows that a query answered, read by the names of their columns.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/base/instant.hpp"

namespace steward::store {

class Rows;

/// One row of a `Rows`, which must outlive it. A column that is not there, a null where none may
/// be, and a value that is no number throw `StatementFailed`: the statement is wrong.
class Row {
 public:
  Row(const Rows& rows, int index) : rows_(&rows), index_(index) {}

  [[nodiscard]] bool is_null(std::string_view column) const;
  [[nodiscard]] std::string text(std::string_view column) const;
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view column) const;
  /// The text, "" for null.
  [[nodiscard]] std::string text_or_empty(std::string_view column) const;
  [[nodiscard]] std::int64_t integer(std::string_view column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view column) const;
  [[nodiscard]] bool boolean(std::string_view column) const;
  /// A timestamptz, as a session writes it whose time zone is UTC.
  [[nodiscard]] Instant instant(std::string_view column) const;
  [[nodiscard]] std::optional<Instant> optional_instant(std::string_view column) const;
  /// A bigint of microseconds since the epoch, as rules' queries answer an instant.
  [[nodiscard]] std::optional<Instant> optional_micros(std::string_view column) const;
  /// A `text[]` without nulls.
  [[nodiscard]] std::vector<std::string> texts(std::string_view column) const;

 private:
  [[nodiscard]] std::optional<std::string_view> value(std::string_view column) const;
  [[nodiscard]] std::string_view present(std::string_view column) const;

  const Rows* rows_;
  int index_;
};

class Rows {
 public:
  /// Takes the result over.
  explicit Rows(PGresult* result);

  class Iterator {
   public:
    Iterator(const Rows& rows, int index) : rows_(&rows), index_(index) {}
    Row operator*() const { return Row(*rows_, index_); }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const Rows* rows_;
    int index_;
  };

  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(count_); }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] Iterator begin() const { return Iterator(*this, 0); }
  [[nodiscard]] Iterator end() const { return Iterator(*this, count_); }
  [[nodiscard]] Row operator[](std::size_t index) const {
    return Row(*this, static_cast<int>(index));
  }
  /// Throws `StatementFailed` unless there is exactly one row.
  [[nodiscard]] Row only() const;
  /// How many rows an INSERT, UPDATE or DELETE affected.
  [[nodiscard]] std::int64_t affected() const;
  [[nodiscard]] const PGresult* raw() const { return result_.get(); }

 private:
  friend class Row;
  [[nodiscard]] int column_index(std::string_view column) const;

  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
  int count_;
  std::vector<std::string_view> columns_;  ///< into the result
};

}  // namespace steward::store

// SPDX-License-Identifier: MIT
// Writes checked expressions as SQL. Names become quoted identifiers, every text and number of a
// rule a bound parameter, and no operator can raise an error on any record.
#pragma once

#include <map>
#include <string>

#include "rules/frame.hpp"
#include "rules/sql_types.hpp"
#include "rules/value.hpp"
#include "steward/model/query.hpp"

namespace steward::rules {

/// One statement's worth of SQL. The pieces that it hands out refer to the rows of the frame that
/// their values were checked in, and to `binds()`.
class SqlWriter {
 public:
  /// `zone`: an IANA name, of dates and of timestamps without a zone.
  explicit SqlWriter(std::string zone) : zone_(std::move(zone)) {}

  /// A scalar, or the key of a row (as text). Dates and instants outside the years 1 to 9999,
  /// `infinity` among them, are null: there is no calendar for them.
  [[nodiscard]] std::string value(const Value& value);
  /// A timestamp as microseconds since the epoch, a duration as its microseconds.
  [[nodiscard]] std::string micros(const Value& value);
  /// Pairs [from, to] as the text of a JSON array of arrays of microseconds, by their beginnings;
  /// an end that is null is null there.
  [[nodiscard]] std::string intervals(const Value& pairs);
  /// A scalar as text; a date as YYYY-MM-DD.
  [[nodiscard]] std::string text(const Value& scalar);
  /// A scalar as JSON; timestamps as microseconds, dates as text.
  [[nodiscard]] std::string json(const Value& scalar);
  /// Anything as JSON for people: timestamps in RFC 3339, durations as "5400s", lists as arrays,
  /// records as their keys; null for numbers without end.
  [[nodiscard]] std::string answer(const Value& value);
  /// The person of an assignee (a row, or a choice), and the role of one: null where it is the
  /// other.
  [[nodiscard]] std::string person(const Value& assignee);
  [[nodiscard]] std::string role(const Value& assignee);
  /// The key of a row as text.
  [[nodiscard]] static std::string key(const Row& row);
  /// ` from … left join …`, for the subject's source.
  [[nodiscard]] static std::string from(const Source& source);
  /// A parameter `:p1`, `:p2`, … cast to `sql_type`; one for all that are equal.
  [[nodiscard]] std::string bind(model::Bind value, std::string_view sql_type);

  [[nodiscard]] std::map<std::string, model::Bind, std::less<>> take_binds() {
    return std::move(binds_);
  }

 private:
  // sql_writer.cpp
  std::string constant(const Value& value);
  std::string field(const Value& value);
  /// `zone` empty: the one of all that say nothing else.
  std::string in_zone(const std::string& local, const std::string& zone = {});
  std::string present(const Value& operand);
  std::string operation(const Value& value);
  std::string ordered(const Value& value, std::string_view symbol);
  std::string within(const Value& value);
  std::string choice(const Value& value);
  std::string joined(const std::vector<Value>& operands, std::string_view separator);
  std::string binary(const Value& value, std::string_view symbol);
  /// ` from … where …` of a to-many source.
  std::string rows(const Source& source);
  /// A filter of `rows`, where false and unknown are the same: bare comparisons that an index can
  /// answer, so that a client with a long past costs what its matching records cost.
  std::string condition(const Value& filter);
  /// A column that `condition` bounds itself; anything else as `value` writes it.
  std::string bare(const Value& value);

  // sql_values.cpp: columns, arithmetic, texts, conversions
  /// A column, an array's element or a range's bound as the values of our types are.
  std::string read(const std::string& sql, const PartType& part);
  std::string bound(const Value& value);
  std::string arithmetic(const Value& value);
  std::string operand(const Value& number);
  std::string time_arithmetic(const Value& value);
  std::string joined_text(const Value& value);
  std::string conversion(const Value& value);
  std::string trimmed(const Value& value);
  std::string part_of_time(const Value& value);
  static std::string as_text(const std::string& sql, model::Type type);
  std::string name_subquery();

  // sql_lists.cpp
  std::string aggregate(const Value& value);
  std::string end_of(const Value& value, const std::string& element);
  std::string quantified(const Value& value);
  std::string only_one(const Value& value);
  /// `select … as v, … as n …`: the elements of a list, and what they are ordered by.
  std::string elements(const Value& list);
  std::string elements_of_literal(const Value& list);
  /// The same, null where the array column that the list comes from is null.
  std::string unless_null(const Value& list, std::string sql);
  std::string answer_list(const Value& list);

  std::string zone_;
  std::map<std::string, std::string> zone_parameters_;
  std::string spaces_parameter_;
  std::map<std::string, model::Bind, std::less<>> binds_;
  std::map<std::string, std::string, std::less<>> parameters_;  ///< what is bound: its name
  int subqueries_ = 0;
};

}  // namespace steward::rules

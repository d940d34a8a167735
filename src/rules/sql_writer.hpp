// SPDX-License-Identifier: MIT
// Writes checked expressions as SQL. Names become quoted identifiers, every text and number of a
// rule a bound parameter, and no operator can raise an error on any record.
#pragma once

#include <string>

#include "rules/frame.hpp"
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
  /// A timestamp as microseconds since the epoch.
  [[nodiscard]] std::string micros(const Value& timestamp);
  /// A scalar as text; a date as YYYY-MM-DD.
  [[nodiscard]] std::string text(const Value& scalar);
  /// A scalar as JSON; timestamps as microseconds, dates as text.
  [[nodiscard]] std::string json(const Value& scalar);
  /// The person of an assignee (a row, or a choice), and the role of one: null where it is the
  /// other.
  [[nodiscard]] std::string person(const Value& assignee);
  [[nodiscard]] std::string role(const Value& assignee);
  /// The key of a row as text.
  [[nodiscard]] static std::string key(const Row& row);
  /// ` from … left join …`, for the subject's source.
  [[nodiscard]] static std::string from(const Source& source);
  /// A parameter `:p1`, `:p2`, … cast to `sql_type`.
  [[nodiscard]] std::string bind(model::Bind value, std::string_view sql_type);

  [[nodiscard]] std::map<std::string, model::Bind, std::less<>> take_binds() {
    return std::move(binds_);
  }

 private:
  std::string constant(const Value& value);
  std::string field(const Value& value);
  /// `zone` empty: the one of all that say nothing else.
  std::string in_zone(const std::string& local, const std::string& zone = {});
  std::string present(const Value& operand);
  std::string operation(const Value& value);
  std::string ordered(const Value& value, std::string_view symbol);
  std::string within(const Value& value);
  std::string choice(const Value& value);
  std::string aggregate(const Value& value);
  std::string quantified(const Value& value);
  std::string joined(const std::vector<Value>& operands, std::string_view separator);
  std::string binary(const Value& value, std::string_view symbol);
  /// ` from … where …` of a to-many source.
  std::string rows(const Source& source);
  /// A filter of `rows`, where false and unknown are the same: bare comparisons that an index can
  /// answer, so that a client with a long past costs what its matching records cost.
  std::string condition(const Value& filter);
  /// A column that `condition` bounds itself; anything else as `value` writes it.
  std::string bare(const Value& value);

  std::string zone_;
  std::map<std::string, std::string> zone_parameters_;
  std::map<std::string, model::Bind, std::less<>> binds_;
  int subqueries_ = 0;
};

}  // namespace steward::rules

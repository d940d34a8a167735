// SPDX-License-Identifier: MIT
// An expression that has been checked: every name resolved to a row and field, every type known.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rules/expression.hpp"
#include "steward/model/catalog.hpp"

namespace steward::rules {

struct Row;
struct Source;

enum class Shape {
  wrong,     ///< a mistake in it has been reported
  null,      ///< the literal
  scalar,    ///< of `type`
  row,       ///< a record, or none: the end of a to-one relation, a loop variable
  rows,      ///< the end of a to-many relation, perhaps filtered
  list,      ///< of scalars: [a, b], an array column, or rows or a list mapped
  pairs,     ///< a list of [from, to], instants of which each may be null
  assignee,  ///< role("name"), or a choice between such and people
};

enum class Operation {
  constant,      ///< `constant`
  moment,        ///< a timestamp in `constant`, RFC 3339
  span,          ///< a duration in `constant`, microseconds
  unknown,       ///< a fact that is null: it may be taken for any type
  field,         ///< `field` of `row`; as a list: a column of an array type
  row,           ///< `row` itself, known by its key
  element,       ///< of the list that bears `alias`
  source,        ///< the rows of `source`
  mapped,        ///< operands[0] for each row of `source`
  list,          ///< operands
  kept,          ///< those elements of the list operands[0] for which operands[1] holds
  converted,     ///< operands[1] for each element of the list operands[0]
  role,          ///< the name in `constant`
  all_of,        ///< &&
  any_of,        ///< ||
  negation,      ///< !
  minus,         ///< unary
  plus,          ///< of numbers, durations, a timestamp and a duration
  less_by,       ///< binary -, likewise, and of two timestamps
  times,         ///< *
  divided_by,    ///< /; integers: towards zero
  remainder,     ///< %, with the sign of the dividend
  same,          ///< ==, null being a value
  different,     ///< !=, null being a value
  less,          ///< <
  at_most,       ///< <=
  more,          ///< >
  at_least,      ///< >=
  within,        ///< operands[0] in operands[1]
  choice,        ///< operands[0] ? operands[1] : operands[2]; unknown chooses the last
  present,       ///< has(operands[0])
  start_of_day,  ///< of the date operands[0], an instant
  end_of_day,    ///< of the date operands[0], its last microsecond
  joined_text,   ///< text + text, any number of them
  starts_with,
  ends_with,
  contains,
  matches,      ///< operands[0] by the pattern in `constant`, as PostgreSQL spells it
  lower_ascii,  ///< A to Z alone
  upper_ascii,
  trimmed,     ///< without white space, by Unicode, at both ends
  length,      ///< of a text, in characters
  to_integer,  ///< int(operands[0]), to_… likewise
  to_number,
  to_text,
  to_boolean,
  to_timestamp,
  to_duration,
  part_of_time,  ///< the part in `constant` of operands[0], a date, duration or timestamp
  lower_bound,   ///< of the range column operands[0]; null when there is none
  upper_bound,
  count,     ///< of operands[0], rows or a list
  least,     ///< min() of a list
  greatest,  ///< max() of a list
  total,     ///< sum() of a list
  every,     ///< all(): operands[0] for each row of `source` or element of the list operands[1]
  some,      ///< exists(): likewise
  only_one,  ///< exists_one(): likewise
};

struct Value {
  Shape shape = Shape::wrong;
  model::Type type = model::Type::other;  ///< of a scalar, or of a list's elements
  Operation operation = Operation::constant;
  TextSpan span;
  Literal constant;
  Row* row = nullptr;                   ///< not owned
  const model::Field* field = nullptr;  ///< not owned; of a row: the field of the same name
  Source* source = nullptr;             ///< not owned
  /// Of an element, and of what goes through a list: the name of its rows in SQL. Of a part of a
  /// time: the zone it is read in, an IANA name or an offset.
  std::string alias;
  /// All texts that a scalar, or an element of a list, can be beside null; null where that is not
  /// known.
  std::shared_ptr<const std::vector<std::string>> allowed;
  std::vector<Value> operands;
};

/// "text", "null", "the relation 'client'": the words of messages about types.
[[nodiscard]] std::string describe(const Value& value);
/// The word for a type as expressions have it: an interval is a duration.
[[nodiscard]] std::string_view name_of(model::Type type);

/// A fact that is null, of a type that nobody knows.
[[nodiscard]] inline bool is_untyped(const Value& value) {
  return value.operation == Operation::unknown && value.type == model::Type::other;
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// An expression that has been checked: every name resolved to a row and field, every type known.
#pragma once

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
  list,      ///< of scalars: [a, b], or rows mapped
  assignee,  ///< role("name"), or a choice between such and people
};

enum class Operation {
  constant,      ///< `constant`
  moment,        ///< a timestamp in `constant`, RFC 3339
  field,         ///< `field` of `row`
  row,           ///< `row` itself, known by its key
  source,        ///< the rows of `source`
  mapped,        ///< operands[0] for each row of `source`
  list,          ///< operands
  role,          ///< the name in `constant`
  all_of,        ///< &&
  any_of,        ///< ||
  negation,      ///< !
  minus,         ///< unary
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
  joined_text,   ///< text + text
  starts_with,
  ends_with,
  contains,
  length,    ///< of a text, in characters
  count,     ///< of operands[0], rows or a mapped list
  least,     ///< min() of a mapped list
  greatest,  ///< max() of a mapped list
  every,     ///< all(): operands[0] for each row of `source`
  some,      ///< exists(): likewise
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
  std::vector<Value> operands;
};

/// "text", "null", "the relation 'client'": the words of messages about types.
[[nodiscard]] std::string describe(const Value& value);

}  // namespace steward::rules

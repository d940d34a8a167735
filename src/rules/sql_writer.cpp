// SPDX-License-Identifier: MIT
#include "rules/sql_writer.hpp"

#include <fmt/format.h>

#include "rules/duration_literal.hpp"
#include "rules/sql_forms.hpp"
#include "steward/model/key_sql.hpp"

namespace steward::rules {
namespace {

using model::Type;

std::string column(const Row& row, std::string_view name) {
  return row.alias + "." + model::quoted(name);
}

std::string table(const Row& row) {
  // Facts that are given by hand have no schema: they are named in the statement itself.
  const auto& schema = row.entity->schema;
  const auto& table = row.entity->table;
  return fmt::format(
      "{} as {}", schema.empty() ? model::quoted(table) : model::quoted(schema, table), row.alias);
}

/// How a row's relation ties it to its parent.
std::string tie(const Row& row) {
  std::string sql;
  for (const auto& pair : row.relation->on) {
    sql += fmt::format("{}{} = {}{}", sql.empty() ? "" : " and ", column(row, pair.target_column),
                       column(*row.parent, pair.column),
                       model::collation_against(*row.parent->entity, pair.column, *row.entity,
                                                pair.target_column));
  }
  return sql.empty() ? "true" : sql;
}

/// What tells a bound value from others of its SQL type.
struct Spelling {
  std::string operator()(std::nullptr_t) const { return {}; }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(const std::vector<std::string>& texts) const {
    std::string all;
    for (const auto& text : texts) all += fmt::format("{} {}", text.size(), text);
    return all;
  }
  template <class Scalar>
  std::string operator()(Scalar scalar) const {
    return fmt::format("{}", scalar);
  }
};

/// A value that is never null.
bool is_known(const Value& value) {
  return value.shape == Shape::scalar &&
         (value.operation == Operation::constant || value.operation == Operation::moment ||
          value.operation == Operation::span);
}

/// A column that is compared as it is stored.
bool is_plain_day_or_instant(const Value& value) {
  return value.operation == Operation::field &&
         (value.type == Type::date || (value.type == Type::timestamp && value.field->zoned));
}

std::string_view symbol_of_order(Operation operation) {
  switch (operation) {
    case Operation::less:
      return "<";
    case Operation::at_most:
      return "<=";
    case Operation::more:
      return ">";
    case Operation::at_least:
      return ">=";
    default:
      return {};
  }
}

/// The texts of a list that is written out; nothing for one of anything but texts and numbers.
std::optional<std::vector<std::string>> constant_texts(const Value& list) {
  if (list.operation != Operation::list) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto& element : list.operands) {
    if (element.operation != Operation::constant) return std::nullopt;
    if (const auto* text = std::get_if<std::string>(&element.constant)) {
      texts.push_back(*text);
    } else if (const auto* integer = std::get_if<std::int64_t>(&element.constant)) {
      texts.push_back(fmt::format("{}", *integer));
    } else if (const auto* number = std::get_if<double>(&element.constant)) {
      texts.push_back(fmt::format("{}", *number));
    } else {
      return std::nullopt;
    }
  }
  return texts;
}

/// A column of an exact type whose NaN equals no number that a rule can name.
bool is_plain_number(const Value& value) {
  return value.operation == Operation::field && value.type == Type::number &&
         value.field->sql_type.rfind("numeric", 0) == 0;
}

}  // namespace

std::string SqlWriter::bind(model::Bind value, std::string_view sql_type) {
  const auto [known, is_new] =
      parameters_.try_emplace(fmt::format("{} {}", sql_type, std::visit(Spelling(), value)),
                              fmt::format("p{}", parameters_.size() + 1));
  if (is_new) binds_.emplace(known->second, std::move(value));
  return fmt::format("cast(:{} as {})", known->second, sql_type);
}

std::string SqlWriter::value(const Value& value) {
  switch (value.operation) {
    case Operation::constant:
      return constant(value);
    case Operation::moment:
      return bind(std::get<std::string>(value.constant), "timestamp with time zone");
    case Operation::span:
      return bind(to_seconds(Microseconds(std::get<std::int64_t>(value.constant))), "interval");
    case Operation::unknown:
      return fmt::format("cast(null as {})", sql_name(value.type));
    case Operation::field:
      return field(value);
    case Operation::element:
      return value.alias + ".v";
    case Operation::row:
      return key(*value.row);
    default:
      return operation(value);
  }
}

std::string SqlWriter::constant(const Value& value) {
  if (const auto* truth = std::get_if<bool>(&value.constant)) return *truth ? "true" : "false";
  if (const auto* integer = std::get_if<std::int64_t>(&value.constant)) {
    return bind(*integer, "bigint");
  }
  if (const auto* number = std::get_if<double>(&value.constant)) {
    // As text: exactly the digits that stand in the rule, whatever the driver does to a double.
    return bind(fmt::format("{}", *number), "numeric");
  }
  if (const auto* text = std::get_if<std::string>(&value.constant)) return bind(*text, "text");
  return "null";
}

std::string SqlWriter::field(const Value& value) {
  const auto& field = *value.field;
  return read(column(*value.row, field.sql_name()),
              {field.type, field.sql_type, field.zoned, field.zone, field.collation});
}

std::string SqlWriter::in_zone(const std::string& local, const std::string& zone) {
  auto& parameter = zone_parameters_[zone.empty() ? zone_ : zone];
  if (parameter.empty()) parameter = bind(zone.empty() ? zone_ : zone, "text");
  return fmt::format("{} at time zone {}", local, parameter);
}

std::string SqlWriter::key(const Row& row) {
  const auto found = key_columns(row);
  return model::key_text(*found.row->entity, found.columns, found.row->alias);
}

std::string SqlWriter::operation(const Value& value) {
  const auto& operands = value.operands;
  const auto operand = [&](std::size_t index) { return this->value(operands[index]); };
  switch (value.operation) {
    case Operation::all_of:
      return joined(operands, " and ");
    case Operation::any_of:
      return joined(operands, " or ");
    case Operation::negation:
      return fmt::format("(not {})", operand(0));
    case Operation::minus:
    case Operation::plus:
    case Operation::less_by:
    case Operation::times:
    case Operation::divided_by:
    case Operation::remainder:
      return arithmetic(value);
    case Operation::same:
      return binary(value, "is not distinct from");
    case Operation::different:
      return binary(value, "is distinct from");
    case Operation::less:
    case Operation::at_most:
    case Operation::more:
    case Operation::at_least:
      return ordered(value, symbol_of_order(value.operation));
    case Operation::joined_text:
      return joined_text(value);
    case Operation::within:
      return within(value);
    case Operation::choice:
      return choice(value);
    case Operation::present:
      return present(operands[0]);
    case Operation::start_of_day:
      return bounded_instant(in_zone(fmt::format("cast({} as timestamp)", operand(0))));
    case Operation::end_of_day:
      return bounded_instant(
          fmt::format("({}) - interval '1 microsecond'",
                      in_zone(fmt::format("cast(({}) + 1 as timestamp)", operand(0)))));
    case Operation::starts_with:
      return fmt::format("starts_with({}, {})", operand(0), operand(1));
    case Operation::ends_with:
      return fmt::format("starts_with(reverse({}), reverse({}))", operand(0), operand(1));
    case Operation::contains:
      return fmt::format("(strpos({}, {}) > 0)", operand(0), operand(1));
    case Operation::matches:
      return fmt::format("({} ~ {})", operand(0),
                         bind(std::get<std::string>(value.constant), "text"));
    case Operation::lower_ascii:
      return fmt::format("translate({}, '{}', '{}')", operand(0), kCapitals, kSmallLetters);
    case Operation::upper_ascii:
      return fmt::format("translate({}, '{}', '{}')", operand(0), kSmallLetters, kCapitals);
    case Operation::trimmed:
      return trimmed(value);
    case Operation::length:
      return fmt::format("char_length({})", operand(0));
    case Operation::to_integer:
    case Operation::to_number:
    case Operation::to_text:
    case Operation::to_boolean:
    case Operation::to_timestamp:
    case Operation::to_duration:
      return conversion(value);
    case Operation::part_of_time:
      return part_of_time(value);
    case Operation::lower_bound:
    case Operation::upper_bound:
      return bound(value);
    case Operation::count:
    case Operation::least:
    case Operation::greatest:
    case Operation::total:
      return aggregate(value);
    case Operation::every:
    case Operation::some:
      return quantified(value);
    case Operation::only_one:
      return only_one(value);
    default:
      return "null";  // a list, rows or a role: never where a scalar is written
  }
}

std::string SqlWriter::joined(const std::vector<Value>& operands, std::string_view separator) {
  std::string sql = "(";
  for (const auto& operand : operands) {
    if (sql.size() > 1) sql += separator;
    sql += value(operand);
  }
  return sql + ")";
}

std::string SqlWriter::binary(const Value& value, std::string_view symbol) {
  const auto left = this->value(value.operands[0]);
  // Keys of one entity, read from columns that may have other collations.
  const std::string_view collation = value.operands[0].shape == Shape::row ? " collate \"C\"" : "";
  return fmt::format("({}{} {} {})", left, collation, symbol, this->value(value.operands[1]));
}

std::string SqlWriter::ordered(const Value& value, std::string_view symbol) {
  // CEL orders texts by code point, whatever the database's collation.
  const std::string_view collation = value.operands[0].type == Type::text ? " collate \"C\"" : "";
  const auto left = this->value(value.operands[0]);
  return fmt::format("({}{} {} {})", left, collation, symbol, this->value(value.operands[1]));
}

std::string SqlWriter::present(const Value& operand) {
  if (operand.shape == Shape::list) {
    return fmt::format("({} is not null)", column(*operand.row, operand.field->sql_name()));
  }
  if (operand.shape != Shape::row) return fmt::format("({} is not null)", value(operand));
  const auto found = presence_columns(*operand.row);
  std::string sql;
  for (const auto& name : found.columns) {
    sql += fmt::format("{}{} is not null", sql.empty() ? "" : " and ", column(*found.row, name));
  }
  return "(" + sql + ")";
}

std::string SqlWriter::within(const Value& value) {
  const auto& list = value.operands[1];
  if (list.operation == Operation::list && list.operands.empty()) return "false";
  const auto left = this->value(value.operands[0]);
  if (const auto constants = constant_texts(list)) {
    return fmt::format("({} = any({}))", left,
                       bind(*constants, std::string(sql_name(list.type)) + "[]"));
  }
  if (list.operation == Operation::list) {
    return fmt::format("({} in {})", left, joined(list.operands, ", "));
  }
  if (list.operation == Operation::mapped) {
    const auto element = this->value(list.operands[0]);
    return fmt::format("({} in (select {}{}))", left, element, rows(*list.source));
  }
  const auto name = name_subquery();
  return unless_null(
      list, fmt::format("({} in (select {}.v from ({}) as {}))", left, name, elements(list), name));
}

std::string SqlWriter::choice(const Value& value) {
  const auto condition = this->value(value.operands[0]);
  const auto yes = this->value(value.operands[1]);
  return fmt::format("(case when {} then {} else {} end)", condition, yes,
                     this->value(value.operands[2]));
}

std::string SqlWriter::rows(const Source& source) {
  auto sql = from(source);
  sql += " where " + tie(source.first());
  for (const auto& filter : source.filters) sql += " and " + condition(filter);
  return sql;
}

std::string SqlWriter::condition(const Value& filter) {
  if (filter.operation == Operation::all_of) {
    std::string sql;
    for (const auto& part : filter.operands) sql += (sql.empty() ? "" : " and ") + condition(part);
    return sql;
  }
  const bool equality = filter.operation == Operation::same &&
                        (is_known(filter.operands[0]) || is_known(filter.operands[1]));
  if (equality) {
    const auto left = bare(filter.operands[0]);
    return fmt::format("({} = {})", left, bare(filter.operands[1]));
  }
  const auto symbol = symbol_of_order(filter.operation);
  if (symbol.empty() || (!is_plain_day_or_instant(filter.operands[0]) &&
                         !is_plain_day_or_instant(filter.operands[1]))) {
    return value(filter);
  }
  const auto left = bare(filter.operands[0]);
  auto sql = fmt::format("{} {} {}", left, symbol, bare(filter.operands[1]));
  for (const auto& side : filter.operands) {
    if (is_plain_day_or_instant(side)) {
      sql += " and " + in_calendar(column(*side.row, side.field->sql_name()));
    }
  }
  return sql;
}

std::string SqlWriter::bare(const Value& value) {
  if (is_plain_day_or_instant(value) || is_plain_number(value)) {
    return column(*value.row, value.field->sql_name());
  }
  return this->value(value);
}

std::string SqlWriter::from(const Source& source) {
  auto sql = " from " + table(source.first());
  for (const auto& row : source.rows) {
    if (row.get() == &source.first() || !row->joined) continue;
    sql += fmt::format(" left join {} on {}", table(*row), tie(*row));
  }
  return sql;
}

std::string SqlWriter::micros(const Value& value) {
  return fmt::format("cast(extract(epoch from {}) * 1000000 as bigint)", this->value(value));
}

std::string SqlWriter::text(const Value& scalar) {
  return as_text(value(scalar), scalar.type);
}

std::string SqlWriter::as_text(const std::string& sql, Type type) {
  if (type == Type::date) return fmt::format("to_char({}, 'YYYY-MM-DD')", sql);
  return type == Type::text ? sql : fmt::format("cast({} as text)", sql);
}

std::string SqlWriter::json(const Value& scalar) {
  switch (scalar.type) {
    case Type::timestamp:
      return fmt::format("to_json({})", micros(scalar));
    case Type::boolean:
    case Type::integer:
    case Type::number:
      return fmt::format("to_json({})", value(scalar));
    default:
      return fmt::format("to_json({})", text(scalar));
  }
}

std::string SqlWriter::person(const Value& assignee) {
  if (assignee.operation == Operation::row) return key(*assignee.row);
  if (assignee.operation != Operation::choice) return "cast(null as text)";
  const auto condition = value(assignee.operands[0]);
  const auto yes = person(assignee.operands[1]);
  return fmt::format("case when {} then {} else {} end", condition, yes,
                     person(assignee.operands[2]));
}

std::string SqlWriter::role(const Value& assignee) {
  if (assignee.operation == Operation::role) {
    return bind(std::get<std::string>(assignee.constant), "text");
  }
  if (assignee.operation != Operation::choice) return "cast(null as text)";
  const auto condition = value(assignee.operands[0]);
  const auto yes = role(assignee.operands[1]);
  return fmt::format("case when {} then {} else {} end", condition, yes,
                     role(assignee.operands[2]));
}

}  // namespace steward::rules

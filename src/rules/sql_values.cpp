// SPDX-License-Identifier: MIT
// How SqlWriter reads columns, reckons and converts.
#include <fmt/format.h>

#include <map>

#include "rules/sql_forms.hpp"
#include "rules/sql_writer.hpp"

namespace steward::rules {
namespace {

using model::Type;

/// White space by Unicode, which CEL's trim() takes off. The zone is bound like it: both are text
/// of ours, but SQL of theirs is easier to read without.
constexpr const char* kSpaces =
    " \t\n\v\f\r\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200A\u2028\u2029\u202F\u205F\u3000";

/// No text that an expression makes is longer: PostgreSQL refuses to hold a gigabyte.
constexpr int kLongestText = 1 << 28;

std::string_view symbol_of(Operation operation) {
  switch (operation) {
    case Operation::plus:
      return "+";
    case Operation::less_by:
      return "-";
    default:
      return "*";
  }
}

/// What cannot have a hundred thousand digits: a constant of a rule, or what was bounded when it
/// was reckoned.
bool is_bounded(const Value& number) {
  switch (number.operation) {
    case Operation::constant:
    case Operation::minus:
    case Operation::plus:
    case Operation::less_by:
    case Operation::times:
    case Operation::divided_by:
    case Operation::total:
    case Operation::to_number:
      return true;
    default:
      return number.type != Type::number;
  }
}

bool is_offset(std::string_view zone) {
  return zone.find(':') != std::string_view::npos;
}

/// A part of a local time, a date or an interval, by the name of CEL's method.
std::string part(const std::string& name, const std::string& of) {
  if (name == "getFullYear") return fmt::format("extract(year from {})", of);
  if (name == "getMonth") return fmt::format("extract(month from {}) - 1", of);
  if (name == "getDate") return fmt::format("extract(day from {})", of);
  if (name == "getDayOfMonth") return fmt::format("extract(day from {}) - 1", of);
  if (name == "getDayOfWeek") return fmt::format("extract(dow from {})", of);
  if (name == "getDayOfYear") return fmt::format("extract(doy from {}) - 1", of);
  if (name == "getHours") return fmt::format("extract(hour from {})", of);
  if (name == "getMinutes") return fmt::format("extract(minute from {})", of);
  if (name == "getSeconds") return fmt::format("floor(extract(second from {}))", of);
  return fmt::format("mod(floor(extract(milliseconds from {})), 1000)", of);
}

/// Hours, minutes and seconds of a duration are all that it has; milliseconds are below a second.
std::string part_of_duration(const std::string& name, const std::string& interval) {
  const auto seconds = fmt::format("extract(epoch from {})", interval);
  if (name == "getHours") return fmt::format("trunc({} / 3600)", seconds);
  if (name == "getMinutes") return fmt::format("trunc({} / 60)", seconds);
  if (name == "getSeconds") return fmt::format("trunc({})", seconds);
  return fmt::format("trunc(mod({}, 1) * 1000)", seconds);
}

}  // namespace

std::string SqlWriter::name_subquery() {
  return fmt::format("q{}", ++subqueries_);
}

std::string SqlWriter::read(const std::string& sql, const PartType& part) {
  switch (part.type) {
    case Type::text: {
      auto text = part.sql_type == "text" ? sql : fmt::format("cast({} as text)", sql);
      // Two collations do not compare, and some take other letters for the same. The database's
      // own is left as it is, and with it the use of indexes.
      return part.collation.empty() ? text : fmt::format("({} collate \"C\")", text);
    }
    case Type::number:
      // One exact type: a comparison that promotes to double precision can overflow. A cast of a
      // float keeps 6 or 15 digits; its text has all that tell it from the next. NaN is no number:
      // PostgreSQL takes it for the greatest of all.
      return fmt::format("nullif({}, 'NaN')",
                         part.sql_type.substr(0, 7) == "numeric"
                             ? sql
                             : fmt::format("cast(cast({} as text) as numeric)", sql));
    case Type::timestamp:
      return fmt::format("case when {} then {} end", in_calendar(sql),
                         part.zoned ? sql : bounded_instant(in_zone(sql, part.zone)));
    case Type::date:
      return fmt::format("case when {} then {} end", in_calendar(sql), sql);
    case Type::interval:
      // Months have no length; days have 24 hours, as PostgreSQL itself compares them.
      // A day too many of one sign, and hours of the other, would not fit into any sum.
      return bounded_duration(fmt::format(
          "case when extract(year from {0}) = 0 and extract(month from {0}) = 0 and "
          "extract(day from {0}) between -100000000 and 100000000 then justify_hours({0}) end",
          sql));
    default:
      return sql;
  }
}

std::string SqlWriter::bound(const Value& value) {
  const auto& range = value.operands[0];
  const auto& field = *range.field;
  const auto name = value.operation == Operation::lower_bound ? "lower" : "upper";
  return fmt::format("({})", read(fmt::format("{}({}.{})", name, range.row->alias,
                                              model::quoted(field.sql_name())),
                                  bound_of(field)));
}

std::string SqlWriter::operand(const Value& number) {
  const auto sql = value(number);
  return is_bounded(number) ? sql : bounded_number(sql);
}

std::string SqlWriter::arithmetic(const Value& value) {
  const bool whole = value.type == Type::integer;
  if (value.operation != Operation::minus && !whole && value.type != Type::number) {
    return time_arithmetic(value);
  }
  const auto left = operand(value.operands[0]);
  const auto bounded = whole ? bounded_integer : bounded_number;
  if (value.operation == Operation::minus) {
    return bounded(fmt::format("(- cast({} as numeric))", left));
  }
  const auto right = operand(value.operands[1]);
  if (value.operation == Operation::remainder) {
    return fmt::format("mod(cast({} as bigint), nullif(cast({} as bigint), 0))", left, right);
  }
  if (value.operation == Operation::divided_by) {
    return bounded(whole ? fmt::format("div(cast({} as numeric), nullif({}, 0))", left, right)
                         : fmt::format("({} / nullif({}, 0))", left, right));
  }
  return bounded(
      fmt::format("(cast({} as numeric) {} {})", left, symbol_of(value.operation), right));
}

std::string SqlWriter::time_arithmetic(const Value& value) {
  const auto& first = value.operands[0];
  const auto& second = value.operands[1];
  const auto left = this->value(first);
  const auto right = this->value(second);
  const auto symbol = symbol_of(value.operation);
  if (first.type == Type::timestamp && second.type == Type::timestamp) {
    return fmt::format("({} - {})", left, right);
  }
  if (value.type == Type::interval) {
    // Days and hours of one sign: a time is moved by the days first, and must not leave the
    // calendar on the way.
    return bounded_duration(fmt::format("justify_hours({} {} {})", left, symbol, right));
  }
  // 10,000 years before the year 1 PostgreSQL has no time: the way there is cut short, to just
  // outside the years that count.
  constexpr std::string_view kSteps =
      "{n}.t + least(greatest({sign}{n}.d, timestamptz '0001-12-31 23:59:59.999999+00 BC' - "
      "{n}.t), "
      "timestamptz '10000-01-01 00:00:00+00' - {n}.t)";
  if (second.operation == Operation::span && std::abs(std::get<std::int64_t>(second.constant)) <
                                                 std::int64_t{4000} * 365 * 86'400'000'000) {
    return bounded_instant(fmt::format("({} {} {})", left, symbol, right));
  }
  const auto name = name_subquery();
  return fmt::format("(select {} from (select {} as t, {} as d offset 0) as {})",
                     bounded_instant(fmt::format(fmt::runtime(kSteps), fmt::arg("n", name),
                                                 fmt::arg("sign", symbol == "-" ? "- " : ""))),
                     left, right, name);
}

std::string SqlWriter::joined_text(const Value& value) {
  const auto name = name_subquery();
  std::string parts;
  std::string lengths;
  std::string joined;
  for (std::size_t i = 0; i < value.operands.size(); ++i) {
    const auto part = fmt::format("{}.v{}", name, i);
    parts += fmt::format("{}{} as v{}", i == 0 ? "" : ", ", this->value(value.operands[i]), i);
    lengths += fmt::format("{}cast(octet_length({}) as bigint)", i == 0 ? "" : " + ", part);
    joined += fmt::format("{}{}", i == 0 ? "" : " || ", part);
  }
  return fmt::format("(select case when {} <= {} then {} end from (select {} offset 0) as {})",
                     lengths, kLongestText, joined, parts, name);
}

std::string SqlWriter::trimmed(const Value& value) {
  if (spaces_parameter_.empty()) spaces_parameter_ = bind(kSpaces, "text");
  return fmt::format("btrim({}, {})", this->value(value.operands[0]), spaces_parameter_);
}

std::string SqlWriter::conversion(const Value& value) {
  const auto& from = value.operands[0];
  const auto sql = this->value(from);
  switch (value.operation) {
    case Operation::to_integer:
      if (from.type == Type::text) return bounded_integer(integer_in(sql));
      if (from.type == Type::number) return bounded_integer(fmt::format("trunc({})", sql));
      return fmt::format("cast(floor(extract(epoch from {})) as bigint)", sql);
    case Operation::to_number:
      return from.type == Type::text ? bounded_number(number_in(sql))
                                     : fmt::format("cast({} as numeric)", sql);
    case Operation::to_boolean:
      return fmt::format(
          "(case {} when 'true' then true when 'True' then true when 'TRUE' then true when 't' "
          "then true when 'T' then true when '1' then true when 'false' then false when 'False' "
          "then false when 'FALSE' then false when 'f' then false when 'F' then false when '0' "
          "then false end)",
          sql);
    case Operation::to_timestamp:
      if (from.type == Type::text) return instant_in(sql);
      return fmt::format(
          "to_timestamp(nullif(nullif(least(greatest(cast({} as double precision), "
          "-62135596801), 253402300800), 253402300800), -62135596801))",
          sql);
    case Operation::to_duration:
      return duration_in(sql, name_subquery());
    default:
      break;
  }
  if (from.type == Type::timestamp) return fmt::format("({})", written_instant(sql));
  if (from.type == Type::interval) return fmt::format("({})", written_duration(sql));
  if (from.type == Type::number) return written_number(sql);
  return as_text(sql, from.type);
}

std::string SqlWriter::part_of_time(const Value& value) {
  const auto& of = value.operands[0];
  const auto& name = std::get<std::string>(value.constant);
  const auto sql = this->value(of);
  if (of.type == Type::interval) {
    return fmt::format("cast({} as bigint)", part_of_duration(name, sql));
  }
  if (of.type == Type::date) {
    return fmt::format("cast({} as bigint)", part(name, fmt::format("cast({} as timestamp)", sql)));
  }
  const auto zone = bind(value.alias, is_offset(value.alias) ? "interval" : "text");
  return fmt::format("cast({} as bigint)",
                     part(name, fmt::format("(({}) at time zone {})", sql, zone)));
}

}  // namespace steward::rules

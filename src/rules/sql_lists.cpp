// SPDX-License-Identifier: MIT
// How SqlWriter goes through lists, and through records as lists.
#include <fmt/format.h>

#include "rules/sql_forms.hpp"
#include "rules/sql_writer.hpp"
#include "steward/model/key_sql.hpp"

namespace steward::rules {
namespace {

using model::Type;

/// The array column that a list comes from; null when it comes from anything that is never null.
const Value* array_of(const Value& list) {
  const auto* base = &list;
  while (base->operation == Operation::kept || base->operation == Operation::converted) {
    base = &base->operands[0];
  }
  return base->operation == Operation::field ? base : nullptr;
}

std::string column(const Value& field) {
  return field.row->alias + "." + model::quoted(field.field->sql_name());
}

/// What the rows of a relation are listed by.
std::string order_of(const Row& row) {
  const auto& key = row.entity->key;
  if (key.empty()) return "0";
  return key.size() == 1 ? row.alias + "." + model::quoted(key.front())
                         : model::key_text(*row.entity, key, row.alias);
}

}  // namespace

std::string SqlWriter::unless_null(const Value& list, std::string sql) {
  const auto* array = array_of(list);
  if (array == nullptr) return sql;
  return fmt::format("(case when {} is not null then {} end)", column(*array), sql);
}

std::string SqlWriter::elements_of_literal(const Value& list) {
  if (list.operands.empty()) {
    return fmt::format("select cast(null as {}) as v, 0 as n where false", sql_name(list.type));
  }
  const auto name = name_subquery();
  std::string rows;
  for (std::size_t i = 0; i < list.operands.size(); ++i) {
    const auto& element = list.operands[i];
    const auto type = sql_name(list.type);
    rows +=
        element.shape == Shape::null
            ? fmt::format("{}(cast(null as {}), {})", i == 0 ? "" : ", ", type, i)
            : fmt::format("{}(cast({} as {}), {})", i == 0 ? "" : ", ", value(element), type, i);
  }
  return fmt::format("select {0}.v, {0}.n from (values {1}) as {0}(v, n)", name, rows);
}

std::string SqlWriter::elements(const Value& list) {
  switch (list.operation) {
    case Operation::list:
      return elements_of_literal(list);
    case Operation::mapped: {
      const auto element = value(list.operands[0]);
      return fmt::format("select {} as v, {} as n{}", element, order_of(list.source->first()),
                         rows(*list.source));
    }
    case Operation::kept: {
      const auto inner = elements(list.operands[0]);
      return fmt::format("select {0}.v, {0}.n from ({1}) as {0} where {2}", list.alias, inner,
                         value(list.operands[1]));
    }
    case Operation::converted: {
      const auto inner = elements(list.operands[0]);
      return fmt::format("select {2} as v, {0}.n from ({1}) as {0}", list.alias, inner,
                         value(list.operands[1]));
    }
    default: {
      const auto name = name_subquery();
      return fmt::format("select {} as v, {}.n from unnest({}) with ordinality as {}(v, n)",
                         read(name + ".v", element_of(*list.field)), name, column(list), name);
    }
  }
}

std::string SqlWriter::end_of(const Value& value, const std::string& element) {
  if (value.operation == Operation::least || value.operation == Operation::greatest) {
    return fmt::format("{}({}{})", value.operation == Operation::least ? "min" : "max", element,
                       value.type == Type::text ? " collate \"C\"" : "");
  }
  if (value.type == Type::integer) {
    return bounded_integer(fmt::format("coalesce(sum(cast({} as numeric)), 0)", element));
  }
  if (value.type == Type::number) {
    return bounded_number(fmt::format("coalesce(sum({}), 0)", bounded_number(element)));
  }
  // Intervals are added as numbers, which do not overflow; seconds and the rest apart, because an
  // interval is multiplied in double precision.
  const auto name = name_subquery();
  return fmt::format(
      "(select {} from (select least(greatest(coalesce(sum(extract(epoch from {}) * 1000000), 0), "
      "-315576000001000000), 315576000001000000) as us offset 0) as {})",
      bounded_duration(
          fmt::format("cast(div({0}.us, 1000000) as double precision) * interval '1 second' + "
                      "cast(mod({0}.us, 1000000) as double precision) * interval '1 microsecond'",
                      name)),
      element, name);
}

std::string SqlWriter::aggregate(const Value& value) {
  const auto& list = value.operands[0];
  if (list.shape == Shape::rows) return fmt::format("(select count(*){})", rows(*list.source));
  if (list.operation == Operation::mapped) {
    if (value.operation == Operation::count) {
      return fmt::format("(select count(*){})", rows(*list.source));
    }
    const auto element = this->value(list.operands[0]);
    const auto end = end_of(value, element);
    return fmt::format("(select {}{})", end, rows(*list.source));
  }
  const auto name = name_subquery();
  const auto inner = elements(list);
  const auto end = value.operation == Operation::count ? "count(*)" : end_of(value, name + ".v");
  return unless_null(list, fmt::format("(select {} from ({}) as {})", end, inner, name));
}

std::string SqlWriter::quantified(const Value& value) {
  // bool_or and bool_and skip nulls; three-valued logic does not. One true decides `exists`, one
  // false decides `all`; else one unknown makes the whole unknown.
  const auto name = name_subquery();
  const bool some = value.operation == Operation::some;
  const auto element = this->value(value.operands[0]);
  const auto from = value.source != nullptr
                        ? rows(*value.source)
                        : fmt::format(" from ({}) as {}", elements(value.operands[1]), value.alias);
  auto sql = fmt::format(
      "(select case when bool_or({0}{1}.v) then {2} when bool_or({1}.v is null) then null "
      "else {3} end from (select {4} as v{5}) as {1})",
      some ? "" : "not ", name, some, !some, element, from);
  return value.source != nullptr ? sql : unless_null(value.operands[1], std::move(sql));
}

std::string SqlWriter::only_one(const Value& value) {
  // Two that are true decide; else one unknown makes the whole unknown.
  const auto name = name_subquery();
  const auto element = this->value(value.operands[0]);
  const auto from = value.source != nullptr
                        ? rows(*value.source)
                        : fmt::format(" from ({}) as {}", elements(value.operands[1]), value.alias);
  auto sql = fmt::format(
      "(select case when count(*) filter (where {0}.v) > 1 then false when bool_or({0}.v is null) "
      "then null else count(*) filter (where {0}.v) = 1 end from (select {1} as v{2}) as {0})",
      name, element, from);
  return value.source != nullptr ? sql : unless_null(value.operands[1], std::move(sql));
}

std::string SqlWriter::intervals(const Value& pairs) {
  const auto ends = [&](const Value& pair) {
    const auto end = [&](const Value& instant) {
      return instant.shape == Shape::null ? std::string("cast(null as bigint)") : micros(instant);
    };
    const auto from = end(pair.operands[0]);
    return fmt::format("{} as f, {} as t", from, end(pair.operands[1]));
  };
  const auto name = name_subquery();
  std::string inner;
  if (pairs.operation == Operation::list) {
    for (const auto& pair : pairs.operands) {
      inner += (inner.empty() ? "select " : " union all select ") + ends(pair);
    }
  } else if (pairs.operation == Operation::mapped) {
    const auto both = ends(pairs.operands[0]);
    inner = "select " + both + rows(*pairs.source);
  } else {
    const auto list = elements(pairs.operands[0]);
    inner = fmt::format("select {} from ({}) as {}", ends(pairs.operands[1]), list, pairs.alias);
  }
  return fmt::format(
      "(select coalesce(cast(json_agg(json_build_array({0}.f, {0}.t) order by {0}.f, {0}.t) as "
      "text), '[]') from ({1}) as {0})",
      name, inner);
}

std::string SqlWriter::answer_list(const Value& list) {
  const auto name = name_subquery();
  const auto inner = elements(list);
  Value element;
  element.shape = Shape::scalar;
  element.type = list.type;
  element.operation = Operation::element;
  element.alias = name;
  return unless_null(list,
                     fmt::format("(select coalesce(json_agg({} order by {}.n), '[]') from ({}) "
                                 "as {})",
                                 answer(element), name, inner, name));
}

std::string SqlWriter::answer(const Value& value) {
  if (value.shape == Shape::null) return "to_json(cast(null as text))";
  if (value.shape == Shape::list) return answer_list(value);
  if (value.shape == Shape::pairs) return fmt::format("cast({} as json)", intervals(value));
  if (value.shape == Shape::rows) {
    const auto& first = value.source->first();
    const auto keys = key(first);
    return fmt::format("(select coalesce(json_agg({} order by {}), '[]'){})", keys, order_of(first),
                       rows(*value.source));
  }
  if (value.shape == Shape::row) return fmt::format("to_json({})", key(*value.row));
  const auto sql = this->value(value);
  switch (value.type) {
    case Type::number:
      return fmt::format("to_json({})", bounded_number(sql));
    case Type::timestamp:
      return fmt::format("to_json({})", written_instant(sql));
    case Type::interval:
      return fmt::format("to_json({})", written_duration(sql));
    case Type::boolean:
    case Type::integer:
      return fmt::format("to_json({})", sql);
    case Type::json:
      return fmt::format("cast({} as json)", sql);
    default:
      return fmt::format("to_json({})", as_text(sql, value.type));
  }
}

}  // namespace steward::rules

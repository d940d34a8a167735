// SPDX-License-Identifier: MIT
#include "rules/listing_compiler.hpp"

#include <fmt/format.h>

#include "rules/expression_checker.hpp"
#include "rules/expression_parser.hpp"
#include "rules/frame.hpp"
#include "rules/sql_writer.hpp"
#include "steward/model/key_sql.hpp"

namespace steward::rules {
namespace {

using model::quoted;
using model::Type;

class ListingCompiler {
 public:
  ListingCompiler(const model::Catalog& catalog, const Naming& naming, const model::Entity& entity,
                  Problems& problems)
      : naming_(naming), problems_(problems), frame_(catalog, entity), writer_(naming.zone) {}

  std::optional<model::Query> compile(const std::vector<ListingColumn>& columns, bool by_keys) {
    std::string list;
    bool right = true;
    for (const auto& column : columns) {
      const auto sql = column_sql(column);
      right = right && sql.has_value();
      if (!list.empty()) list += ", ";
      list += fmt::format("{} as {}", sql.value_or(""), quoted(column.name));
    }
    if (!right) return std::nullopt;
    const auto& subject = frame_.subject();
    auto sql = "select " + list + SqlWriter::from(*subject.source);
    if (by_keys && client_ != nullptr) {
      const auto key = key_columns(*client_);
      sql += " where " + model::is_among_keys(
                             key.row->alias, key.columns,
                             model::sql_types(*client_->entity, client_->entity->key), ":keys");
    } else if (by_keys) {
      sql += " where " +
             model::is_among_keys("s", subject.entity->key,
                                  model::sql_types(*subject.entity, subject.entity->key), ":keys");
    }
    return model::Query{sql, writer_.take_binds()};
  }

 private:
  std::optional<std::string> column_sql(const ListingColumn& column) {
    if (!column.expression) {
      if (column.name == "key") return SqlWriter::key(frame_.subject());
      if (column.kind == ListingKind::client) return SqlWriter::key(frame_.subject());
      if (column.kind == ListingKind::boolean) return "cast(null as boolean)";
      return column.kind == ListingKind::instant ? "cast(null as bigint)" : "cast(null as text)";
    }
    const auto& text = *column.expression;
    const auto expression = parse_expression(text, problems_);
    if (!expression) return std::nullopt;
    ExpressionChecker checker(frame_, text, Roles::refused, problems_);
    auto value = checker.check(*expression);
    if (value.shape == Shape::wrong) return std::nullopt;
    if (column.kind == ListingKind::person) return person(column, value);
    if (column.kind == ListingKind::client) return client(column, value);
    value = checker.as_scalar(std::move(value));
    if (column.kind == ListingKind::instant) return instant(column, std::move(value));
    if (column.kind == ListingKind::boolean) return boolean(column, value);
    if (value.shape != Shape::scalar || value.type == Type::json) {
      return refuse(column, fmt::format("'{}' cannot be {}", column.name, describe(value)),
                    value.shape == Shape::row ? "name one of its fields" : "");
    }
    return writer_.text(value);
  }

  std::optional<std::string> instant(const ListingColumn& column, Value value) {
    const bool temporal = value.type == Type::timestamp || value.type == Type::date;
    if (value.shape != Shape::scalar || !temporal) {
      return refuse(column, fmt::format("'{}' must be a timestamp or a date, not {}", column.name,
                                        describe(value)));
    }
    return writer_.micros(ExpressionChecker::as_type(std::move(value), Type::timestamp));
  }

  std::optional<std::string> boolean(const ListingColumn& column, const Value& value) {
    if (value.shape == Shape::scalar && value.type == Type::boolean) return writer_.value(value);
    return refuse(column,
                  fmt::format("'{}' must be boolean, not {}", column.name, describe(value)));
  }

  std::optional<std::string> client(const ListingColumn& column, const Value& value) {
    const auto& clients = naming_.client_entity;
    if (value.shape == Shape::row && value.row->entity->name == clients &&
        !value.row->entity->key.empty()) {
      frame_.read_key(*value.row);
      client_ = value.row;
      return SqlWriter::key(*value.row);
    }
    return refuse(
        column,
        fmt::format("'{}' must lead to '{}', not be {}", column.name, clients, describe(value)),
        value.operation == Operation::field ? "name the relation, not its column" : "");
  }

  std::optional<std::string> person(const ListingColumn& column, const Value& value) {
    const auto& staff = naming_.staff_entity;
    if (value.shape == Shape::row && value.row->entity->name == staff &&
        !value.row->entity->key.empty()) {
      frame_.read_key(*value.row);
      return SqlWriter::key(*value.row);
    }
    if (value.operation == Operation::field && value.row->entity->name == staff &&
        std::vector{value.field->sql_name()} == value.row->entity->key) {
      return SqlWriter::key(*value.row);
    }
    return refuse(
        column,
        fmt::format("'{}' must lead to '{}', not be {}", column.name, staff, describe(value)),
        value.operation == Operation::field ? "name the relation, not its column" : "");
  }

  std::nullopt_t refuse(const ListingColumn& column, std::string message, std::string hint = {}) {
    problems_.error(column.expression->mark(), std::move(message), std::move(hint));
    return std::nullopt;
  }

  const Naming& naming_;
  Problems& problems_;
  Frame frame_;
  SqlWriter writer_;
  const Row* client_ = nullptr;  ///< whose record it is
};

/// A mistake about the whole listing stands at its first expression.
SourceMark mark_of_listing(const std::vector<ListingColumn>& columns) {
  for (const auto& column : columns) {
    if (column.expression) return column.expression->mark();
  }
  return {};
}

}  // namespace

std::optional<model::Query> compile_listing(const model::Catalog& catalog, const Naming& naming,
                                            const model::Entity& entity,
                                            const std::vector<ListingColumn>& columns, bool by_keys,
                                            Problems& problems) {
  bool needs_key = by_keys;
  for (const auto& column : columns) {
    needs_key = needs_key || (column.name == "key" && !column.expression);
  }
  if (needs_key && entity.key.empty()) {
    problems.error(mark_of_listing(columns), fmt::format("'{}' has no primary key", entity.name),
                   std::string(kNameTheKey));
    return std::nullopt;
  }
  return ListingCompiler(catalog, naming, entity, problems).compile(columns, by_keys);
}

}  // namespace steward::rules

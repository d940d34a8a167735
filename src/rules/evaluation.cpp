// SPDX-License-Identifier: MIT
#include "steward/rules/evaluation.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "rules/expression_checker.hpp"
#include "rules/expression_parser.hpp"
#include "rules/frame.hpp"
#include "rules/model_catalog.hpp"
#include "rules/model_reader.hpp"
#include "rules/source_text.hpp"
#include "rules/sql_writer.hpp"
#include "rules/yaml_parser.hpp"
#include "steward/model/key_sql.hpp"
#include "steward/model/possible_key.hpp"

namespace steward::rules {
namespace {

/// One place for each byte of a text that may have several lines.
PlacedText placed(const std::string& text) {
  std::vector<std::pair<int, int>> places;
  int line = 1;
  int column = 1;
  for (const char c : text) {
    places.emplace_back(line, column);
    const bool ahead = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (c == '\n') {
      ++line;
      column = 1;
    } else if (ahead) {
      ++column;
    }
  }
  places.emplace_back(line, column);
  return {text, kExpressionFile, std::move(places)};
}

/// An expression with what is needed to write it.
struct Checked {
  Frame frame;
  Value value;
};

bool check(const std::string& text, Checked& checked, Problems& problems) {
  problems.add_source(kExpressionFile, text);
  const auto source = placed(text);
  if (!is_text(text)) {
    problems.error(source.mark(), "the expression is not UTF-8 text, or has control characters");
    return false;
  }
  const auto expression = parse_expression(source, problems);
  if (!expression) return false;
  ExpressionChecker checker(checked.frame, source, Roles::refused, problems);
  checked.value = checker.check(*expression);
  auto& value = checked.value;
  if (value.shape == Shape::wrong) return false;
  const bool keyless = (value.shape == Shape::row && value.row->entity->key.empty()) ||
                       (value.shape == Shape::rows && value.source->first().entity->key.empty());
  if (keyless) {
    problems.error(source.mark(),
                   fmt::format("{} cannot be shown: it has no primary key", describe(value)));
    return false;
  }
  if (value.shape == Shape::row) checked.frame.read_key(*value.row);
  return true;
}

/// ` "f1" as (select * from jsonb_to_recordset(…) as r(…))`, for each entity that is read.
std::string tables_of_facts(const Frame& frame) {
  std::map<const model::Entity*, std::set<std::string, std::less<>>> read;
  for (const auto& source : frame.sources()) {
    for (const auto& row : source->rows) {
      if (row->joined) read[row->entity].insert(row->columns.begin(), row->columns.end());
    }
  }
  std::string sql;
  for (const auto& [entity, columns] : read) {
    sql += fmt::format(
        "{}{} as (select * from jsonb_to_recordset(cast(:facts as jsonb) -> '{}') "
        "as r(k bigint, p bigint",
        sql.empty() ? "with " : ", ", model::quoted(entity->table), entity->table);
    for (const auto& column : columns) {
      if (column == "k" || column == "p") continue;
      // The column of a relation is the number of the row that it leads to.
      const auto* field = entity->column(column);
      sql += fmt::format(", {} {}", model::quoted(column),
                         field == nullptr ? "bigint" : field->sql_type);
    }
    sql += "))";
  }
  return sql;
}

std::string select_value(SqlWriter& writer, const Checked& checked) {
  auto sql = "select cast(" + writer.answer(checked.value) + " as text) as value";
  return sql + SqlWriter::from(*checked.frame.subject().source);
}

}  // namespace

std::optional<model::Query> compile_for_facts(const std::string& expression, const Facts& facts,
                                              Problems& problems) {
  Checked checked{Frame(facts.catalog(), *facts.catalog().find("facts")), {}};
  if (!check(expression, checked, problems)) return std::nullopt;
  SqlWriter writer("UTC");
  const auto select = select_value(writer, checked);
  model::Query query{tables_of_facts(checked.frame) + " " + select, writer.take_binds()};
  query.binds.emplace("facts", json::serialize(facts.rows()));
  return query;
}

std::optional<model::Query> compile_for_record(const std::string& expression,
                                               const std::string& entity, const std::string& key,
                                               const model::Catalog& read,
                                               const std::filesystem::path& model,
                                               Problems& problems) {
  std::string zone = "UTC";
  auto catalog = read;
  if (!model.empty()) {
    if (const auto file = parse_yaml_file(model.string(), problems)) {
      catalog = complete_catalog(*file, read, problems);
      zone = read_model(*file, catalog, problems).naming.zone;
    }
    if (problems.has_errors()) return std::nullopt;
  }
  const auto* subject = catalog.find(entity);
  if (subject == nullptr) {
    std::vector<std::string> names;
    for (const auto& [name, known] : catalog.entities) names.push_back(name);
    problems.error({entity}, fmt::format("there is no entity '{}'", entity),
                   spelling_hint(entity, names));
    return std::nullopt;
  }
  if (subject->key.empty()) {
    problems.error({entity}, fmt::format("'{}' has no primary key", entity),
                   std::string(kNameTheKey));
    return std::nullopt;
  }
  if (!model::is_possible_key(*subject, key)) {
    problems.error({entity}, fmt::format("'{}' cannot be the key of a record", key));
    return std::nullopt;
  }
  Checked checked{Frame(catalog, *subject), {}};
  if (!check(expression, checked, problems)) return std::nullopt;
  SqlWriter writer(zone);
  auto sql = select_value(writer, checked);
  sql += " where " +
         model::is_among_keys("s", subject->key, model::sql_types(*subject, subject->key), ":keys");
  return model::Query{std::move(sql), writer.take_binds()};
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "rules/read_collector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "rules/organisation.hpp"
#include "rules/value.hpp"
#include "steward/model/key_sql.hpp"

namespace steward::rules {
namespace {

using model::quoted;
using Columns = std::vector<std::string>;

/// Where the changed values are looked for: `columns` of `row`.
struct Landing {
  const Row* row = nullptr;
  Columns columns;
};

/// Columns of the far side of `on` as those of the near side; nothing when it has not all of them.
std::optional<Columns> across(const std::vector<model::ColumnPair>& on, const Columns& columns) {
  Columns others;
  for (const auto& column : columns) {
    const auto pair = std::find_if(on.begin(), on.end(), [&](const model::ColumnPair& known) {
      return known.target_column == column;
    });
    if (pair == on.end()) return std::nullopt;
    others.push_back(pair->column);
  }
  return others;
}

/// Nearer to the subject, as long as the columns are themselves what a relation joined on, so that
/// the query needs as few tables as possible.
Landing nearest(Landing landing) {
  while (landing.row->relation != nullptr) {
    auto columns = across(landing.row->relation->on, landing.columns);
    if (!columns) break;
    landing = {landing.row->parent, *std::move(columns)};
  }
  return landing;
}

/// The rows from the subject to `row`, both included.
std::vector<const Row*> path_to(const Row& row) {
  std::vector<const Row*> path;
  for (const auto* at = &row; at != nullptr; at = at->parent) path.push_back(at);
  std::reverse(path.begin(), path.end());
  return path;
}

constexpr std::string_view kAtMost = " limit cast(:most as bigint)";

std::string alias(std::size_t step) {
  return step == 0 ? std::string("s") : fmt::format("r{}", step);
}

std::string joined(const Row& row, std::size_t step) {
  auto sql =
      fmt::format(" join {} as {} on ", quoted(row.entity->schema, row.entity->table), alias(step));
  for (const auto& pair : row.relation->on) {
    if (&pair != &row.relation->on.front()) sql += " and ";
    sql += fmt::format("{}.{} = {}.{}{}", alias(step), quoted(pair.target_column), alias(step - 1),
                       quoted(pair.column),
                       model::collation_against(*row.parent->entity, pair.column, *row.entity,
                                                pair.target_column));
  }
  return row.relation->on.empty() ? sql + "true" : sql;
}

/// The subjects whose path leads to a row whose columns have one of the values. Values come from
/// the far side, so it is its `types` that can hold them all.
std::string affected_sql(const Landing& landing, const Columns& types) {
  const auto path = path_to(*landing.row);
  const auto& subject = *path.front()->entity;
  auto sql = fmt::format("select distinct {} as key from {} as s",
                         model::key_text(subject, subject.key, "s"),
                         quoted(subject.schema, subject.table));
  for (std::size_t step = 1; step < path.size(); ++step) sql += joined(*path[step], step);
  return sql + " where " +
         model::is_among_keys(alias(path.size() - 1), landing.columns, types, ":values") +
         std::string(kAtMost);
}

/// The values are the subjects' keys. The subject may be gone, and is affected by that.
constexpr std::string_view kValuesThemselves =
    "select v as key from unnest(cast(:values as text[])) as v limit cast(:most as bigint)";

/// By what the rows of a table behind a view lead to subjects: by the columns through which the
/// view is reached, which finds those that left the view, too; else by what the view shows of the
/// table; else not at all.
model::Read read_of_view_table(const Row& row, const model::ViewTable& table,
                               const model::Catalog& catalog) {
  model::Read read;
  read.entity = table.entity;
  read.columns = table.columns;
  std::sort(read.columns.begin(), read.columns.end());
  const auto& entity = *catalog.find_any(table.entity);
  const bool is_subject = row.relation == nullptr;
  const auto reached_by = is_subject ? row.entity->key : row.relation->target_columns();
  Columns shown;
  for (const auto& pair : table.on) {
    read.join_columns.push_back(pair.column);
    shown.push_back(pair.target_column);
  }
  if (auto columns = across(table.on, reached_by)) {
    read.join_columns = *std::move(columns);
    shown = reached_by;
    if (is_subject) {
      read.affected.sql = kValuesThemselves;
      return read;
    }
  }
  read.resync = shown.empty();
  if (!read.resync) {
    read.affected.sql =
        affected_sql(nearest({&row, shown}), model::sql_types(entity, read.join_columns));
  }
  return read;
}

/// All records of a table are every subject's: whichever changed, there is nothing to look for.
model::Read read_of_all(const Row& row, const model::Entity& table, Columns columns) {
  const auto& subject = *row.parent->entity;
  model::Read read;
  read.entity = table.name;
  read.columns = std::move(columns);
  std::sort(read.columns.begin(), read.columns.end());
  read.join_columns = table.key;
  read.affected.sql = fmt::format(
      "select {} as key from {} as s where cast(:values as text[]) is not null{}",
      model::key_text(subject, subject.key, "s"), quoted(subject.schema, subject.table), kAtMost);
  return read;
}

bool reads_all(const Row& row) {
  return row.relation != nullptr && row.relation->on.empty();
}

/// A comparison of a text of the row with constants: byte by byte, so that it can be made without
/// the database.
std::optional<model::ReadFilter> filter_of(const Value& term, const Row& row) {
  const bool is_same = term.operation == Operation::same;
  if (!is_same && term.operation != Operation::within) return std::nullopt;
  const auto is_field = [&](const Value& value) {
    return value.operation == Operation::field && value.row == &row && value.field != nullptr &&
           value.field->type == model::Type::text && value.field->collation.empty() &&
           (value.field->sql_type == "text" ||
            value.field->sql_type.starts_with("character varying"));
  };
  const auto text_of = [](const Value& value) {
    return value.operation == Operation::constant ? std::get_if<std::string>(&value.constant)
                                                  : nullptr;
  };
  const bool turned = is_same && is_field(term.operands[1]);
  const auto& field = term.operands[turned ? 1 : 0];
  const auto& other = term.operands[turned ? 0 : 1];
  if (!is_field(field)) return std::nullopt;
  model::ReadFilter filter{field.field->sql_name(), {}};
  if (is_same) {
    const auto* text = text_of(other);
    if (text == nullptr) return std::nullopt;
    filter.values.push_back(*text);
    return filter;
  }
  if (other.operation != Operation::list) return std::nullopt;
  for (const auto& element : other.operands) {
    const auto* text = text_of(element);
    if (text == nullptr) return std::nullopt;
    filter.values.push_back(*text);
  }
  return filter;
}

void add_filters(const Value& condition, const Row& row, std::vector<model::ReadFilter>& filters) {
  if (condition.operation == Operation::all_of) {
    for (const auto& term : condition.operands) add_filters(term, row, filters);
  } else if (auto filter = filter_of(condition, row)) {
    filters.push_back(*std::move(filter));
  }
}

model::Read read_of_table(const Row& row, const ReadPurposes& purposes) {
  model::Read read;
  read.entity = row.entity->name;
  read.columns.assign(row.columns.begin(), row.columns.end());
  if (row.relation == nullptr) {
    read.join_columns = row.entity->key;
    read.affected.sql = kValuesThemselves;
    return read;
  }
  read.join_columns = row.relation->target_columns();
  const auto landing = nearest({&row, read.join_columns});
  read.affected.sql = affected_sql(landing, model::sql_types(*row.entity, read.join_columns));
  if (&row == &row.source->first()) {
    for (const auto& filter : row.source->filters) add_filters(filter, row, read.filters);
  }
  const bool at_client = landing.row->relation == nullptr && !purposes.client.empty() &&
                         landing.columns == purposes.client;
  const auto evidence = purposes.evidence.find(&row);
  read.by_client =
      at_client && (evidence != purposes.evidence.end() || purposes.for_live.contains(&row));
  if (read.by_client && evidence != purposes.evidence.end()) read.evidence = evidence->second;
  return read;
}

/// What touches whatever either of them touches; both lead to subjects in the same way.
void widen(model::Read& read, const model::Read& other) {
  Columns columns;
  std::set_union(read.columns.begin(), read.columns.end(), other.columns.begin(),
                 other.columns.end(), std::back_inserter(columns));
  read.columns = std::move(columns);
  if (read.filters != other.filters) read.filters.clear();
  const bool at_odds =
      !read.evidence.empty() && !other.evidence.empty() && read.evidence != other.evidence;
  read.by_client = read.by_client && other.by_client && !at_odds;
  if (read.evidence.empty()) read.evidence = other.evidence;
  if (!read.by_client) read.evidence.clear();
}

void merge(std::vector<model::Read>& reads, model::Read read) {
  const auto known = std::find_if(reads.begin(), reads.end(), [&](const model::Read& other) {
    return other.entity == read.entity && other.join_columns == read.join_columns &&
           other.affected == read.affected && other.resync == read.resync;
  });
  if (known == reads.end()) {
    reads.push_back(std::move(read));
  } else {
    widen(*known, read);
  }
}

void merge_reads_of(const Row& row, const model::Catalog& catalog, const ReadPurposes& purposes,
                    std::vector<model::Read>& reads) {
  if (!row.entity->view) {
    return merge(
        reads, reads_all(row)
                   ? read_of_all(row, *row.entity, Columns(row.columns.begin(), row.columns.end()))
                   : read_of_table(row, purposes));
  }
  for (const auto& table : row.entity->tables) {
    merge(reads, reads_all(row) ? read_of_all(row, *catalog.find_any(table.entity), table.columns)
                                : read_of_view_table(row, table, catalog));
  }
}

}  // namespace

std::vector<model::Read> collect_reads(const Frame& frame, const ReadPurposes& purposes) {
  std::vector<model::Read> reads;
  for (const auto& source : frame.sources()) {
    for (const auto& row : source->rows) {
      // The organisation itself never changes.
      const bool may_change =
          row->relation != nullptr ? row->joined : !is_organisation(*row->entity);
      if (may_change) merge_reads_of(*row, frame.catalog(), purposes, reads);
    }
  }
  return reads;
}

}  // namespace steward::rules

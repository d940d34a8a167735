// SPDX-License-Identifier: MIT
#include "rules/read_collector.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace steward::rules {
namespace {

using model::quoted;

model::Read read_of_subject(const Row& subject) {
  model::Read read;
  read.entity = subject.entity->name;
  read.columns.assign(subject.columns.begin(), subject.columns.end());
  read.join_column = subject.entity->key;
  // The subject may be gone, and is affected by that.
  read.affected.sql = "select v as key from unnest(cast(:values as text[])) as v";
  return read;
}

/// The end of the path at which the changed values are looked for: `row.column`.
struct Landing {
  const Row* row;
  std::string column;
};

/// The near side of the last relation; nearer still while that column is itself what a relation
/// joined on, so that the query needs as few tables as possible.
Landing landing_of(const Row& row) {
  Landing landing{row.parent, row.relation->column};
  while (landing.row->relation != nullptr &&
         landing.row->relation->target_column == landing.column) {
    landing = {landing.row->parent, landing.row->relation->column};
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

std::string affected_sql(const Row& row) {
  const auto landing = landing_of(row);
  const auto path = path_to(*landing.row);
  const auto alias = [](std::size_t step) {
    return step == 0 ? std::string("s") : fmt::format("r{}", step);
  };
  const auto& subject = *path.front()->entity;
  auto sql = fmt::format("select distinct cast(s.{} as text) as key from {} as s",
                         quoted(subject.key), quoted(subject.schema, subject.table));
  for (std::size_t step = 1; step < path.size(); ++step) {
    const auto& entity = *path[step]->entity;
    const auto& relation = *path[step]->relation;
    sql += fmt::format(" join {} as {} on {}.{} = {}.{}", quoted(entity.schema, entity.table),
                       alias(step), alias(step), quoted(relation.target_column), alias(step - 1),
                       quoted(relation.column));
  }
  // Values come from the far side, so it is its type that can hold them all.
  const auto* far = row.entity->field(row.relation->target_column);
  const auto column = alias(path.size() - 1) + "." + quoted(landing.column);
  if (far == nullptr) {
    return sql + fmt::format(" where cast({} as text) = any(cast(:values as text[]))", column);
  }
  return sql + fmt::format(" where {} = any(cast(:values as {}[]))", column, far->sql_type);
}

model::Read read_of_related(const Row& row) {
  model::Read read;
  read.entity = row.entity->name;
  read.columns.assign(row.columns.begin(), row.columns.end());
  read.join_column = row.relation->target_column;
  read.affected.sql = affected_sql(row);
  return read;
}

void merge(std::vector<model::Read>& reads, model::Read read) {
  const auto known = std::find_if(reads.begin(), reads.end(), [&](const model::Read& other) {
    return other.entity == read.entity && other.join_column == read.join_column &&
           other.affected == read.affected;
  });
  if (known == reads.end()) {
    reads.push_back(std::move(read));
    return;
  }
  std::vector<std::string> columns;
  std::set_union(known->columns.begin(), known->columns.end(), read.columns.begin(),
                 read.columns.end(), std::back_inserter(columns));
  known->columns = std::move(columns);
}

}  // namespace

std::vector<model::Read> collect_reads(const Frame& frame) {
  std::vector<model::Read> reads = {read_of_subject(frame.subject())};
  for (const auto& source : frame.sources()) {
    for (const auto& row : source->rows) {
      if (row->relation != nullptr && row->joined) merge(reads, read_of_related(*row));
    }
  }
  return reads;
}

}  // namespace steward::rules

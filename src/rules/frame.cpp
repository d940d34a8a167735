// SPDX-License-Identifier: MIT
#include "rules/frame.hpp"

#include <fmt/format.h>

namespace steward::rules {

Frame::Frame(const model::Catalog& catalog, const model::Entity& subject) : catalog_(catalog) {
  sources_.push_back(std::make_unique<Source>());
  add(*sources_.front(), subject).joined = true;
}

Row& Frame::add(Source& source, const model::Entity& entity) {
  auto row = std::make_unique<Row>();
  row->entity = &entity;
  row->alias = rows_ == 0 ? "s" : fmt::format("r{}", rows_);
  row->source = &source;
  ++rows_;
  source.rows.push_back(std::move(row));
  return *source.rows.back();
}

Row& Frame::follow(Row& from, const model::Relation& relation) {
  for (const auto& row : from.source->rows) {
    if (row->parent == &from && row->relation == &relation) return *row;
  }
  auto& row = add(*from.source, *catalog_.find(relation.target));
  row.parent = &from;
  row.relation = &relation;
  return row;
}

Source& Frame::open(Row& from, const model::Relation& relation) {
  read(from, relation.column);
  sources_.push_back(std::make_unique<Source>());
  auto& row = add(*sources_.back(), *catalog_.find(relation.target));
  row.parent = &from;
  row.relation = &relation;
  row.joined = true;
  row.columns.insert(relation.target_column);
  return *sources_.back();
}

void Frame::read(Row& row, const std::string& column) {
  row.columns.insert(column);
  if (row.joined) return;
  row.joined = true;
  row.columns.insert(row.relation->target_column);
  read(*row.parent, row.relation->column);
}

void Frame::read_key(Row& row) {
  const auto key = key_column(row);
  read(key.row == &row ? row : *row.parent, key.column);
}

KeyColumn key_column(const Row& row) {
  const bool joins = row.relation != nullptr && !row.relation->to_many;
  if (joins && row.relation->target_column == row.entity->key) {
    return {row.parent, row.relation->column};
  }
  return {&row, row.entity->key};
}

}  // namespace steward::rules

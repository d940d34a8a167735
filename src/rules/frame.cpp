// SPDX-License-Identifier: MIT
#include "rules/frame.hpp"

#include <fmt/format.h>

#include <algorithm>

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
  for (const auto& pair : relation.on) read(from, pair.column);
  sources_.push_back(std::make_unique<Source>());
  auto& row = add(*sources_.back(), *catalog_.find(relation.target));
  row.parent = &from;
  row.relation = &relation;
  row.joined = true;
  for (const auto& pair : relation.on) row.columns.insert(pair.target_column);
  return *sources_.back();
}

void Frame::read(Row& row, const std::string& column) {
  row.columns.insert(column);
  if (row.joined) return;
  row.joined = true;
  for (const auto& pair : row.relation->on) {
    row.columns.insert(pair.target_column);
    read(*row.parent, pair.column);
  }
}

void Frame::read_key(Row& row) {
  const auto key = key_columns(row);
  for (const auto& column : key.columns) read(key.row == &row ? row : *row.parent, column);
}

std::string Frame::name_elements() {
  return fmt::format("e{}", ++lists_);
}

void Frame::read_presence(Row& row) {
  const auto present = presence_columns(row);
  for (const auto& column : present.columns) {
    read(present.row == &row ? row : *row.parent, column);
  }
}

KeyColumns key_columns(const Row& row) {
  const KeyColumns own{&row, row.entity->key};
  // Only a foreign key of the database vouches that what it names is there.
  if (row.relation == nullptr || row.relation->to_many || !row.relation->enforced) return own;
  KeyColumns of_parent{row.parent, {}};
  for (const auto& key : own.columns) {
    const auto& on = row.relation->on;
    const auto pair = std::find_if(on.begin(), on.end(), [&](const model::ColumnPair& known) {
      return known.target_column == key;
    });
    if (pair == on.end()) return own;
    of_parent.columns.push_back(pair->column);
  }
  return of_parent;
}

KeyColumns presence_columns(const Row& row) {
  if (row.relation->enforced) return {row.parent, row.relation->columns()};
  return {&row, row.relation->target_columns()};
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
#include "store/catalog_relations.hpp"

#include <algorithm>

namespace steward::store {
namespace {

constexpr std::string_view kSuffix = "_id";

std::string without_suffix(const std::string& column) {
  const bool has_suffix =
      column.size() > kSuffix.size() &&
      std::string_view(column).substr(column.size() - kSuffix.size()) == kSuffix;
  return has_suffix ? column.substr(0, column.size() - kSuffix.size()) : column;
}

std::string reverse_name(const model::Catalog& catalog, const std::vector<ForeignKey>& keys,
                         const ForeignKey& key) {
  const auto same_ends = [&key](const ForeignKey& other) {
    return other.table == key.table && other.target == key.target;
  };
  const bool is_only_one = std::count_if(keys.begin(), keys.end(), same_ends) == 1;
  if (is_only_one && catalog.find(key.target)->relation(key.table) == nullptr) return key.table;
  return key.table + "_by_" + without_suffix(key.column);
}

// Of two relations that would have one name the first stays.
void add(model::Entity& entity, model::Relation relation) {
  if (entity.relation(relation.name) == nullptr) entity.relations.push_back(std::move(relation));
}

}  // namespace

void add_relations(model::Catalog& catalog, const std::vector<ForeignKey>& keys) {
  std::vector<ForeignKey> known;
  std::copy_if(keys.begin(), keys.end(), std::back_inserter(known), [&](const ForeignKey& key) {
    return catalog.find(key.table) != nullptr && catalog.find(key.target) != nullptr;
  });
  for (const ForeignKey& key : known) {
    add(catalog.entities.find(key.table)->second,
        {without_suffix(key.column), false, key.target, key.column, key.target_column});
  }
  for (const ForeignKey& key : known) {
    add(catalog.entities.find(key.target)->second,
        {reverse_name(catalog, known, key), true, key.table, key.target_column, key.column});
  }
}

}  // namespace steward::store

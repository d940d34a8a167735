// SPDX-License-Identifier: MIT
#include "steward/model/foreign_key.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace steward::model {
namespace {

constexpr std::string_view kSuffix = "_id";

std::string without_suffix(const std::string& name) {
  const bool has_suffix = name.size() > kSuffix.size() &&
                          std::string_view(name).substr(name.size() - kSuffix.size()) == kSuffix;
  return has_suffix ? name.substr(0, name.size() - kSuffix.size()) : name;
}

std::string field_name(const Entity& entity, const std::string& column) {
  const auto* field = entity.column(column);
  return field == nullptr ? column : field->name;
}

/// What tells a key from others between the same entities.
std::string fields_of(const Catalog& catalog, const ForeignKey& key) {
  const auto& entity = *catalog.find(key.entity);
  if (key.on.size() == 1) return without_suffix(field_name(entity, key.on.front().column));
  std::string names;
  for (const auto& pair : key.on) {
    names += (names.empty() ? "" : "_") + field_name(entity, pair.column);
  }
  return names;
}

std::string name_of(const Catalog& catalog, const ForeignKey& key) {
  if (!key.name.empty()) return key.name;
  if (key.on.size() == 1) return fields_of(catalog, key);
  const bool is_free = catalog.find(key.entity)->relation(key.target) == nullptr;
  return is_free ? key.target : key.target + "_by_" + fields_of(catalog, key);
}

/// How many keys lead from one entity to another.
using Ends = std::map<std::pair<std::string_view, std::string_view>, int>;

std::string reverse_name(const Catalog& catalog, const Ends& ends, const ForeignKey& key) {
  if (!key.reverse.empty()) return key.reverse;
  const bool is_only_one = ends.at({key.entity, key.target}) == 1;
  if (is_only_one && catalog.find(key.target)->relation(key.entity) == nullptr) return key.entity;
  return key.entity + "_by_" + fields_of(catalog, key);
}

void add(Entity& entity, Relation relation) {
  if (entity.relation(relation.name) == nullptr) entity.relations.push_back(std::move(relation));
}

std::vector<ColumnPair> reversed(const std::vector<ColumnPair>& on) {
  std::vector<ColumnPair> pairs;
  for (const auto& pair : on) pairs.push_back({pair.target_column, pair.column});
  return pairs;
}

}  // namespace

void add_relations(Catalog& catalog, const std::vector<ForeignKey>& keys) {
  std::vector<ForeignKey> known;
  std::copy_if(keys.begin(), keys.end(), std::back_inserter(known), [&](const ForeignKey& key) {
    return catalog.find(key.entity) != nullptr && catalog.find(key.target) != nullptr;
  });
  for (const auto& key : known) {
    add(catalog.entities.find(key.entity)->second,
        {name_of(catalog, key), false, key.target, key.on, key.enforced});
  }
  Ends ends;
  for (const auto& key : known) ++ends[{key.entity, key.target}];
  for (const auto& key : known) {
    add(catalog.entities.find(key.target)->second,
        {reverse_name(catalog, ends, key), true, key.entity, reversed(key.on), key.enforced});
  }
}

std::vector<ForeignKey> foreign_keys(const Catalog& catalog) {
  std::vector<ForeignKey> keys;
  for (const auto& [name, entity] : catalog.entities) {
    for (const auto& relation : entity.relations) {
      if (relation.to_many) continue;
      keys.push_back({name, relation.target, relation.on, relation.enforced, {}, {}});
    }
  }
  return keys;
}

}  // namespace steward::model

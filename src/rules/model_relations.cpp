// SPDX-License-Identifier: MIT
#include "rules/model_relations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "rules/entity_lookup.hpp"
#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

using model::ColumnPair;
using model::Type;

bool is_plain_text(const std::string& sql_type) {
  return sql_type == "text" || sql_type.starts_with("character") || sql_type == "citext" ||
         sql_type == "name";
}

/// Two columns of one kind can be compared by `=` in SQL, and mean the same there.
std::string kind_of(const model::Field& field) {
  if (field.type == Type::integer || field.type == Type::number) return "a number";
  if (field.type == Type::text && is_plain_text(field.sql_type)) return "text";
  return field.sql_type;
}

/// Whether at most one record of `entity` has given values in the columns.
bool is_unique(const model::Entity& entity, const std::vector<std::string>& columns) {
  const auto has_all = [&](const std::vector<std::string>& unique) {
    return !unique.empty() &&
           std::all_of(unique.begin(), unique.end(), [&](const std::string& column) {
             return std::find(columns.begin(), columns.end(), column) != columns.end();
           });
  };
  return has_all(entity.key) ||
         std::any_of(entity.indexes.begin(), entity.indexes.end(), [&](const model::Index& index) {
           return index.unique && has_all(index.columns);
         });
}

class RelationReader {
 public:
  RelationReader(const model::Entity& entity, const model::Catalog& catalog, Problems& problems)
      : entity_(entity), catalog_(catalog), problems_(problems) {}

  std::optional<DeclaredRelation> read(const PlacedText& name, const YamlNode& node) {
    YamlReader reader(node, model_relation_keys(), fmt::format("the relation '{}'", name.text()),
                      problems_);
    const auto* to = reader.text("to");
    const auto* on = reader.mapping("on");
    const bool many = reader.boolean("many", false);
    const auto* reverse = reader.text("reverse");
    reader.finish();
    bool right = check_expression_name(name, problems_);
    if (reverse != nullptr) right = check_expression_name(*reverse, problems_) && right;
    if (many && reverse != nullptr) {
      problems_.error(reverse->mark(), "a relation to many has no 'reverse'",
                      "declare it as the relation to one, under the entity that it leads to");
      right = false;
    }
    const auto* target = to != nullptr ? find_entity(catalog_, *to, problems_) : nullptr;
    if (target == nullptr || on == nullptr || !right) return std::nullopt;
    DeclaredRelation declared{name.mark(), entity_.name, {}, {}};
    declared.relation = {name.text(), many, target->name, pairs(*on, *target), false};
    declared.reverse = reverse != nullptr ? reverse->text() : std::string();
    if (declared.relation.on.empty() || !leads_to_one(declared, *target)) return std::nullopt;
    return declared;
  }

 private:
  std::vector<ColumnPair> pairs(const YamlNode& on, const model::Entity& target) {
    std::vector<ColumnPair> pairs;
    bool right = !on.entries.empty();
    if (!right) problems_.error(on.mark, "'on' names no fields", "as {customer_id: id}");
    for (const auto& entry : on.entries) {
      const auto* here = find_field(entity_, entry.key, problems_);
      const model::Field* there = nullptr;
      if (entry.value.kind == YamlKind::text) {
        there = find_field(target, entry.value.text, problems_);
      } else {
        problems_.error(entry.value.mark, fmt::format("'{}' must equal a field of '{}'",
                                                      entry.key.text(), target.name));
      }
      if (here != nullptr && there != nullptr && kind_of(*here) == kind_of(*there)) {
        pairs.push_back({here->sql_name(), there->sql_name()});
        continue;
      }
      right = false;
      if (here == nullptr || there == nullptr) continue;
      problems_.error(entry.key.mark(),
                      fmt::format("'{}' is {}, and '{}' of '{}' is {}", here->name, here->sql_type,
                                  there->name, target.name, there->sql_type),
                      "a relation joins fields of one type");
    }
    return right ? pairs : std::vector<ColumnPair>();
  }

  /// A path to one that led to two would make two of its record.
  bool leads_to_one(const DeclaredRelation& declared, const model::Entity& target) {
    if (declared.relation.to_many || is_unique(target, declared.relation.target_columns())) {
      return true;
    }
    problems_.error(declared.mark,
                    fmt::format("'{}' may lead to several records of '{}'", declared.relation.name,
                                target.name),
                    "say 'many: true', or join on its key or on fields with a unique index");
    return false;
  }

  const model::Entity& entity_;
  const model::Catalog& catalog_;
  Problems& problems_;
};

bool same_columns(std::vector<ColumnPair> left, std::vector<ColumnPair> right) {
  const auto by_column = [](const ColumnPair& a, const ColumnPair& b) {
    return a.column < b.column;
  };
  std::sort(left.begin(), left.end(), by_column);
  std::sort(right.begin(), right.end(), by_column);
  return left == right;
}

/// Foreign keys, and which of them lead from one entity to another.
class KeyList {
 public:
  explicit KeyList(std::vector<model::ForeignKey> keys) : keys_(std::move(keys)) {
    for (std::size_t number = 0; number < keys_.size(); ++number) index(number);
  }

  /// Adds a declared relation, or names the key that joins as it does.
  void take(const DeclaredRelation& declared) {
    const auto& relation = declared.relation;
    for (const auto number : by_ends_[{declared.entity, relation.target}]) {
      auto& key = keys_[number];
      if (!same_columns(key.on, relation.on)) continue;
      key.name = relation.name;
      key.reverse = declared.reverse;
      return;
    }
    keys_.push_back(
        {declared.entity, relation.target, relation.on, false, relation.name, declared.reverse});
    index(keys_.size() - 1);
  }

  [[nodiscard]] std::vector<model::ForeignKey> keys() && { return std::move(keys_); }

 private:
  void index(std::size_t number) {
    by_ends_[{keys_[number].entity, keys_[number].target}].push_back(number);
  }

  std::vector<model::ForeignKey> keys_;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> by_ends_;
};

/// Of two relations of one name only the first was added.
void check_name_is_free(const model::Catalog& catalog, const std::string& entity,
                        const std::string& name, const std::string& target, const SourceMark& mark,
                        Problems& problems) {
  const auto* found = catalog.find(entity)->relation(name);
  if (found == nullptr || found->target == target) return;
  problems.error(
      mark, fmt::format("'{}' has another relation '{}', to '{}'", entity, name, found->target),
      "give this one another name");
}

}  // namespace

std::vector<DeclaredRelation> read_relations(const YamlNode& relations, const model::Entity& entity,
                                             const model::Catalog& catalog, Problems& problems) {
  std::vector<DeclaredRelation> all;
  for (const auto& entry : relations.entries) {
    auto declared = RelationReader(entity, catalog, problems).read(entry.key, entry.value);
    if (declared) all.push_back(*std::move(declared));
  }
  return all;
}

bool can_lead_to_one(const model::Entity& entity, const model::Entity& target,
                     const std::vector<ColumnPair>& on) {
  std::vector<std::string> columns;
  for (const auto& [column, target_column] : on) {
    const auto* here = entity.column(column);
    const auto* there = target.column(target_column);
    if (here == nullptr || there == nullptr || kind_of(*here) != kind_of(*there)) return false;
    columns.push_back(target_column);
  }
  return is_unique(target, columns);
}

void join_entities(model::Catalog& catalog, std::vector<model::ForeignKey> foreign_keys,
                   const std::vector<DeclaredRelation>& declared, Problems& problems) {
  KeyList list(std::move(foreign_keys));
  for (const auto& one : declared) {
    if (one.relation.to_many) {
      catalog.entities.find(one.entity)->second.relations.push_back(one.relation);
    } else {
      list.take(one);
    }
  }
  auto keys = std::move(list).keys();
  // What somebody named goes before what has its name by a rule.
  std::stable_partition(keys.begin(), keys.end(), [](const model::ForeignKey& key) {
    return !key.name.empty() || !key.reverse.empty();
  });
  model::add_relations(catalog, keys);
  for (const auto& one : declared) {
    const auto& target = one.relation.target;
    check_name_is_free(catalog, one.entity, one.relation.name, target, one.mark, problems);
    if (one.reverse.empty()) continue;
    check_name_is_free(catalog, target, one.reverse, one.entity, one.mark, problems);
  }
}

}  // namespace steward::rules

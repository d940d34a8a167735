// SPDX-License-Identifier: MIT
#include "rules/model_views.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/entity_lookup.hpp"

namespace steward::rules {
namespace {

const model::ViewTable* behind(const std::vector<model::ViewTable>& tables,
                               const std::string& name) {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const auto& table) { return table.entity == name; });
  return found == tables.end() ? nullptr : &*found;
}

class ViewTableReader {
 public:
  ViewTableReader(const model::Entity& view, const model::Catalog& catalog, Problems& problems)
      : view_(view), catalog_(catalog), problems_(problems) {}

  std::vector<model::ViewTable> read(const YamlNode& node) {
    for (const auto& item : node.items) {
      if (item.kind == YamlKind::text) {
        add(item.text, nullptr);
      } else {
        problems_.error(item.mark, "a table behind a view must be text, not " +
                                       std::string(to_string(item.kind)));
      }
    }
    for (const auto& entry : node.entries) add(entry.key, &entry.value);
    warn_of_others(node);
    return std::move(tables_);
  }

 private:
  void add(const PlacedText& name, const YamlNode* on) {
    const std::string wanted(trimmed(name.text()));
    const auto* entity = catalog_.find_any(wanted);
    if (entity == nullptr || entity->view) {
      static_cast<void>(find_entity(catalog_, name, problems_));
      if (entity != nullptr && catalog_.find(wanted) != nullptr) {
        problems_.error(name.mark(), fmt::format("'{}' is a view itself", wanted),
                        "name the tables behind it");
      }
      return;
    }
    if (behind(tables_, wanted) != nullptr) {
      problems_.error(name.mark(), fmt::format("'{}' is given twice", wanted));
      return;
    }
    auto table = known(name, *entity);
    if (on != nullptr && on->kind != YamlKind::nothing) table.on = pairs(*entity, *on);
    if (table.on.empty()) warn_of_cost(name);
    tables_.push_back(std::move(table));
  }

  /// What the database says of it; if it says nothing, all its columns may matter.
  model::ViewTable known(const PlacedText& name, const model::Entity& entity) {
    const auto* found = behind(view_.tables, entity.name);
    if (found != nullptr && !found->columns.empty()) return *found;
    if (found == nullptr && !view_.tables.empty()) {
      std::vector<std::string> names;
      for (const auto& table : view_.tables) names.push_back(table.entity);
      problems_.warning(
          name.mark(),
          fmt::format("the view '{}' does not read '{}', as far as the database knows", view_.name,
                      entity.name),
          fmt::format("it reads {}", fmt::join(names, ", ")));
    }
    model::ViewTable table{entity.name, {}, {}};
    for (const auto& field : entity.fields) table.columns.push_back(field.sql_name());
    return table;
  }

  std::vector<model::ColumnPair> pairs(const model::Entity& entity, const YamlNode& on) {
    std::vector<model::ColumnPair> pairs;
    if (on.kind != YamlKind::mapping) {
      problems_.error(
          on.mark, fmt::format("'{}' must be a mapping, not {}", entity.name, to_string(on.kind)),
          fmt::format("as {{id: customer_id}}: fields of '{}', and those of the view "
                      "that show them",
                      entity.name));
    }
    for (const auto& entry : on.entries) {
      const auto* of_table = find_field(entity, entry.key, problems_);
      if (entry.value.kind != YamlKind::text) {
        problems_.error(entry.value.mark,
                        fmt::format("'{}' must be a field of '{}'", entry.key.text(), view_.name));
        continue;
      }
      const auto* of_view = find_field(view_, entry.value.text, problems_);
      if (of_table == nullptr || of_view == nullptr) continue;
      pairs.push_back({of_table->sql_name(), of_view->sql_name()});
    }
    return pairs;
  }

  void warn_of_cost(const PlacedText& name) {
    problems_.warning(
        name.mark(),
        fmt::format(
            "whenever '{0}' changes, all records that read the view '{1}' are looked at: it "
            "does not show which of them belong to a row of '{0}'",
            trimmed(name.text()), view_.name),
        fmt::format("if it does, say by which fields: {0}: {{<field of {0}>: <field of {1}>}}",
                    trimmed(name.text()), view_.name));
  }

  void warn_of_others(const YamlNode& node) {
    for (const auto& table : view_.tables) {
      if (behind(tables_, table.entity) != nullptr) continue;
      problems_.warning(node.mark,
                        fmt::format("the view '{}' reads '{}', too: changes there are not noticed",
                                    view_.name, table.entity),
                        "name it under 'tables'");
    }
  }

  const model::Entity& view_;
  const model::Catalog& catalog_;
  Problems& problems_;
  std::vector<model::ViewTable> tables_;
};

}  // namespace

void read_view_tables(YamlReader& reader, model::Entity& view, const model::Catalog& catalog,
                      Problems& problems) {
  const auto* node = reader.value("tables");
  if (node == nullptr) return;
  if (node->kind != YamlKind::list && node->kind != YamlKind::mapping) {
    problems.error(node->mark, fmt::format("'tables' must be a list or a mapping, not {}",
                                           to_string(node->kind)));
    return;
  }
  view.tables = ViewTableReader(view, catalog, problems).read(*node);
}

}  // namespace steward::rules

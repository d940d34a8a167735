// SPDX-License-Identifier: MIT
#include "rules/model_catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "rules/calendar_reader.hpp"
#include "rules/entity_lookup.hpp"
#include "rules/model_relations.hpp"
#include "rules/model_views.hpp"
#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

/// An entry of `entities` or `views`: a name in rules, and what the database calls it.
struct NamedEntity {
  PlacedText name;
  std::string table;
  const YamlNode* node = nullptr;
  bool view = false;
};

bool has_unique(const model::Entity& entity, const std::vector<std::string>& columns) {
  return std::any_of(entity.indexes.begin(), entity.indexes.end(), [&](const model::Index& index) {
    return index.unique && std::is_permutation(index.columns.begin(), index.columns.end(),
                                               columns.begin(), columns.end());
  });
}

bool is_unzoned(const model::Field& field) {
  return !field.zoned;
}

class CatalogCompletion {
 public:
  CatalogCompletion(const YamlNode& file, const model::Catalog& catalog, Problems& problems)
      : catalog_(catalog),
        problems_(problems),
        reader_(file, model_file_keys(), "the model", problems) {}

  model::Catalog complete() {
    auto keys = model::foreign_keys(catalog_);
    rename(keys);
    for (const auto& named : named_) read_fields(named);
    for (const auto& named : named_) read_key(named);
    std::vector<DeclaredRelation> declared;
    for (const auto& named : named_) {
      for (auto& relation : relations_of(named)) declared.push_back(std::move(relation));
      if (named.view) read_tables(named);
    }
    read_labels();
    read_writable();
    hide();
    for (auto& [name, entity] : catalog_.entities) entity.relations.clear();
    join_entities(catalog_, std::move(keys), declared, problems_);
    read_zone();
    return std::move(catalog_);
  }

 private:
  YamlReader reader_of(const NamedEntity& named) {
    return {*named.node, named.view ? model_view_keys() : model_entity_keys(),
            fmt::format("the {} '{}'", named.view ? "view" : "entity", named.name.text()),
            problems_};
  }

  model::Entity& entity_of(const NamedEntity& named) {
    return catalog_.entities.find(named.name.text())->second;
  }

  // Names of entities.

  void rename(std::vector<model::ForeignKey>& keys) {
    read_names("entities", false);
    read_names("views", true);
    std::map<std::string, std::string, std::less<>> names;
    for (const auto& named : named_) names[named.table] = named.name.text();
    const auto renamed = [&](const std::string& table) {
      const auto found = names.find(table);
      return found == names.end() ? table : found->second;
    };
    model::Catalog result;
    for (auto* entities : {&catalog_.entities, &catalog_.hidden}) {
      for (auto& [table, entity] : *entities) {
        entity.name = renamed(table);
        for (auto& behind : entity.tables) behind.entity = renamed(behind.entity);
        const bool shown = !entity.view || names.contains(table);
        (shown ? result.entities : result.hidden).emplace(entity.name, std::move(entity));
      }
    }
    catalog_ = std::move(result);
    for (auto& key : keys) {
      key.entity = renamed(key.entity);
      key.target = renamed(key.target);
    }
  }

  void read_names(std::string_view section, bool views) {
    const auto* node = reader_.mapping(section);
    if (node == nullptr) return;
    for (const auto& entry : node->entries) {
      NamedEntity named{entry.key, entry.key.text(), &entry.value, views};
      auto reader = reader_of(named);
      if (!reader.is_mapping() || !check_expression_name(entry.key, problems_)) continue;
      const auto* table = reader.text("table");
      if (table != nullptr) named.table = trimmed(table->text());
      if (is_there(named, table != nullptr ? *table : entry.key) && is_free(named)) {
        named_.push_back(std::move(named));
      }
    }
  }

  bool is_there(const NamedEntity& named, const PlacedText& place) {
    const auto& entities = named.view ? catalog_.hidden : catalog_.entities;
    if (entities.contains(named.table)) return true;
    std::vector<std::string> names;
    for (const auto& [name, unused] : entities) names.push_back(name);
    const bool is_other = catalog_.find_any(named.table) != nullptr;
    problems_.error(
        place.mark(),
        fmt::format("the schema has no {} '{}'", named.view ? "view" : "table", named.table),
        is_other ? fmt::format("it is a {0}: name it under '{1}'", named.view ? "table" : "view",
                               named.view ? "entities" : "views")
                 : spelling_hint(named.table, names));
    return false;
  }

  /// Two entities cannot have one name, nor one table two.
  bool is_free(const NamedEntity& named) {
    for (const auto& other : named_) {
      if (other.table != named.table && other.name.text() != named.name.text()) continue;
      problems_.error(named.name.mark(),
                      fmt::format("'{}' is '{}' already", other.name.text(), other.table));
      return false;
    }
    const auto& name = named.name.text();
    if (name == named.table || !catalog_.entities.contains(name)) return true;
    problems_.error(named.name.mark(), fmt::format("the schema has a table '{}', too", name),
                    "choose a name that is free");
    return false;
  }

  // What stands in an entity or a view.

  void read_fields(const NamedEntity& named) {
    auto reader = reader_of(named);
    auto& entity = entity_of(named);
    const auto* fields = reader.mapping("fields");
    if (fields != nullptr) {
      for (const auto& entry : fields->entries) read_field(entity, entry);
    }
    if (const auto* zone = reader.text("zone")) read_entity_zone(entity, *zone);
    reader.finish();
  }

  void read_field(model::Entity& entity, const YamlEntry& entry) {
    if (!check_expression_name(entry.key, problems_)) return;
    const PlacedText* column = &entry.key;
    const PlacedText* zone = nullptr;
    std::optional<YamlReader> reader;
    if (entry.value.kind == YamlKind::text) {
      column = &entry.value.text;
    } else {
      reader.emplace(entry.value, model_field_keys(),
                     fmt::format("the field '{}'", entry.key.text()), problems_);
      if (const auto* named = reader->text("column")) column = named;
      zone = reader->text("zone");
      reader->finish();
    }
    auto* field = column_of(entity, *column);
    if (field == nullptr) return;
    const auto& name = entry.key.text();
    if (name != field->name && entity.field(name) != nullptr) {
      problems_.error(entry.key.mark(),
                      fmt::format("'{}' has a column '{}', too", entity.name, name),
                      "choose a name that is free");
      return;
    }
    field->column = field->sql_name() == name ? std::string() : field->sql_name();
    field->name = name;
    if (zone != nullptr) read_field_zone(*field, *zone);
  }

  model::Field* column_of(model::Entity& entity, const PlacedText& column) {
    const auto wanted = trimmed(column.text());
    for (auto& field : entity.fields) {
      if (field.sql_name() == wanted) return &field;
    }
    std::vector<std::string> names;
    for (const auto& field : entity.fields) names.push_back(field.sql_name());
    problems_.error(column.mark(), fmt::format("'{}' has no column '{}'", entity.table, wanted),
                    spelling_hint(wanted, names));
    return nullptr;
  }

  void read_key(const NamedEntity& named) {
    auto reader = reader_of(named);
    const auto* node = reader.value("key");
    if (node == nullptr) return;
    auto& entity = entity_of(named);
    auto columns = find_columns(entity, *node, "key", problems_);
    for (const auto& column : columns) {
      const auto& field = *entity.column(column);
      if (field.type != model::Type::json) continue;
      problems_.error(node->mark,
                      fmt::format("'{}' is {}, which cannot be a key", field.name, field.sql_type));
      return;
    }
    if (columns.empty()) return;
    if (!entity.view && !has_unique(entity, columns)) {
      problems_.warning(node->mark,
                        fmt::format("nothing in the database keeps two records of '{}' from having "
                                    "the same key: they would be taken for one",
                                    entity.name),
                        "a unique index over its columns would");
    }
    entity.key = std::move(columns);
  }

  std::vector<DeclaredRelation> relations_of(const NamedEntity& named) {
    auto reader = reader_of(named);
    const auto* node = reader.mapping("relations");
    if (node == nullptr) return {};
    return read_relations(*node, entity_of(named), catalog_, problems_);
  }

  void read_tables(const NamedEntity& named) {
    auto reader = reader_of(named);
    read_view_tables(reader, entity_of(named), catalog_, problems_);
  }

  void hide() {
    for (const auto& named : named_) {
      if (named.view || !reader_of(named).boolean("hide", false)) continue;
      catalog_.hidden.insert(catalog_.entities.extract(named.name.text()));
    }
  }

  // Zones: a field's, else its entity's, else the model's.

  void read_field_zone(model::Field& field, const PlacedText& text) {
    if (!is_unzoned(field)) {
      problems_.error(text.mark(),
                      fmt::format("'{}' is {}, which needs no zone", field.name, field.sql_type));
    } else if (const auto zone = rules::read_zone(text, problems_)) {
      field.zone = zone->name();
    }
  }

  void read_entity_zone(model::Entity& entity, const PlacedText& text) {
    if (std::none_of(entity.fields.begin(), entity.fields.end(), is_unzoned)) {
      problems_.warning(text.mark(),
                        fmt::format("'{}' has no timestamp without a zone", entity.name));
    } else if (const auto zone = rules::read_zone(text, problems_)) {
      set_zone(entity, zone->name());
    }
  }

  void read_zone() {
    const auto* text = reader_.text("zone");
    // A mistake in it is reported where the organisation's zone is read.
    Problems elsewhere;
    const auto zone = text != nullptr ? rules::read_zone(*text, elsewhere) : std::nullopt;
    if (!zone) return;
    for (auto* entities : {&catalog_.entities, &catalog_.hidden}) {
      for (auto& [name, entity] : *entities) set_zone(entity, zone->name());
    }
  }

  static void set_zone(model::Entity& entity, const std::string& zone) {
    for (auto& field : entity.fields) {
      if (is_unzoned(field) && field.zone.empty()) field.zone = zone;
    }
  }

  // What steward may do with them.

  void read_labels() {
    const auto* node = reader_.mapping("names");
    if (node == nullptr) return;
    for (const auto& entry : node->entries) {
      auto* entity = find_entity(catalog_, entry.key, problems_);
      if (entity == nullptr) continue;
      if (entry.value.kind != YamlKind::text) {
        problems_.error(entry.value.mark, fmt::format("'{}' must be one of its fields, not {}",
                                                      entity->name, to_string(entry.value.kind)));
      } else if (const auto* field = find_field(*entity, entry.value.text, problems_)) {
        entity->label = field->name;
      }
    }
  }

  void read_writable() {
    const auto* node = reader_.mapping("writable");
    if (node == nullptr) return;
    for (const auto& entry : node->entries) {
      auto* entity = find_entity(catalog_, entry.key, problems_);
      if (entity == nullptr) continue;
      if (entity->view) {
        problems_.error(entry.key.mark(), fmt::format("'{}' is a view", entity->name),
                        "name the table in which the value stands");
        continue;
      }
      for (const auto& column : find_columns(*entity, entry.value, entity->name, problems_)) {
        make_writable(*entity, column, entry.value.mark);
      }
    }
  }

  void make_writable(model::Entity& entity, const std::string& column, const SourceMark& mark) {
    if (std::find(entity.key.begin(), entity.key.end(), column) != entity.key.end()) {
      problems_.error(
          mark,
          fmt::format("'{}' belongs to the key of '{}'", entity.column(column)->name, entity.name),
          "a key is never written");
      return;
    }
    for (auto& field : entity.fields) {
      if (field.sql_name() == column) field.writable = true;
    }
  }

  model::Catalog catalog_;
  Problems& problems_;
  YamlReader reader_;
  std::vector<NamedEntity> named_;
};

}  // namespace

model::Catalog complete_catalog(const YamlNode& file, const model::Catalog& catalog,
                                Problems& problems) {
  return CatalogCompletion(file, catalog, problems).complete();
}

}  // namespace steward::rules

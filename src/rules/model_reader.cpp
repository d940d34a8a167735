// SPDX-License-Identifier: MIT
#include "rules/model_reader.hpp"

#include <fmt/format.h>

#include "rules/calendar_reader.hpp"
#include "rules/entity_lookup.hpp"
#include "rules/listing_compiler.hpp"
#include "rules/yaml_reader.hpp"
#include "steward/rules/loader.hpp"

namespace steward::rules {
namespace {

/// A key of a section, and the column of the listing that its expression fills.
struct ColumnKey {
  std::string_view key;
  std::string_view column;
  ListingKind kind;
  std::string_view meaning;  ///< "" for a key that may be left out
};

calendar::Zone zone_of(YamlReader& reader, Problems& problems) {
  const auto* text = reader.text("zone");
  const auto zone = text != nullptr ? read_zone(*text, problems) : std::nullopt;
  return zone.value_or(calendar::Zone());
}

/// Reads the sections of model.yaml, each of which says where one kind of record is.
class ModelReader {
 public:
  ModelReader(const YamlNode& file, const model::Catalog& catalog, Problems& problems)
      : catalog_(catalog),
        problems_(problems),
        reader_(file, model_file_keys(), "the model", problems) {}

  ModelFile read() {
    static_cast<void>(reader_.text("schema"));
    model_.zone = zone_of(reader_, problems_);
    model_.naming.zone = model_.zone.name();
    // Staff first: whom the other sections call a person is a record of its entity.
    model_.naming.staff_entity = entity_of("staff");
    model_.naming.client_entity = entity_of("clients");
    read_sections();
    reader_.finish();
    model_.people.staff_entity = model_.naming.staff_entity;
    model_.people.client_entity = model_.naming.client_entity;
    return std::move(model_);
  }

 private:
  void read_sections() {
    using enum ListingKind;
    auto& people = model_.people;
    people.staff = section("staff", {{"", "key", text, ""},
                                     {"name", "name", text, "the person's full name"},
                                     {"email", "email", text, "where email reaches the person"},
                                     {"mobile", "mobile", text, ""},
                                     {"time_zone", "time_zone", text, ""}});
    people.holders = section("roles", {{"role", "role", text, "the role's name"},
                                       {"person", "person", person, "who holds it"},
                                       {"from", "valid_from", instant, ""},
                                       {"to", "valid_to", instant, ""}});
    people.absences = section("absences", {{"person", "person", person, "who is away"},
                                           {"from", "starts", instant, "since when"},
                                           {"to", "ends", instant, "until when"},
                                           {"stand_in", "stand_in", person, ""}});
    people.duties = section("duties", {{"role", "role", text, "the role's name"},
                                       {"person", "person", person, "who is on duty"},
                                       {"from", "starts", instant, "since when"},
                                       {"to", "ends", instant, "until when"}});
    people.clients =
        section("clients", {{"", "key", text, ""}, {"name", "name", text, "the client's name"}});
    people.contacts = section("contacts", {{"", "key", text, ""},
                                           {"client", "client", client, ""},
                                           {"name", "name", text, ""},
                                           {"email", "email", text, ""},
                                           {"mobile", "mobile", text, ""},
                                           {"time_zone", "time_zone", text, ""}});
    people.consents = section("consent", {{"client", "client", client, ""},
                                          {"channel", "channel", text, ""},
                                          {"email", "email", boolean, ""},
                                          {"sms", "sms", boolean, ""},
                                          {"from", "valid_from", instant, ""},
                                          {"to", "valid_to", instant, ""}});
  }

  /// Contacts and consent belong to a client, whose record they are or lead to.
  bool check_client(YamlReader& section, std::string_view name, const model::Entity& entity) {
    if (model_.naming.client_entity.empty()) {
      if (reader_.has("clients")) return false;
      problems_.error(reader_.mark_of(name), fmt::format("'{}' without 'clients'", name),
                      "say first which entity holds the clients");
      return false;
    }
    if (name == "consent" &&
        section.has("channel") == (section.has("email") || section.has("sms"))) {
      problems_.error(section.mark(), "'consent' needs either 'channel', or 'email' and 'sms'",
                      "a record about one channel, or fields about each");
      return false;
    }
    if (section.has("client") || entity.name == model_.naming.client_entity) return true;
    section.demand("client");
    return false;
  }

  /// The entity that a section names; "" when there is none or it is wrong.
  std::string entity_of(std::string_view name) {
    const auto* node = reader_.mapping(name);
    const auto* entity = node != nullptr ? node->find("entity") : nullptr;
    if (entity == nullptr || entity->kind != YamlKind::text) return {};
    const auto* found = catalog_.find(trimmed(entity->text.text()));
    return found != nullptr ? found->name : std::string();
  }

  model::Query section(std::string_view name, const std::vector<ColumnKey>& keys) {
    const auto* node = reader_.mapping(name);
    if (node == nullptr) return {};
    YamlReader section(*node, model_section_keys(name), fmt::format("'{}'", name), problems_);
    const auto* named = section.text("entity");
    const auto* entity = named != nullptr ? find_entity(catalog_, *named, problems_) : nullptr;
    bool complete = entity != nullptr;
    std::vector<ListingColumn> columns;
    for (const auto& key : keys) {
      std::optional<PlacedText> expression;
      if (!key.key.empty()) {
        if (const auto* text = section.text(key.key)) expression = *text;
        complete = complete && (expression || key.meaning.empty());
      }
      columns.push_back({std::string(key.column), key.kind, std::move(expression)});
    }
    section.finish();
    const bool of_client = name == "contacts" || name == "consent";
    if (!complete) return {};
    if (of_client ? !check_client(section, name, *entity) : !check_people(name, *node, *entity)) {
      return {};
    }
    return compile_listing(catalog_, model_.naming, *entity, columns,
                           of_client || name == "clients", problems_)
        .value_or(model::Query{});
  }

  /// Whether persons and keys of the section can be told.
  bool check_people(std::string_view name, const YamlNode& node, const model::Entity& entity) {
    const bool lists_records = name == "staff" || name == "clients";
    if (lists_records && entity.key.empty()) {
      problems_.error(node.mark, fmt::format("the entity '{}' has no primary key", entity.name),
                      std::string(kNameTheKey));
      return false;
    }
    if (lists_records || reader_.has("staff"))
      return !model_.naming.staff_entity.empty() || name == "clients";
    problems_.error(reader_.mark_of(name), fmt::format("'{}' without 'staff'", name),
                    "say first which entity holds the staff");
    return false;
  }

  const model::Catalog& catalog_;
  Problems& problems_;
  YamlReader reader_;
  ModelFile model_;
};

}  // namespace

std::string read_schema(const YamlNode& file, Problems& problems) {
  YamlReader reader(file, model_file_keys(), "the model", problems);
  auto schema = reader.line("schema");
  return schema.empty() ? ModelHeader().schema : schema;
}

calendar::Zone read_model_zone(const YamlNode& file, Problems& problems) {
  YamlReader reader(file, model_file_keys(), "the model", problems);
  return zone_of(reader, problems);
}

ModelFile read_model(const YamlNode& file, const model::Catalog& catalog, Problems& problems) {
  return ModelReader(file, catalog, problems).read();
}

}  // namespace steward::rules

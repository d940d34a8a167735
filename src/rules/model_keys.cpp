// SPDX-License-Identifier: MIT
// Which keys model.yaml may have.
#include <map>

#include "rules/key_table.hpp"

namespace steward::rules {
namespace {

using enum ValueForm;

Key entity() {
  return required({"entity", line, "the table that holds them", "staff"});
}

const std::map<std::string_view, KeyTable>& sections() {
  static const std::map<std::string_view, KeyTable> tables = {
      {"staff",
       {"staff",
        {entity(),
         required({"name", expression, "the person's full name", "name"}),
         required({"email", expression, "where email reaches the person", "email"}),
         {"mobile", expression, "where an SMS reaches the person", "mobile"},
         {"time_zone", expression, "the person's time zone", "time_zone"}}}},
      {"roles",
       {"roles",
        {entity(),
         required({"role", expression, "the role's name", "role.name"}),
         required({"person", expression, "who holds it", "staff"}),
         {"from", expression, "since when", "valid_from"},
         {"to", expression, "until when", "valid_to"}}}},
      {"absences",
       {"absences",
        {entity(),
         required({"person", expression, "who is away", "staff"}),
         required({"from", expression, "since when", "starts_at"}),
         required({"to", expression, "until when", "ends_at"}),
         {"stand_in", expression, "who stands in", "stand_in"}}}},
      {"duties",
       {"duties",
        {entity(), required({"role", expression, "the role's name", "role.name"}),
         required({"person", expression, "who is on duty", "staff"}),
         required({"from", expression, "since when", "starts_at"}),
         required({"to", expression, "until when", "ends_at"})}}},
      {"clients",
       {"clients", {entity(), required({"name", expression, "the client's name", "name"})}}},
      {"contacts",
       {"contacts",
        {entity(),
         {"client", expression,
          "whose contact it is; left out where the clients hold it themselves", "client"},
         {"name", expression, "the contact's full name", "name"},
         {"email", expression, "where email reaches the contact", "email"},
         {"mobile", expression, "where an SMS reaches the contact", "mobile"},
         {"time_zone", expression, "the contact's time zone", "time_zone"}}}},
      {"consent",
       {"consent",
        {entity(),
         {"client", expression,
          "whose consent it is; left out where the clients hold it themselves", "client"},
         {"channel", expression, "the channel that a record is about, email or sms", "channel"},
         {"from", expression, "since when", "given_at"},
         {"to", expression, "until when; null: it still holds", "withdrawn_at"},
         {"email", expression, "instead of a channel: whether email is agreed to", "email_ok"},
         {"sms", expression, "instead of a channel: whether SMS is agreed to", "sms_ok"}}}},
  };
  return tables;
}

Key section(std::string_view name, std::string_view meaning) {
  return keys_below(name, mapping, meaning, model_section_keys(name));
}

}  // namespace

const KeyTable& model_section_keys(std::string_view section) {
  return sections().at(section);
}

const KeyTable& model_field_keys() {
  static const KeyTable table{
      "field",
      {{"column", line, "the column, where it has another name", R"("Ship Date")"},
       {"zone", line, "of a timestamp without one", "Europe/Berlin"}}};
  return table;
}

const KeyTable& model_relation_keys() {
  static const KeyTable table{
      "relation",
      {required({"to", line, "the entity that it leads to", "customers"}),
       required({"on", text_by_name, "fields of this entity, and which of the other they equal",
                 "{customer_id: id}"}),
       {"many", boolean, "that it leads to any number of records; false if left out", "true"},
       {"reverse", line, "the name of the way back; this entity's if left out", "orders"}}};
  return table;
}

namespace {

/// What an entity and a view have in common.
std::vector<Key> shared_keys() {
  return {keys_below("fields", text_or_mapping_by_name, "other names for columns, and their zones",
                     model_field_keys(), R"({ship_date: "Ship Date"})"),
          {"zone", line, "of its timestamps without one", "Europe/Berlin"},
          keys_below("relations", by_name,
                     "where they lead that no foreign key says, or under another name",
                     model_relation_keys(), "{customer: {to: customers, on: {customer_id: id}}}")};
}

}  // namespace

const KeyTable& model_entity_keys() {
  static const KeyTable table = [] {
    KeyTable made{
        "entity",
        {{"table", line, "the table, where it has another name", R"("Customer Orders")"},
         {"hide", boolean, "that rules cannot name it; false if left out", "true"},
         {"key", texts, "the fields that tell its records apart, instead of the primary key",
          "[country, number]"}}};
    for (auto& key : shared_keys()) made.keys.push_back(std::move(key));
    return made;
  }();
  return table;
}

const KeyTable& model_view_keys() {
  static const KeyTable table = [] {
    KeyTable made{"view",
                  {{"table", line, "the view, where it has another name", R"("Late Orders")"},
                   required({"key", texts, "the fields that tell its records apart", "order_id"}),
                   required({"tables", texts_or_by_name,
                             "the entities behind it, whose changes are its changes",
                             "[orders, customers]"})}};
    for (auto& key : shared_keys()) made.keys.push_back(std::move(key));
    return made;
  }();
  return table;
}

const KeyTable& model_file_keys() {
  static const KeyTable table{
      "model file",
      {{"schema", line, "the schema whose tables are the entities; public if left out", "crm"},
       {"zone", line, "of dates, of timestamps without one, and of the organisation's people",
        "America/New_York"},
       section("staff", "who works for the organisation"),
       section("roles", "who holds which role, and when"),
       section("absences", "who is away, and who stands in"),
       section("duties", "who is on duty for which role, and when"),
       section("clients", "who the promises are made to"),
       section("contacts", "where messages reach a client"),
       section("consent", "what a client agreed to be sent"),
       keys_below("entities", by_name, "other names, keys, zones and relations for tables",
                  model_entity_keys(), R"({orders: {table: "Customer Orders"}})"),
       keys_below("views", by_name, "views that rules may read, and the tables behind them",
                  model_view_keys(), "{late_orders: {key: order_id, tables: [orders]}}"),
       {"names", text_by_name, "the field that names a record for people", "{orders: number}"},
       {"writable", texts_by_name, "the fields that steward may write", "{orders: [status]}"}}};
  return table;
}

}  // namespace steward::rules

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
  };
  return tables;
}

Key section(std::string_view name, std::string_view meaning) {
  return {name, mapping, meaning, "", false, {}, &model_section_keys(name)};
}

}  // namespace

const KeyTable& model_section_keys(std::string_view section) {
  return sections().at(section);
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
       section("clients", "who the promises are made to")},
      {"entities", "names", "consent", "writable", "views", "contacts"}};
  return table;
}

}  // namespace steward::rules

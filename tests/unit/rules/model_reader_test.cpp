// SPDX-License-Identifier: MIT
#include "rules/model_reader.hpp"

#include <gtest/gtest.h>

#include "unit/rules/loader_catalog.hpp"
#include "unit/rules/reading.hpp"

namespace steward::rules {
namespace {

std::string said_of_model(const std::string& text) {
  return test::complaints(text, [](const YamlNode& node, Problems& problems) {
    static_cast<void>(read_model(node, test::loader_catalog(), problems));
  });
}

TEST(ModelReader, SaysNothingWhereNothingIsSaid) {
  Problems problems;
  const auto node = parse_yaml(SourceText("f.yaml", "schema: crm\n"), problems);
  ASSERT_TRUE(node);
  const auto model = read_model(*node, test::loader_catalog(), problems);
  EXPECT_EQ(problems.render_all(), "");
  EXPECT_EQ(model.people, model::PeopleQueries{});
  EXPECT_EQ(model.naming.zone, "UTC");
  EXPECT_EQ(read_schema(*node, problems), "crm");
}

TEST(ModelReader, ListsStaffByKeyNameAndAddresses) {
  Problems problems;
  const auto node =
      parse_yaml(SourceText("f.yaml",
                            "staff: {entity: staff, name: name + \"!\", email: email}\n"
                            "clients: {entity: clients, name: name}\n"),
                 problems);
  ASSERT_TRUE(node);
  const auto people = read_model(*node, test::loader_catalog(), problems).people;
  ASSERT_EQ(problems.render_all(), "");
  for (const auto* column : {"\"key\"", "\"name\"", "\"email\"", "\"mobile\"", "\"time_zone\""}) {
    EXPECT_NE(people.staff.sql.find(std::string(" as ") + column), std::string::npos) << column;
  }
  EXPECT_EQ(people.staff.sql.find(":keys"), std::string::npos);
  EXPECT_NE(people.clients.sql.find(":keys"), std::string::npos);
}

TEST(ModelReader, NamesWhatIsWrong) {
  EXPECT_EQ(said_of_model(
                "zone: Mars/Olympus\n"
                "staff: {entity: stuff, name: name, email: email}\n"
                "roles: {entity: role_holders, role: role.nam, person: staff, until: valid_to}\n"
                "absences: {entity: absences, person: staff, from: starts_at}\n"
                "clients: {entity: notes, name: text}\n"
                "consent: {}\n"),
            "f.yaml:1:7: error: unknown time zone 'Mars/Olympus'\n"
            "  zone: Mars/Olympus\n"
            "        ^~~~~~~~~~~~\n"
            "  = expected a name such as 'America/New_York'\n"
            "f.yaml:2:17: error: unknown entity 'stuff'\n"
            "  staff: {entity: stuff, name: name, email: email}\n"
            "                  ^~~~~\n"
            "  = did you mean 'staff'?\n"
            "f.yaml:3:62: error: unknown key 'until' in 'roles'\n"
            "  roles: {entity: role_holders, role: role.nam, person: staff, until: valid_to}\n"
            "                                                               ^~~~~\n"
            "  = expected one of: entity, from, person, role, to\n"
            "f.yaml:4:11: error: 'absences' has no 'to'\n"
            "  absences: {entity: absences, person: staff, from: starts_at}\n"
            "            ^\n"
            "  = 'to' is until when\n"
            "f.yaml:5:10: error: the entity 'notes' has no primary key\n"
            "  clients: {entity: notes, name: text}\n"
            "           ^\n"
            "  = say which columns tell its records apart, as 'key' under 'entities' in "
            "model.yaml\n"
            "f.yaml:6:10: error: 'consent' has no 'entity'\n"
            "  consent: {}\n"
            "           ^\n"
            "  = 'entity' is the table that holds them\n"
            "6 errors, 0 warnings\n");
}

TEST(ModelReader, ChecksExpressionsAgainstTheCatalog) {
  EXPECT_EQ(said_of_model(
                "staff: {entity: staff, name: name, email: emial}\n"
                "duties: {entity: absences, role: \"1\", person: clients, from: staff, to: 1}\n"),
            "f.yaml:1:43: error: 'staff' has no field or relation 'emial'\n"
            "  staff: {entity: staff, name: name, email: emial}\n"
            "                                            ^~~~~\n"
            "  = did you mean 'email'?\n"
            "f.yaml:2:47: error: 'absences' has no field or relation 'clients'\n"
            "  duties: {entity: absences, role: \"1\", person: clients, from: staff, to: 1}\n"
            "                                                ^~~~~~~\n"
            "  = expected one of: ends_at, id, staff, staff_id, starts_at\n"
            "f.yaml:2:62: error: 'starts' must be a timestamp or a date, not a record of "
            "'staff'\n"
            "  duties: {entity: absences, role: \"1\", person: clients, from: staff, to: 1}\n"
            "                                                               ^~~~~\n"
            "f.yaml:2:73: error: 'ends' must be a timestamp or a date, not integer\n"
            "  duties: {entity: absences, role: \"1\", person: clients, from: staff, to: 1}\n"
            "                                                                          ^\n"
            "4 errors, 0 warnings\n");
}

TEST(ModelReader, NeedsStaffBeforeTheirRoles) {
  EXPECT_EQ(said_of_model("roles: {entity: role_holders, role: role.name, person: staff}\n"),
            "f.yaml:1:1: error: 'roles' without 'staff'\n"
            "  roles: {entity: role_holders, role: role.name, person: staff}\n"
            "  ^~~~~\n"
            "  = say first which entity holds the staff\n"
            "1 error, 0 warnings\n");
}

}  // namespace
}  // namespace steward::rules

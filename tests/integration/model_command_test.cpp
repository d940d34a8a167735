// SPDX-License-Identifier: MIT
// `steward model` and `steward init` as a shell runs them, on databases that nobody described.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "paths.hpp"
#include "support/reference_crm.hpp"
#include "support/steward_command.hpp"
#include "support/test_database.hpp"

namespace steward::test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class ModelCommands : public testing::Test {
 protected:
  /// Runs init for this database, and check on what it wrote.
  void init_and_check(const std::string& warnings = "") {
    const auto folder = steward.folder() / "new";
    const auto made = steward.run_bare("init --database '" + database.connection() + "' --dir " +
                                       folder.string());
    ASSERT_EQ(made.exit_code, 0) << made.errors;
    EXPECT_THAT(made.output, HasSubstr("wrote " + (folder / "model.yaml").string() + "\n"));
    EXPECT_THAT(made.output, HasSubstr("Nothing is sent: delivery is shadow."));
    const auto checked =
        steward.run_bare("--config " + (folder / "steward.yaml").string() + " check");
    EXPECT_EQ(checked.exit_code, 0) << checked.errors << text_of(folder / "model.yaml");
    EXPECT_EQ(checked.errors.empty(), warnings.empty()) << checked.errors;
    EXPECT_EQ(checked.output,
              "1 rule, 1 chain, 1 calendar, 4 templates: no errors" + warnings + ".\n");
  }

  TestDatabase database;
  StewardCommand steward{database.connection()};
};

TEST_F(ModelCommands, The_model_is_printed_and_kept_for_checks_without_a_database) {
  install_reference_crm(database);
  const auto all = steward.run("model");
  EXPECT_EQ(all.exit_code, 0) << all.errors;
  EXPECT_THAT(all.output, StartsWith("schema crm, zone America/New_York\n"));
  const auto one = steward.run("model service_deliveries");
  EXPECT_THAT(one.output, StartsWith("service_deliveries: table \"crm\".\"service_deliveries\"\n"
                                     "  key: id\n"));
  EXPECT_THAT(one.output, HasSubstr("one clients"));
  EXPECT_THAT(steward.run("model service_deliveries --format json").output,
              HasSubstr("\"name\": \"completed_at\",\n      \"type\": \"timestamp\""));
  const auto wrong = steward.run("model client");
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_EQ(wrong.errors, "steward: the model has no entity 'client'; did you mean 'clients'?\n");

  const auto snapshot = (steward.folder() / "crm.json").string();
  EXPECT_THAT(steward.run("model --save " + snapshot).output,
              AllOf(StartsWith("saved "), EndsWith(" of the schema 'crm' to " + snapshot + "\n")));
  steward.configure("host=/nowhere dbname=none", "shadow");
  EXPECT_EQ(steward.run("check").exit_code, 2);
  const auto checked = steward.run("check --model " + snapshot);
  EXPECT_EQ(checked.exit_code, 0) << checked.errors;
  EXPECT_THAT(checked.output, HasSubstr(": no errors"));
  // Nor is any secret needed, which only those who run it have.
  auto text = text_of(steward.config());
  const auto line = text.find("database:");
  text.replace(line, text.find('\n', line) - line, "database: {env: STEWARD_TEST_UNSET}");
  std::ofstream(steward.config()) << text;
  EXPECT_EQ(steward.run("check").exit_code, 1);
  EXPECT_EQ(steward.run("check --model " + snapshot).exit_code, 0);
  std::ofstream(snapshot) << "{}";
  EXPECT_EQ(steward.run("check --model " + snapshot).errors,
            "steward: " + snapshot + ": not a snapshot that 'steward model --save' wrote\n");
}

TEST_F(ModelCommands, A_check_against_a_snapshot_says_all_that_it_finds) {
  install_reference_crm(database);
  const auto snapshot = (steward.folder() / "crm.json").string();
  ASSERT_EQ(steward.run("model --save " + snapshot).exit_code, 0);
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(steward.folder() / name) << text;
  };
  const auto shipped = text_of(STEWARD_SOURCE_DIR "/config/model.yaml");
  const auto configure = [&] {
    auto text = text_of(steward.config());
    const std::string model = STEWARD_SOURCE_DIR "/config/model.yaml";
    const std::string calendars = STEWARD_SOURCE_DIR "/config/calendars";
    text.replace(text.find(model), model.size(), "model.yaml");
    text.replace(text.find(calendars), calendars.size(), "[" + calendars + ", site.yaml]");
    std::ofstream(steward.config()) << text;
  };
  configure();
  write("model.yaml", shipped);
  write("site.ics",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.com//EN\r\nBEGIN:VEVENT\r\n"
        "UID:1@example.com\r\nDTSTAMP:20190101T000000Z\r\nDTSTART;VALUE=DATE:20190704\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n");
  write("site.yaml", "{calendar: site, holidays: [{ics: site.ics}]}\n");
  const auto right = steward.run("check --model " + snapshot);
  EXPECT_EQ(right.exit_code, 0);
  EXPECT_THAT(right.errors, HasSubstr("site.ics"));
  EXPECT_THAT(right.output, EndsWith(": no errors, 1 warning.\n"));
  EXPECT_EQ(steward.run("check").errors, right.errors) << "as with the database";

  write("model.yaml", "schema: [crm\n");
  const auto unreadable = steward.run("check --model " + snapshot);
  EXPECT_EQ(unreadable.exit_code, 1);
  EXPECT_THAT(unreadable.errors, HasSubstr("model.yaml:"));
  EXPECT_THAT(unreadable.errors, Not(HasSubstr("holds the schema")));

  write("model.yaml", "schema: other\n");
  EXPECT_EQ(steward.run("check --model " + snapshot).errors,
            "steward: " + snapshot + " holds the schema 'crm', and model.yaml names 'other'\n");
}

TEST_F(ModelCommands, A_first_configuration_is_right_at_once) {
  install_reference_crm(database);
  init_and_check();
  const auto model = text_of(steward.folder() / "new/model.yaml");
  EXPECT_THAT(model, HasSubstr("\nstaff: {entity: staff, name: name, email: email"));
  EXPECT_THAT(model, HasSubstr("\nclients: {entity: clients, name: name}\n"));
  const auto settings = text_of(steward.folder() / "new/steward.yaml");
  EXPECT_THAT(settings, HasSubstr("\ndelivery: shadow\n"));
}

TEST_F(ModelCommands, A_first_configuration_names_a_role_that_somebody_has) {
  install_reference_crm(database);
  database.run(
      "insert into crm.staff (name, email) values ('Ana Reyes', 'ana@skyport.example'), "
      "('Dana Kim', 'dana@skyport.example'); insert into crm.roles (name, title) values "
      "('business-leader', 'Business Leader'), ('desk', 'Desk'); insert into crm.role_holders "
      "(role_id, staff_id) values (1, 1), (2, 1), (2, 2)");
  init_and_check();
  EXPECT_THAT(text_of(steward.folder() / "new/rules/first-rule.yaml"),
              AllOf(HasSubstr("    owner: desk\n"), HasSubstr("notify: role(\"desk\")\n")));
  EXPECT_THAT(text_of(steward.folder() / "new/escalations.yaml"),
              HasSubstr("notify: role(\"desk\")\n"));
}

TEST_F(ModelCommands, A_role_may_have_any_name) {
  database.run(
      "create table public.staff (id int primary key, name text, email text);"
      "create table public.role_holders (id int primary key, role text, staff_id int references "
      "staff);"
      "create table public.orders (id int primary key, received_at timestamptz, done_at "
      "timestamptz);"
      "insert into staff values (1, 'Ana', 'ana@skyport.example');"
      "insert into role_holders values (1, 'Head: \"Ops\" #1 \\', 1)");
  init_and_check();
  EXPECT_THAT(text_of(steward.folder() / "new/rules/first-rule.yaml"),
              HasSubstr("    owner: \"Head: \\\"Ops\\\" #1 \\\\\"\n"));
}

TEST_F(ModelCommands, Northwind_gets_one_too) {
  database.run("create schema northwind; set search_path = northwind");
  database.run_file("tests/data/northwind.sql");
  init_and_check();
  const auto model = text_of(steward.folder() / "new/model.yaml");
  EXPECT_THAT(model, HasSubstr("schema: \"northwind\"\n"));
  EXPECT_THAT(model,
              HasSubstr("# 'employees' sounds like the people who work here, but has no field "
                        "for email. Where are they?\n"));
  EXPECT_THAT(model, HasSubstr("\nclients: {entity: customers, name: company_name}\n"));
}

TEST_F(ModelCommands, A_schema_without_any_usual_name_gets_one_too) {
  database.run_file("tests/data/foreign/schema.sql");
  // Nobody said yet of which zone its timestamps are.
  init_and_check(", 2 warnings");
  EXPECT_THAT(text_of(steward.folder() / "new/model.yaml"),
              HasSubstr("  customer_orders:\n    table: \"Customer Orders\"\n"));
}

TEST_F(ModelCommands, Nothing_is_overwritten_and_no_password_kept) {
  database.run(
      "create table public.things (id int primary key, received_at timestamptz, "
      "done_at timestamptz)");
  const auto folder = steward.folder() / "new";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "escalations.yaml") << "mine";
  const auto words =
      "init --database '" + database.connection() + " password=secret' --dir " + folder.string();
  const auto refused = steward.run_bare(words);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(refused.errors,
            "steward: " + (folder / "escalations.yaml").string() +
                " is there already: nothing was written; choose another folder with "
                "--dir\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "steward.yaml"));
  std::filesystem::remove(folder / "escalations.yaml");
  EXPECT_EQ(steward.run_bare(words).exit_code, 0);
  const auto settings = text_of(folder / "steward.yaml");
  EXPECT_THAT(settings, HasSubstr("\ndatabase: {env: STEWARD_DATABASE}\n"));
  EXPECT_THAT(settings, Not(HasSubstr("secret")));
}

TEST_F(ModelCommands, Several_schemas_need_a_choice) {
  database.run(
      "create schema a; create schema b; create table a.t (id int); create table b.t (id int)");
  EXPECT_EQ(steward
                .run_bare("init --database '" + database.connection() + "' --dir " +
                          (steward.folder() / "new").string())
                .errors,
            "steward: there are tables in several schemas (a, b): choose one with --schema\n");
}

}  // namespace
}  // namespace steward::test

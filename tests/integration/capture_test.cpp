// SPDX-License-Identifier: MIT
#include "steward/store/capture.hpp"

#include <gtest/gtest.h>

#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
#include "support/test_database.hpp"

namespace steward::store {
namespace {

using Table = std::vector<std::vector<std::string>>;
using Names = std::vector<std::string>;

constexpr const char* kCrm = R"(
  create schema crm;
  create type crm.mood as enum ('good', 'bad');
  create table crm.calls (
    id bigint primary key, client_id bigint, kind text, mood crm.mood, doc json, notes text);
  create table crm.visits (id bigint, client_id bigint, region int not null, done boolean,
                           primary key (id, region)) partition by list (region);
  create table crm.visits_1 partition of crm.visits for values in (1);
  create table crm.visits_2 partition of crm.visits for values in (2);)";

constexpr const char* kChanges =
    "select entity, operation, old, new from steward.change order by id";

class CaptureTest : public testing::Test {
 protected:
  CaptureTest() {
    EXPECT_TRUE(migrate(pool));
    database.run(kCrm);
    watch({{"calls", {"client_id", "kind", "mood", "doc"}, {"client_id"}, {}},
           {"visits", {"done"}, {"client_id"}, {}}});
  }

  void watch(std::vector<model::Read> reads) {
    model::Rule rule;
    rule.name = "rule";
    rule.reads = std::move(reads);
    rules.rules = {rule};
    rules.catalog = read_catalog(pool, "crm").value();
  }

  std::vector<CaptureGap> install() {
    std::vector<CaptureGap> closed = install_capture(pool, rules).value();
    database.run("delete from steward.resync");
    return closed;
  }

  // What was captured since the last look.
  Table changes() {
    Table found = database.rows(kChanges);
    database.run("delete from steward.change");
    return found;
  }

  std::string resyncs() {
    return database.value(
        "select coalesce(string_agg(entity || ': ' || reason, ', ' order by entity), '') "
        "from steward.resync");
  }

  test::TestDatabase database;
  Pool pool{complete_connection(database.connection()).value(), 2};
  model::RuleSet rules;
};

TEST_F(CaptureTest, Inserts_updates_and_deletes_are_noted_with_key_and_join_columns) {
  install();
  database.run("insert into crm.calls (id, client_id, kind) values (1, 7, 'a'), (2, null, 'b')");
  EXPECT_EQ(changes(), (Table{{"calls", "insert", "null", R"({"id": "1", "client_id": "7"})"},
                              {"calls", "insert", "null", R"({"id": "2", "client_id": null})"}}));
  database.run("update crm.calls set client_id = 8 where id = 1");
  EXPECT_EQ(changes(), (Table{{"calls", "update", R"({"id": "1", "client_id": "7"})",
                               R"({"id": "1", "client_id": "8"})"}}));
  database.run("delete from crm.calls where id = 1");
  EXPECT_EQ(changes(), (Table{{"calls", "delete", R"({"id": "1", "client_id": "8"})", "null"}}));
}

TEST_F(CaptureTest, A_column_that_no_rule_reads_is_not_noticed) {
  install();
  database.run("insert into crm.calls values (1, 7, 'a', 'good', '{}', 'x')");
  changes();
  database.run("update crm.calls set notes = 'y'");
  database.run("update crm.calls set kind = kind, doc = '{}'");
  EXPECT_EQ(changes(), Table{});
  for (const char* change : {"kind = null", "mood = 'bad'", "doc = '{\"a\": 1}'", "id = 3"}) {
    database.run(std::string("update crm.calls set ") + change);
    EXPECT_EQ(changes().size(), 1U) << change;
  }
}

TEST_F(CaptureTest, What_a_before_trigger_sets_is_noticed) {
  install();
  database.run(R"(
    insert into crm.calls (id, kind) values (1, 'a');
    create function crm.stamp() returns trigger language plpgsql as
      $$ begin new.kind := 'stamped'; return new; end $$;
    create trigger stamp before update on crm.calls
      for each row execute function crm.stamp();)");
  changes();
  database.run("update crm.calls set notes = 'x'");
  EXPECT_EQ(changes().size(), 1U);
}

TEST_F(CaptureTest, Truncation_asks_for_another_look_at_everything) {
  install();
  database.run("truncate crm.calls, crm.visits");
  EXPECT_EQ(resyncs(), "calls: truncated, visits: truncated");
}

TEST_F(CaptureTest, Rows_that_a_statement_changes_are_noted_by_one_transaction) {
  install();
  database.run("insert into crm.calls (id, kind) select n, 'a' from generate_series(1, 100) n");
  changes();
  database.run("update crm.calls set kind = 'b'");
  EXPECT_EQ(database.value("select count(*) || ' by ' || count(distinct cast(xmin as text)) from "
                           "steward.change"),
            "100 by 1");
}

TEST_F(CaptureTest, A_renamed_column_fails_no_write_and_asks_for_another_look_at_everything) {
  install();
  database.run("insert into crm.calls (id, kind) values (1, 'a')");
  database.run("insert into crm.visits values (1, 7, 1, false)");
  changes();
  const std::string renamed = "a column was renamed: run 'steward db capture'";
  for (const auto* table : {"calls", "visits"}) {
    database.run(std::string("alter table crm.") + table + " rename client_id to customer_id");
  }
  for (const auto* write :
       {"update crm.calls set kind = 'b'", "insert into crm.calls (id, kind) values (2, 'a')",
        "delete from crm.calls", "update crm.visits set done = true",
        "insert into crm.visits values (2, 7, 2, false)", "delete from crm.visits"}) {
    database.run("delete from steward.resync");
    database.run(write);
    const bool of_calls = std::string_view(write).find("calls") != std::string_view::npos;
    EXPECT_EQ(resyncs(), (of_calls ? "calls: " : "visits: ") + renamed) << write;
    EXPECT_EQ(changes(), Table()) << write;
  }
}

TEST_F(CaptureTest, Partitions_are_captured_whichever_way_a_row_goes) {
  install();
  database.run("insert into crm.visits values (1, 7, 1, false)");
  EXPECT_EQ(changes(), (Table{{"visits", "insert", "null",
                               R"({"client_id": "7", "[\"id\",\"region\"]": "[1,1]"})"}}));
  database.run("insert into crm.visits_2 values (2, 8, 2, false)");
  EXPECT_EQ(changes(), (Table{{"visits", "insert", "null",
                               R"({"client_id": "8", "[\"id\",\"region\"]": "[2,2]"})"}}));
  database.run("update crm.visits set region = 2, done = true where id = 1");
  const Table moved = changes();
  ASSERT_EQ(moved.size(), 2U);
  EXPECT_EQ(moved[0][1], "delete");
  EXPECT_EQ(moved[1][1], "insert");
  database.run("update crm.visits_2 set done = true where id = 2");
  EXPECT_EQ(changes().size(), 1U);
  database.run("delete from crm.visits_2 where id = 2");
  EXPECT_EQ(changes(), (Table{{"visits", "delete",
                               R"({"client_id": "8", "[\"id\",\"region\"]": "[2,2]"})", "null"}}));
  database.run(
      "create table crm.visits_3 partition of crm.visits for values in (3);"
      "insert into crm.visits_3 values (3, 9, 3, false)");
  EXPECT_EQ(changes().size(), 1U);
}

TEST_F(CaptureTest, Replicating_sessions_are_captured_too) {
  install();
  database.run(
      "set session_replication_role = replica; insert into crm.calls (id) values (1);"
      "update crm.calls set kind = 'x'; reset session_replication_role");
  EXPECT_EQ(changes().size(), 2U);
}

TEST_F(CaptureTest, An_application_with_rights_on_the_crm_alone_can_still_write) {
  install();
  const std::string role = database.name() + "_app";
  database.run("create role " + role + " login; grant usage on schema crm to " + role +
               "; grant select, insert, update, delete, truncate on all tables in schema crm to " +
               role);
  {
    test::RawSession application(database.connection_as(role));
    EXPECT_THROW(application.run("select 1 from steward.change"), std::runtime_error);
    // Nothing in its own session may lead the function astray.
    application.run(
        "create temporary table change (entity text); create temporary table resync (entity text);"
        "set search_path = pg_temp, crm; set datestyle = 'German';"
        "insert into crm.calls (id, client_id) values (1, 7);"
        "update crm.calls set client_id = 8; delete from crm.calls; truncate crm.calls");
    EXPECT_THROW(application.run("create temporary table t (id int); create trigger t after insert "
                                 "on t execute function steward.capture_calls()"),
                 std::runtime_error);
  }
  EXPECT_EQ(changes().size(), 3U);
  EXPECT_EQ(resyncs(), "calls: truncated");
  database.run("drop owned by " + role + "; drop role " + role);
}

TEST_F(CaptureTest, A_change_bears_the_servers_time_unless_the_installation_is_a_simulation) {
  const std::string insert =
      "set steward.now = '2020-01-01T00:00:00Z'; insert into crm.calls (id) values ";
  install();
  database.run(insert + "(1)");
  EXPECT_EQ(database.value("select changed_at > now() - interval '1 hour' from steward.change"),
            "t");
  changes();

  database.run("update steward.installation set simulation = true");
  EXPECT_EQ(install().size(), 8U);
  database.run(insert + "(2)");
  EXPECT_EQ(database.value("select changed_at = '2020-01-01T00:00:00Z' from steward.change"), "t");
  changes();
  database.run("reset steward.now; insert into crm.calls (id) values (3)");
  EXPECT_EQ(database.value("select changed_at > now() - interval '1 hour' from steward.change"),
            "t");
}

TEST_F(CaptureTest, Only_what_differs_is_installed) {
  EXPECT_EQ(install().size(), 8U);
  EXPECT_EQ(capture_gaps(pool, rules).value(), std::vector<CaptureGap>{});
  const Names before = database.rows(
      "select string_agg(oid::text, ' ' order by oid) from pg_trigger "
      "where tgname like 'steward%'")[0];
  EXPECT_EQ(install(), std::vector<CaptureGap>{});
  EXPECT_EQ(database.rows("select string_agg(oid::text, ' ' order by oid) from pg_trigger "
                          "where tgname like 'steward%'")[0],
            before);

  watch({{"calls", {"client_id", "kind", "notes"}, {"client_id"}, {}},
         {"visits", {"done"}, {"client_id"}, {}}});
  EXPECT_EQ(
      install(),
      (std::vector<CaptureGap>{{"crm.calls", "steward_capture_update", CaptureState::outdated}}));
  database.run("insert into crm.calls (id) values (1); update crm.calls set notes = 'x'");
  EXPECT_EQ(changes().size(), 2U);
}

TEST_F(CaptureTest, What_was_disabled_or_dropped_is_found_and_mended) {
  install();
  database.run(
      "alter table crm.calls disable trigger steward_capture_update;"
      "drop trigger steward_capture_insert on crm.calls;"
      "alter table crm.visits_2 disable trigger all");
  const std::vector<CaptureGap> gaps = {
      {"crm.calls", "steward_capture_update", CaptureState::disabled},
      {"crm.calls", "steward_capture_insert", CaptureState::missing},
      {"crm.visits", "steward_capture_update", CaptureState::disabled},
      {"crm.visits", "steward_capture_insert", CaptureState::disabled},
      {"crm.visits", "steward_capture_delete", CaptureState::disabled}};
  EXPECT_EQ(capture_gaps(pool, rules).value(), gaps);
  EXPECT_EQ(install_capture(pool, rules).value(), gaps);
  EXPECT_EQ(capture_gaps(pool, rules).value(), std::vector<CaptureGap>{});
  EXPECT_EQ(resyncs(), "calls: capture was installed, visits: capture was installed");
}

TEST_F(CaptureTest, A_table_that_no_rule_reads_any_more_is_let_go) {
  install();
  watch({{"visits", {"done"}, {"client_id"}, {}}});
  EXPECT_EQ(capture_gaps(pool, rules).value()[0],
            (CaptureGap{"crm.calls", "steward_capture_delete", CaptureState::obsolete}));
  EXPECT_EQ(install().size(), 4U);
  EXPECT_EQ(capture_gaps(pool, rules).value(), std::vector<CaptureGap>{});
  EXPECT_EQ(database.value("select count(*) from pg_proc where proname = 'capture_calls'"), "0");
}

TEST_F(CaptureTest, Removing_leaves_nothing) {
  install();
  EXPECT_EQ(remove_capture(pool).value(), (Names{"crm.calls", "crm.visits"}));
  EXPECT_EQ(
      database.value("select (select count(*) from pg_trigger where tgname like 'steward%') + "
                     "(select count(*) from pg_proc where proname like 'capture%')"),
      "0");
  EXPECT_EQ(remove_capture(pool).value(), Names{});
}

TEST_F(CaptureTest, The_printed_statements_install_the_same) {
  const std::string sql = capture_sql(pool, rules).value();
  database.run(sql);
  EXPECT_EQ(capture_gaps(pool, rules).value(), std::vector<CaptureGap>{});
  database.run(sql);
  EXPECT_EQ(capture_gaps(pool, rules).value(), std::vector<CaptureGap>{});
  EXPECT_EQ(capture_sql(pool, rules).value(), sql);
}

TEST_F(CaptureTest, A_name_that_needs_quotes_is_captured) {
  database.run(R"(
    create table crm."Order's ""x""" ("the 'id'" text primary key, "$capture$" date, "select" int))");
  watch({{"Order's \"x\"", {"select"}, {"$capture$"}, {}}});
  install();
  database.run(R"(set datestyle = 'German';
    insert into crm."Order's ""x""" values ('a\b', '2026-11-22', 1); reset datestyle)");
  EXPECT_EQ(changes(), (Table{{"Order's \"x\"", "insert", "null",
                               R"({"the 'id'": "a\\b", "$capture$": "2026-11-22"})"}}));
}

TEST_F(CaptureTest, A_table_in_use_is_not_waited_for_long) {
  test::RawSession reader(database.connection());
  reader.run("begin; lock table crm.calls in row exclusive mode");
  const Error error = install_capture(pool, rules).error();
  EXPECT_EQ(error, Error(ErrorCode::conflict,
                         "capture of crm.calls: canceling statement due to lock timeout "
                         "(SQLSTATE 55P03)"));
}

TEST(CaptureWithoutSchemaTest, A_database_that_was_not_migrated_says_so) {
  test::TestDatabase database;
  Pool pool(complete_connection(database.connection()).value(), 1);
  const Error error(ErrorCode::rejected,
                    "the database has no schema 'steward' yet: run 'steward db migrate' first");
  EXPECT_EQ(install_capture(pool, {}).error(), error);
  EXPECT_EQ(capture_gaps(pool, {}).error(), error);
  EXPECT_EQ(remove_capture(pool).value(), Names{});
}

}  // namespace
}  // namespace steward::store

// SPDX-License-Identifier: MIT
// A database at the schema of an older version: what its daemon left is kept aside, and compared
// after the next migrations.
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
#include "steward/store/pool.hpp"
#include "store/migration.hpp"
#include "support/must.hpp"
#include "support/refusal.hpp"
#include "support/test_database.hpp"

namespace steward::test {

class OlderSchema : public testing::Test {
 protected:
  using Rows = std::vector<std::vector<std::string>>;

  /// Applies what is missing, up to the migration of this number.
  void migrate_to(std::ptrdiff_t number) {
    const auto& all = store::embedded_migrations();
    const std::vector<store::Migration> older(all.begin(), all.begin() + number);
    must(store::migrate(pool, older), "migrating");
  }
  void migrate_to_newest() { must(store::migrate(pool), "migrating"); }

  /// Copies every table as it is now.
  void keep() {
    database.run(R"(
      create schema kept;
      do $$
      declare
        kept text;
      begin
        for kept in select relname from pg_class
                     where relnamespace = 'steward'::regnamespace and relkind in ('r', 'p')
                       and not relispartition and relname <> 'migration'
        loop
          execute format('create table kept.%1$I as select * from steward.%1$I', kept);
        end loop;
      end
      $$)");
  }

  /// The kept tables in which there was nothing: they prove nothing.
  std::vector<std::string> kept_without_rows() {
    std::vector<std::string> tables;
    for (const auto& table : kept_tables()) {
      const auto filled = "select exists (select from kept." + table[0] + ")";
      if (database.value(filled) == "f") tables.push_back(table[0]);
    }
    return tables;
  }

  /// The rows that are only among what was kept, and those that are only there now, by the columns
  /// that there were: "touched: lost (3,follow-up,7)". As often as a row is there, it counts.
  std::vector<std::string> differences() {
    std::vector<std::string> lines;
    for (const auto& table : kept_tables()) {
      const auto then = "select " + table[1] + " from kept." + table[0];
      const auto now = "select " + table[1] + " from steward." + table[0];
      for (const auto& row : database.rows(
               "select 'lost ' || r::text from (" + then + " except all " + now + ") r union all " +
               "select 'new ' || r::text from (" + now + " except all " + then + ") r")) {
        lines.push_back(table[0] + ": " + row[0]);
      }
    }
    return lines;
  }

  /// Where each row of a table lies on the disk, and which transaction wrote it. Whoever rewrites
  /// rows changes this, though their values stay.
  Rows places(const std::string& table, const std::string& which = "true") {
    return database.rows(
        "select tableoid::regclass, pg_relation_filenode(tableoid), ctid, xmin from steward." +
        table + " where " + which + " order by tableoid, ctid");
  }

  /// What the server says against a statement; "" when it takes it.
  std::string refusal(const std::string& sql) { return test::refusal(database, sql); }

  TestDatabase database;
  store::Pool pool{must(store::complete_connection(database.connection()), "the connection"), 2};

 private:
  /// Their names, each with its columns.
  Rows kept_tables() {
    return database.rows(R"(
      select c.relname, string_agg(quote_ident(a.attname), ', ' order by a.attnum)
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relnamespace = 'kept'::regnamespace and c.relkind = 'r'
       group by c.relname order by c.relname)");
  }
};

}  // namespace steward::test

// SPDX-License-Identifier: MIT
#include "store/migration.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
#include "support/test_database.hpp"

namespace steward::store {
namespace {

using Names = std::vector<std::string>;

const Migration kFirst{"0001_first",
                       "create table steward.a (n int); insert into steward.a values (1)"};
const Migration kSecond{"0002_second",
                        "create function steward.f() returns int language sql as $$ select 1; $$;\n"
                        "-- it's a comment with a :colon\ncreate table steward.b ()"};

class MigrationTest : public testing::Test {
 protected:
  test::TestDatabase database;
  Pool pool{complete_connection(database.connection()).value(), 2};
};

TEST_F(MigrationTest, An_empty_database_gets_the_embedded_schema_once) {
  Names all;
  for (const Migration& migration : embedded_migrations()) all.push_back(migration.name);
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(pending_migrations(pool).value(), all);
  EXPECT_EQ(migrate(pool).value(), all);
  EXPECT_EQ(pending_migrations(pool).value(), Names{});
  EXPECT_EQ(migrate(pool).value(), Names{});
}

TEST_F(MigrationTest, Asking_what_is_pending_changes_nothing) {
  EXPECT_EQ(pending_migrations(pool, {kFirst}).value(), Names{"0001_first"});
  EXPECT_EQ(database.value("select count(*) from pg_namespace where nspname = 'steward'"), "0");
}

TEST_F(MigrationTest, Only_what_is_missing_is_applied) {
  EXPECT_EQ(migrate(pool, {kFirst}).value(), Names{"0001_first"});
  EXPECT_EQ(migrate(pool, {kFirst, kSecond}).value(), Names{"0002_second"});
  EXPECT_EQ(database.value("select n from steward.a"), "1");
  EXPECT_EQ(database.value("select string_agg(name, ' ' order by name) from steward.migration"),
            "0001_first 0002_second");
}

TEST_F(MigrationTest, One_that_fails_leaves_nothing_of_itself) {
  const Migration broken{"0002_broken", "create table steward.b (); select 1 / 0"};
  EXPECT_EQ(migrate(pool, {kFirst, broken}).error().message(),
            "migration 0002_broken failed: division by zero (SQLSTATE 22012)");
  EXPECT_EQ(database.value("select to_regclass('steward.b') is null"), "t");
  EXPECT_EQ(pending_migrations(pool, {kFirst, kSecond}).value(), Names{"0002_second"});
}

TEST_F(MigrationTest, A_newer_schema_is_refused) {
  ASSERT_TRUE(migrate(pool, {kFirst, kSecond}));
  const Error newer(
      ErrorCode::rejected,
      "the schema 'steward' is newer than this program: it has migration 0002_second, "
      "this program knows migrations up to 0001_first; run a newer version of steward");
  EXPECT_EQ(migrate(pool, {kFirst}).error(), newer);
  EXPECT_EQ(pending_migrations(pool, {kFirst}).error(), newer);
}

TEST_F(MigrationTest, Another_text_or_another_order_is_refused) {
  ASSERT_TRUE(migrate(pool, {kFirst}));
  EXPECT_EQ(migrate(pool, {{"0001_first", "select 1"}, kSecond}).error(),
            Error(ErrorCode::rejected,
                  "migration 0001_first was applied to the schema 'steward' with another text than "
                  "this program has; it was made by another version of steward"));
  EXPECT_EQ(
      migrate(pool, {{"0000_other", ""}, kFirst}).error(),
      Error(ErrorCode::rejected,
            "the schema 'steward' has migration 0001_first where this program has 0000_other; "
            "it was made by another version of steward"));
}

TEST_F(MigrationTest, Two_programs_at_once_apply_each_migration_once) {
  Result<Names> one = Names{};
  Result<Names> other = Names{};
  std::thread thread([&] { one = migrate(pool, {kFirst, kSecond}); });
  other = migrate(pool, {kFirst, kSecond});
  thread.join();
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->size() + other->size(), 2U);
}

}  // namespace
}  // namespace steward::store

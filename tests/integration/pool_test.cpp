// SPDX-License-Identifier: MIT
// Sessions on loan, and work in one transaction of one of them.
#include "steward/store/pool.hpp"

#include <gtest/gtest.h>

#include "steward/store/database.hpp"
#include "steward/store/server_clock.hpp"
#include "store/session.hpp"
#include "store/transact.hpp"
#include "support/test_database.hpp"

namespace steward::store {
namespace {

class PoolTest : public testing::Test {
 protected:
  std::string connection() const { return complete_connection(database.connection()).value(); }
  /// Returns when the server has ended all other sessions.
  void end_all() {
    database.run(
        "select pg_terminate_backend(pid, 60000) from pg_stat_activity "
        "where datname = current_database() and pid <> pg_backend_pid()");
  }

  test::TestDatabase database;
};

TEST_F(PoolTest, A_database_that_is_not_there_is_rejected_and_a_server_away_is_unavailable) {
  Pool no_database(complete_connection(database.connection() + " dbname=nowhere").value(), 1);
  const Error rejected = no_database.lease().error();
  EXPECT_EQ(rejected.code(), ErrorCode::rejected);
  EXPECT_NE(rejected.message().find("database \"nowhere\" does not exist"), std::string::npos)
      << rejected.message();

  Pool no_server(complete_connection("host=/nonexistent password=secret-word").value(), 1);
  const Error away = no_server.lease().error();
  EXPECT_EQ(away.code(), ErrorCode::unavailable);
  EXPECT_EQ(away.message().find("secret-word"), std::string::npos) << away.message();
}

TEST_F(PoolTest, Transact_commits_what_answers_well_and_nothing_else) {
  Pool pool(connection(), 1);
  database.run("create table t (n int)");
  const auto insert_then = [&pool](const Result<>& answer) {
    return transact(pool, [&answer](Session& inner) {
      inner.execute("insert into t values (1)");
      return answer;
    });
  };
  EXPECT_TRUE(insert_then({}));
  EXPECT_EQ(insert_then(Error(ErrorCode::not_found, "none")).error(),
            Error(ErrorCode::not_found, "none"));
  const Result<> failed = transact(pool, [](Session& inner) -> Result<> {
    inner.execute("insert into t values (1)");
    inner.execute("insert into nowhere values (1)");
    return {};
  });
  EXPECT_EQ(failed.error().message(), "relation \"nowhere\" does not exist (SQLSTATE 42P01)");
  EXPECT_EQ(database.value("select count(*) from t"), "1");
}

TEST_F(PoolTest, Reading_only_means_it) {
  Pool pool(connection(), 1);
  const Result<> written = transact_read_only(pool, [](Session& inner) -> Result<> {
    inner.execute("create table t ()");
    return {};
  });
  EXPECT_EQ(written.error().message(),
            "cannot execute CREATE TABLE in a read-only transaction (SQLSTATE 25006)");
}

TEST_F(PoolTest, A_pool_lends_as_many_as_it_has) {
  Pool pool(connection(), 2);
  const Result<Pool::Lease> first = pool.lease();
  {
    const Result<Pool::Lease> second = pool.lease();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(pool.lease(std::chrono::milliseconds(0)).error(),
              Error(ErrorCode::unavailable, "all 2 sessions on the database stayed busy for 0 ms"));
  }
  EXPECT_TRUE(pool.lease(std::chrono::milliseconds(0)));
}

TEST_F(PoolTest, A_session_comes_back_to_the_pool_without_its_transaction) {
  Pool pool(connection(), 1);
  database.run("create table t (n int)");
  {
    const Result<Pool::Lease> lease = pool.lease();
    lease->session().begin();
    lease->session().execute("insert into t values (1)");
  }
  const Result<Pool::Lease> again = pool.lease();
  EXPECT_FALSE(again->session().in_transaction());
  EXPECT_EQ(database.value("select count(*) from t"), "0");
}

TEST_F(PoolTest, After_a_loss_the_pool_connects_anew) {
  Pool pool(connection(), 2);
  const auto ask = [&pool] {
    return transact(pool, [](Session& inner) -> Result<> {
      inner.query("select 1");
      return {};
    });
  };
  {
    const Result<Pool::Lease> first = pool.lease();
    const Result<Pool::Lease> second = pool.lease();
    ASSERT_TRUE(first && second);
  }
  const Result<> lost = transact(pool, [&](Session& inner) -> Result<> {
    inner.query("select 1");
    end_all();
    inner.query("select 1");
    return {};
  });
  EXPECT_EQ(lost.error().code(), ErrorCode::unavailable);
  EXPECT_TRUE(ask());
}

TEST_F(PoolTest, A_session_that_ended_while_nobody_had_it_is_not_lent) {
  Pool pool(connection(), 1);
  EXPECT_FALSE(pool.lease()->session().has_ended());
  end_all();
  const Result<Pool::Lease> lease = pool.lease();
  ASSERT_TRUE(lease);
  EXPECT_FALSE(lease->session().has_ended());
  EXPECT_EQ(lease->session().query("select 1 as one").only().integer("one"), 1);
}

TEST_F(PoolTest, The_clock_is_the_servers) {
  Pool pool(connection(), 1);
  ServerClock clock(pool);
  const Instant before =
      *parse_instant(database.value("select to_char(clock_timestamp() at time zone 'UTC', "
                                    "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
  const Result<Instant> now = clock.now();
  ASSERT_TRUE(now);
  EXPECT_GE(*now, before);
}

}  // namespace
}  // namespace steward::store

// SPDX-License-Identifier: MIT
#include "store/session.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "steward/store/database.hpp"
#include "store/binds.hpp"
#include "support/private_cluster.hpp"
#include "support/test_database.hpp"

namespace steward::store {
namespace {

using Texts = std::vector<std::string>;

class SessionTest : public testing::Test {
 protected:
  std::string connection() const { return complete_connection(database.connection()).value(); }

  // The failure of a statement; a statement that succeeds fails the test.
  StatementFailed failure(std::string_view sql, const Binds& binds = {}) {
    try {
      session.query(sql, binds);
    } catch (const StatementFailed& failed) {
      return failed;
    }
    ADD_FAILURE() << "should have failed: " << sql;
    return StatementFailed(ErrorCode::internal, {}, {});
  }

  test::TestDatabase database;
  Session session{connection()};
};

TEST_F(SessionTest, A_database_that_cannot_hold_every_text_is_refused) {
  const auto name = database.value("select current_database()") + "_latin1";
  database.run("create database " + name +
               " template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'");
  try {
    const Session other(connection() + " dbname=" + name);
    ADD_FAILURE() << "should have been refused";
  } catch (const StatementFailed& failed) {
    EXPECT_EQ(failed.error().code(), ErrorCode::rejected);
    EXPECT_EQ(failed.error().message(),
              "the database's encoding is LATIN1, which cannot hold every text that steward "
              "writes: it works with UTF8 alone");
  }
  database.run("drop database " + name + " with (force)");
}

TEST_F(SessionTest, A_statement_of_too_many_values_is_refused) {
  std::string sql = "select 1 where 0 in (0";
  Binds binds;
  for (int i = 0; i < 65536; ++i) {
    const auto name = "p" + std::to_string(i);
    sql += ", :" + name;
    binds.emplace(name, std::int64_t{i});
  }
  const auto failed = failure(sql + ")", binds);
  EXPECT_EQ(failed.error().code(), ErrorCode::invalid_input);
  EXPECT_EQ(failed.error().message(), "a statement of more than 65,535 values");
}

TEST_F(SessionTest, Every_kind_of_bind_arrives_as_it_is) {
  const Rows rows = session.query(
      "select :yes as yes, :n as n, :x as x, :t::text as t, :nothing::text as nothing, "
      ":list as list, pg_typeof(:n)::text as type",
      {{"yes", true},
       {"n", std::numeric_limits<std::int64_t>::min()},
       {"x", 0.1},
       {"t", "it's :t \\ \"ß\""},
       {"nothing", nullptr},
       {"list", Texts{"", "NULL", "a\"b\\", "{,}"}}});
  const Row row = rows.only();
  EXPECT_TRUE(row.boolean("yes"));
  EXPECT_EQ(row.integer("n"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(row.text("x"), "0.1");
  EXPECT_EQ(row.text("t"), "it's :t \\ \"ß\"");
  EXPECT_TRUE(row.is_null("nothing"));
  EXPECT_EQ(row.optional_text("nothing"), std::nullopt);
  EXPECT_EQ(row.text_or_empty("nothing"), "");
  EXPECT_EQ(row.texts("list"), (Texts{"", "NULL", "a\"b\\", "{,}"}));
  EXPECT_EQ(row.text("type"), "bigint");
}

TEST_F(SessionTest, Instants_cross_as_they_are) {
  for (const auto* written :
       {"2026-11-22T15:00:00.000001Z", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+05:41", "9999-12-31T23:59:59-05:00"}) {
    const Instant instant = *parse_instant(written);
    const Rows rows = session.query(
        "select :at::timestamptz as at, extract(epoch from :at::timestamptz) * 1000000 as micros, "
        ":none::timestamptz as none",
        {{"at", bind(instant)}, {"none", bind(std::optional<Instant>())}});
    EXPECT_EQ(rows.only().instant("at"), instant) << written;
    EXPECT_EQ(rows.only().text("micros"), std::to_string(to_micros(instant)) + ".000000");
    EXPECT_EQ(rows.only().optional_instant("none"), std::nullopt);
  }
  EXPECT_EQ(session.query("select 7 as at").only().optional_micros("at"), from_micros(7));
}

TEST_F(SessionTest, Instants_of_years_that_no_calendar_shows_cross_too) {
  for (const auto* written :
       {"10000-01-01 04:00:00+00", "293999-12-31 23:59:59.999999+00", "0001-12-31 18:18:44+00 BC",
        "4713-01-01 00:00:00+00 BC", "0005-02-29 12:00:00+00 BC", "0400-03-01 00:00:00+00"}) {
    const auto there = session.query("select :at::timestamptz as at", {{"at", written}});
    const auto back = session.query("select :at::timestamptz::text as at",
                                    {{"at", bind(there.only().instant("at"))}});
    EXPECT_EQ(back.only().text("at"), written);
  }
}

TEST_F(SessionTest, What_is_no_instant_is_refused) {
  const Rows rows = session.query(
      "select timestamptz 'infinity' as never, timestamp '2026-11-22 15:00:00' as local, "
      "'2026-11-22 15:00:00+05' as elsewhere, '+00' as nothing, "
      "timestamptz '294276-12-31 00:00:00+00' as late, '99999999999-01-01 00:00:00+00' as later");
  for (const auto* column : {"never", "local", "elsewhere", "nothing", "late", "later"}) {
    EXPECT_THROW(static_cast<void>(rows.only().instant(column)), StatementFailed) << column;
  }
}

TEST_F(SessionTest, A_query_s_own_binds_are_joined_by_those_of_the_call) {
  const model::Query query{"select k from unnest(:keys) k where k <> :not order by k",
                           {{"not", "b"}, {"keys", nullptr}}};
  const Rows rows = session.query(query, {{"keys", Texts{"c", "b", "a"}}});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].text("k"), "a");
  EXPECT_EQ(rows[1].text("k"), "c");
}

TEST_F(SessionTest, A_string_takes_the_type_of_its_place) {
  session.run_script("create type mood as enum ('good', 'bad'); create table t (m mood, d date)");
  EXPECT_EQ(session.execute("insert into t values (:m, :d)", {{"m", "bad"}, {"d", "2026-11-22"}}),
            1);
  EXPECT_EQ(session.query("select d from t where m = :m", {{"m", "bad"}}).only().text("d"),
            "2026-11-22");
}

TEST_F(SessionTest, Execute_counts_what_it_affected) {
  session.run_script("create table t (n int); insert into t select generate_series(1, 5)");
  EXPECT_EQ(session.execute("delete from t where n > :n", {{"n", 2}}), 3);
  EXPECT_EQ(session.execute("create table u ()"), 0);
}

TEST_F(SessionTest, A_session_has_our_settings) {
  const auto setting = [this](const std::string& name) {
    return session.query("select current_setting(:name) as value", {{"name", name}})
        .only()
        .text("value");
  };
  EXPECT_EQ(setting("timezone"), "UTC");
  EXPECT_EQ(setting("statement_timeout"), "30s");
  EXPECT_EQ(setting("lock_timeout"), "15s");
  EXPECT_EQ(setting("idle_in_transaction_session_timeout"), "30s");
  EXPECT_EQ(setting("transaction_isolation"), "read committed");
  EXPECT_EQ(setting("application_name"), "steward");
  EXPECT_EQ(setting("client_encoding"), "UTF8");
}

TEST_F(SessionTest, A_failure_has_its_state_its_code_and_the_servers_words) {
  const StatementFailed missing = failure("select * from nowhere");
  EXPECT_EQ(missing.sqlstate(), "42P01");
  EXPECT_EQ(missing.code(), ErrorCode::internal);
  EXPECT_STREQ(missing.what(), "relation \"nowhere\" does not exist (SQLSTATE 42P01)");
  EXPECT_EQ(failure("select :n::int", {{"n", "x"}}).code(), ErrorCode::invalid_input);
}

TEST_F(SessionTest, A_failure_does_not_quote_the_row) {
  session.run_script(
      "create table t (email text unique); insert into t values ('ann@example.org')");
  const StatementFailed twice = failure("insert into t values ('ann@example.org')");
  EXPECT_EQ(twice.code(), ErrorCode::conflict);
  EXPECT_STREQ(twice.what(),
               "duplicate key value violates unique constraint \"t_email_key\" (SQLSTATE 23505)");
}

TEST_F(SessionTest, A_bind_that_is_missing_or_has_a_nul_is_refused) {
  EXPECT_STREQ(failure("select :a, :b", {{"a", 1}}).what(), "no value for the parameter :b");
  EXPECT_STREQ(failure("select :a::text", {{"a", std::string("x\0y", 3)}}).what(),
               "the value of :a has a NUL in it");
}

TEST_F(SessionTest, A_result_that_is_not_as_expected_is_refused) {
  const Rows rows = session.query("select null::text as empty, 'x' as word");
  EXPECT_THROW((void)rows[0].text("empty"), StatementFailed);
  EXPECT_THROW((void)rows[0].text("absent"), StatementFailed);
  EXPECT_THROW((void)rows[0].integer("word"), StatementFailed);
  EXPECT_THROW((void)rows[0].boolean("word"), StatementFailed);
  EXPECT_THROW((void)rows[0].texts("word"), StatementFailed);
  EXPECT_THROW((void)session.query("select 1 where false").only(), StatementFailed);
}

TEST_F(SessionTest, A_transaction_rolls_back_unless_committed) {
  session.run_script("create table t (n int)");
  {
    Session::Transaction transaction(session);
    session.execute("insert into t values (1)");
  }
  EXPECT_FALSE(session.in_transaction());
  {
    Session::Transaction transaction(session);
    session.execute("insert into t values (2)");
    transaction.commit();
  }
  EXPECT_EQ(database.value("select string_agg(n::text, ',') from t"), "2");
}

TEST_F(SessionTest, Committing_what_had_failed_is_not_taken_for_success) {
  Session::Transaction transaction(session);
  failure("select 1 / 0");
  EXPECT_THROW(transaction.commit(), StatementFailed);
}

TEST_F(SessionTest, A_lost_connection_is_unavailable) {
  test::RawSession(database.connection())
      .run("select pg_terminate_backend(" +
           session.query("select pg_backend_pid() as pid").only().text("pid") + ")");
  EXPECT_EQ(failure("select 1").code(), ErrorCode::unavailable);
  EXPECT_EQ(failure("select 1").code(), ErrorCode::unavailable);
  EXPECT_FALSE(session.is_connected());
}

/// What a server says that is stopped at once comes before the end, and belongs to no statement.
TEST_F(SessionTest, A_server_that_crashed_while_nothing_was_asked_is_noticed) {
  test::PrivateCluster cluster;
  for (const bool in_transaction : {false, true}) {
    Session idle(complete_connection(cluster.connection()).value());
    idle.query("select 1");
    cluster.crash();
    if (in_transaction) {
      idle.begin();
      idle.post("select 2");
    }
    try {
      idle.query("select 3");
      ADD_FAILURE() << "nobody can have answered";
    } catch (const StatementFailed& lost) {
      EXPECT_EQ(lost.error().code(), ErrorCode::unavailable) << lost.what();
    }
    EXPECT_FALSE(idle.is_usable());
    cluster.start();
  }
}

TEST_F(SessionTest, A_commit_whose_answer_was_lost_may_have_taken_effect) {
  session.run_script("create table t (n int primary key deferrable initially deferred)");
  // The deferred check runs inside COMMIT and ends the session there.
  session.run_script(
      "create function die() returns trigger language plpgsql as "
      "'begin perform pg_terminate_backend(pg_backend_pid()); return null; end';"
      "create constraint trigger die after insert on t deferrable initially deferred "
      "for each row execute function die()");
  Session::Transaction transaction(session);
  session.execute("insert into t values (1)");
  try {
    transaction.commit();
    FAIL() << "the commit should have failed";
  } catch (const StatementFailed& failed) {
    EXPECT_EQ(failed.code(), ErrorCode::timed_out);
    EXPECT_STREQ(failed.what(),
                 "the connection was lost during a commit: it may have taken effect");
  }
}

TEST_F(SessionTest, What_comes_again_is_prepared_once_for_each_type_of_its_values) {
  constexpr const char* kPrepared =
      "select count(*) as count from pg_prepared_statements where statement like 'select $1 as %'";
  session.query("select :v as v", {{"v", std::int64_t{1}}});
  EXPECT_EQ(session.query(kPrepared).only().integer("count"), 0);
  for (const std::int64_t number : {2, 3, 4}) {
    EXPECT_EQ(session.query("select :v as v", {{"v", number}}).only().integer("v"), number);
  }
  EXPECT_EQ(session.query("select :v as v", {{"v", true}}).only().text("v"), "t");
  EXPECT_EQ(session.query("select :v as v", {{"v", false}}).only().text("v"), "f");
  EXPECT_EQ(session.query(kPrepared).only().integer("count"), 2);
}

TEST_F(SessionTest, What_has_not_come_for_long_is_given_up) {
  for (int statement = 0; statement < 400; ++statement) {
    for (int time = 0; time < 2; ++time) {
      const auto sql = "select " + std::to_string(statement) + " as v";
      EXPECT_EQ(session.query(sql).only().integer("v"), statement);
    }
  }
  EXPECT_EQ(
      session.query("select count(*) as count from pg_prepared_statements").only().integer("count"),
      128 - 1);  // this one was asked for the first time
  EXPECT_EQ(session.query("select 0 as v").only().integer("v"), 0);
}

TEST_F(SessionTest, What_cannot_be_prepared_fails_each_time_and_harms_nothing) {
  for (int time = 0; time < 3; ++time) {
    EXPECT_EQ(failure("select from steward_nowhere").sqlstate(), "42P01");
  }
  EXPECT_TRUE(session.is_usable());
}

TEST_F(SessionTest, A_table_whose_columns_changed_needs_another_session) {
  database.run("create table altered (v integer)");
  for (int time = 0; time < 2; ++time) session.query("select v from altered");
  database.run("alter table altered alter v type text");
  const auto stale = failure("select v from altered");
  EXPECT_EQ(stale.sqlstate(), "0A000");
  EXPECT_EQ(stale.error().code(), ErrorCode::conflict);
  EXPECT_FALSE(session.is_usable());
}

TEST_F(SessionTest, What_is_posted_goes_with_what_is_asked_next_and_in_its_order) {
  session.run_script("create table t (n int)");
  Session::Transaction transaction(session);
  EXPECT_FALSE(session.in_transaction()) << "the begin waits, too";
  session.post("insert into t values (:n::int)", {{"n", std::int64_t{1}}});
  session.post("update t set n = n + 1");
  EXPECT_EQ(session.query("select sum(n) as n from t").only().integer("n"), 2);
  session.post("insert into t values (3)");
  transaction.commit();
  EXPECT_EQ(database.value("select string_agg(n::text, ',' order by n) from t"), "2,3");
}

TEST_F(SessionTest, What_is_posted_and_fails_fails_what_it_goes_with) {
  session.run_script("create table t (n int)");
  {
    Session::Transaction transaction(session);
    session.post("insert into t values (1)");
    session.post("select 1 / 0");
    EXPECT_EQ(failure("select 1").sqlstate(), "22012");
    EXPECT_TRUE(session.in_transaction());
  }
  EXPECT_FALSE(session.in_transaction());
  {
    Session::Transaction transaction(session);
    session.post("insert into t values (2)");
    session.post("select 1 / 0");
    EXPECT_THROW(transaction.commit(), StatementFailed);
  }
  EXPECT_FALSE(session.in_transaction());
  EXPECT_TRUE(session.is_usable());
  EXPECT_EQ(database.value("select count(*) from t"), "0");
}

TEST_F(SessionTest, What_is_asked_ahead_has_its_answer_unless_something_was_written) {
  constexpr auto kAll = "select sum(n) as n from t where n < :most";
  const auto sum = [&](std::int64_t most) {
    return session.query(kAll, {{"most", most}}).only().integer("n");
  };
  session.run_script("create table t (n int); insert into t values (1)");
  Session::Transaction transaction(session);
  session.expect(kAll, {{"most", std::int64_t{10}}});
  session.query("select 1");
  database.run("insert into t values (2)");
  EXPECT_EQ(sum(9), 3) << "of other values nothing was asked ahead";
  EXPECT_EQ(sum(10), 1) << "as it was when it went";
  EXPECT_EQ(sum(10), 3) << "and once only";
  session.expect(kAll, {{"most", std::int64_t{10}}});
  session.post("insert into t values (3)");
  EXPECT_EQ(sum(10), 6);
  session.expect(kAll, {{"most", std::int64_t{10}}});
  session.execute("insert into t values (4)");
  EXPECT_EQ(sum(10), 10);
  transaction.commit();
}

TEST_F(SessionTest, What_is_asked_ahead_and_fails_fails_what_it_goes_with) {
  {
    Session::Transaction transaction(session);
    session.expect("select 1 / 0 as n");
    EXPECT_EQ(failure("select 1").sqlstate(), "22012");
  }
  EXPECT_EQ(failure("select 1 / 0 as n").sqlstate(), "22012") << "asked anew";
  EXPECT_TRUE(session.is_usable());
}

TEST_F(SessionTest, What_is_asked_ahead_of_one_transaction_is_forgotten_at_its_end) {
  session.run_script("create table t (n int); insert into t values (1)");
  {
    Session::Transaction transaction(session);
    session.expect("select sum(n) as n from t");
    transaction.commit();
  }
  database.run("insert into t values (2)");
  EXPECT_EQ(session.query("select sum(n) as n from t").only().integer("n"), 3);
}

TEST_F(SessionTest, What_is_discarded_is_not_asked_ahead_either) {
  constexpr auto kAll = "select sum(n) as n from t";
  session.run_script("create table t (n int); insert into t values (1)");
  Session::Transaction transaction(session);
  session.expect(kAll);
  session.query("select 1");
  session.expect("select 1 / 0 as n");
  session.discard();
  database.run("insert into t values (2)");
  EXPECT_EQ(session.query(kAll).only().integer("n"), 3);
  transaction.commit();
}

TEST_F(SessionTest, What_is_discarded_does_not_go) {
  session.run_script("create table t (n int)");
  Session::Transaction transaction(session);
  session.flush();
  session.post("insert into t values (1)");
  session.discard();
  session.post("insert into t values (2)");
  transaction.commit();
  EXPECT_EQ(database.value("select string_agg(n::text, ',') from t"), "2");
}

}  // namespace
}  // namespace steward::store

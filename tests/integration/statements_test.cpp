// SPDX-License-Identifier: MIT
// Every statement of the store is one that the migrated schema takes.
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <memory>

#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
#include "store/lateness.hpp"
#include "store/months.hpp"
#include "store/named_parameters.hpp"
#include "store/postgres_transaction.hpp"
#include "store/report_filters.hpp"
#include "store/report_statements.hpp"
#include "support/test_database.hpp"

namespace steward::store {
namespace {

using Statements = std::vector<std::string_view>;

class StatementsTest : public testing::Test {
 protected:
  StatementsTest() {
    Pool pool(complete_connection(database.connection()).value(), 1);
    EXPECT_TRUE(migrate(pool));
    session.reset(PQconnectdb(database.connection().c_str()));
  }

  /// What the server says against a statement; "" for nothing.
  std::string complaint(std::string_view statement) {
    const std::string sql = to_positional(statement).sql;
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQprepare(session.get(), "", sql.c_str(), 0, nullptr), PQclear);
    return PQresultErrorMessage(result.get());
  }

  test::TestDatabase database;
  std::unique_ptr<PGconn, decltype(&PQfinish)> session{nullptr, PQfinish};
};

TEST_F(StatementsTest, AllCanBePrepared) {
  for (const auto& statements :
       {month_statements(),    glance_statements(),   quarantine_statements(),
        rule_set_statements(), file_set_statements(), load_statements(),
        schedule_statements(), record_statements(),   commitment_statements(),
        step_statements(),     message_statements(),  daemon_statements(),
        gauge_statements(),    filter_statements(),   status_statements(),
        report_statements(),   breach_statements(),   simulation_statements(),
        lateness_statements(), clock_statements(),    retention_statements()}) {
    ASSERT_FALSE(statements.empty());
    for (const auto statement : statements) EXPECT_EQ(complaint(statement), "") << statement;
  }
}

TEST_F(StatementsTest, AWrongOneIsNoticed) {
  EXPECT_NE(complaint("select no_such_column from steward.commitment where id = :id::bigint"), "");
}

}  // namespace
}  // namespace steward::store

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "steward/engine/dispatcher.hpp"
#include "steward/store/database.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kOurOptions =
    "options='-c statement_timeout=30000 -c lock_timeout=15000 "
    "-c idle_in_transaction_session_timeout=30000 -c client_connection_check_interval=2000 "
    "-c tcp_user_timeout=20000 -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 "
    "-c tcp_keepalives_count=2 -c jit=off -c timezone=UTC -c datestyle=ISO "
    "-c intervalstyle=postgres -c extra_float_digits=1 -c default_transaction_isolation=read\\\\ "
    "committed'";

std::string completed(std::string_view connection) {
  const Result<std::string> result = complete_connection(connection);
  return result ? *result : result.error().message();
}

TEST(ConnectionString, Pairs_are_completed) {
  EXPECT_EQ(completed("host=db.example.org dbname=crm"),
            "application_name='steward' client_encoding='UTF8' connect_timeout='5' dbname='crm' "
            "host='db.example.org' keepalives_count='2' keepalives_idle='10' "
            "keepalives_interval='5' " +
                std::string(kOurOptions) +
                " target_session_attrs='read-write' tcp_user_timeout='20000'");
}

TEST(ConnectionString, A_uri_is_read_with_several_hosts_and_escapes) {
  const std::string text =
      completed("postgresql://ann:p%27w%5C@a.example.org:5432,b.example.org:5433/crm");
  EXPECT_NE(text.find("host='a.example.org,b.example.org'"), std::string::npos) << text;
  EXPECT_NE(text.find("port='5432,5433'"), std::string::npos) << text;
  EXPECT_NE(text.find(R"(password='p\'w\\')"), std::string::npos) << text;
}

TEST(ConnectionString, What_is_given_wins_over_our_defaults) {
  const std::string text =
      completed("application_name=other connect_timeout=1 target_session_attrs=any");
  EXPECT_NE(text.find("application_name='other'"), std::string::npos) << text;
  EXPECT_NE(text.find("connect_timeout='1'"), std::string::npos) << text;
  EXPECT_NE(text.find("target_session_attrs='any'"), std::string::npos) << text;
}

TEST(ConnectionString, Given_options_override_the_limits_but_not_the_time_zone) {
  const std::string text = completed("options='-c statement_timeout=1s -c timezone=CET'");
  const auto position = [&text](std::string_view part) { return text.find(part); };
  ASSERT_NE(position("statement_timeout=1s"), std::string::npos) << text;
  EXPECT_LT(position("statement_timeout=30000"), position("statement_timeout=1s"));
  EXPECT_LT(position("timezone=CET"), position("timezone=UTC"));
}

TEST(ConnectionString, Completing_twice_is_as_good_as_once) {
  EXPECT_TRUE(complete_connection(completed("dbname='a b'")));
}

TEST(ConnectionString, A_daemon_that_hangs_holds_nothing_as_long_as_its_lease) {
  const SessionLimits limits;
  EXPECT_LT(limits.statement + limits.idle_in_transaction, engine::Dispatcher::kLease);
  EXPECT_LT(limits.silence, limits.idle_in_transaction);
}

TEST(ConnectionString, A_wrong_one_says_what_is_wrong) {
  EXPECT_EQ(
      completed("hots=db.example.org"),
      "the database's connection string cannot be read: expected key=value pairs, a value with "
      "blanks in single quotes, or a URI postgresql://host/database");
  EXPECT_EQ(complete_connection("hots=x").error().code(), ErrorCode::invalid_input);
}

}  // namespace
}  // namespace steward::store

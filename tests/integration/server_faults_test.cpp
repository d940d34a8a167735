// SPDX-License-Identifier: MIT
// A server that is there and fails: what it refuses is tried again, with pauses, until it is done
// once. A daemon that hangs holds the others up for no longer than its session lives.
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>

#include "support/daemon_fixture.hpp"

namespace steward::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

constexpr int kFailures = 4;

/// A fault of the server, raised by a trigger where a step is recorded that acted.
struct Fault {
  std::string name;
  std::string raise;       ///< PL/pgSQL
  milliseconds pauses{0};  ///< that four failures in a row must take at the least
  std::string said;        ///< by the daemon, once; "": nothing
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.name;
}

std::string raise(const std::string& sqlstate) {
  return "raise exception 'so the test wants it' using errcode = '" + sqlstate + "'";
}

std::size_t times(const std::string& text, const std::string& wanted) {
  std::size_t count = 0;
  for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) {
    ++count;
  }
  return count;
}

class ServerFault : public Daemon, public testing::WithParamInterface<Fault> {
 protected:
  /// A sequence counts also what is rolled back.
  void fail_the_first(const std::string& statement) {
    database.run(
        "create sequence public.attempt; create function public.fault() returns trigger language "
        "plpgsql as $$ begin if nextval('public.attempt') <= " +
        std::to_string(kFailures) + " then " + statement +
        "; end if; return new; end $$; create trigger fault before insert on steward.outcome for "
        "each row when (new.kind = 'acted') execute function public.fault()");
  }
};

TEST_P(ServerFault, IsTriedAgainWithPausesUntilItIsDoneOnce) {
  const auto& fault = GetParam();
  fail_the_first(fault.raise);
  DaemonProcess daemon(folder, database.connection() + " options='-c statement_timeout=1500'");
  until_active();
  const auto begun = std::chrono::steady_clock::now();
  add_deliveries(database, 0);
  until("the step acts", [&] {
    // Another client's change is a bell for the loop that fails, all the time: it must not be tried
    // the sooner.
    database.run(
        "insert into crm.interactions (client_id, channel, kind, occurred_at) values (2, 'phone', "
        "'service', clock_timestamp())");
    return database.value(kActed) == "1";
  });
  EXPECT_GE(std::chrono::steady_clock::now() - begun, fault.pauses);
  EXPECT_EQ(database.value("select last_value from public.attempt"), std::to_string(kFailures + 1));
  until("select count(*) from steward.task where state = 'sent'", 4);
  EXPECT_EQ(database.value("select count(*) from steward.ledger where kind = 'breached'"), "1");
  EXPECT_EQ(database.value("select last from steward.breach_number"), "1");
  EXPECT_TRUE(daemon.is_running());
  const auto log = folder.log_text();
  EXPECT_THAT(log, Not(HasSubstr("the database is away")));
  EXPECT_EQ(times(log, "firing: "), fault.said.empty() ? 0U : 1U) << log;
  EXPECT_THAT(log, HasSubstr(fault.said.empty() ? "" : "firing: " + fault.said + "; trying again"));
}

constexpr milliseconds kAfterFaults{250 + 500 + 1000 + 2000};
constexpr milliseconds kAfterConflicts{50 + 100 + 200 + 400};

INSTANTIATE_TEST_SUITE_P(
    Each, ServerFault,
    testing::Values(
        Fault{"DiskFull", raise("53100"), kAfterFaults,
              "unavailable: so the test wants it (SQLSTATE 53100)"},
        Fault{"SerializationFailure", raise("40001"), kAfterConflicts, ""},
        Fault{"DeadlockDetected", raise("40P01"), kAfterConflicts, ""},
        Fault{"LockNotAvailable", raise("55P03"), kAfterConflicts, ""},
        Fault{"SessionEnded", "perform pg_terminate_backend(pg_backend_pid())", kAfterFaults,
              "unavailable: the connection to the database was lost: FATAL:  terminating "
              "connection due to administrator command"}),
    [](const testing::TestParamInfo<Fault>& tried) { return tried.param.name; });

TEST_F(Daemon, SaysThatItsSessionsAreBusyAndNotThatTheDatabaseIsAway) {
  folder.configure("probe: 20ms\n", "probe: 20ms\nconnections: 3\n");
  DaemonProcess daemon(folder, database);
  until_active();
  RawSession other(database.connection());
  // The tracker and the activator wait for the records, a session each; the third is of firing.
  other.run("begin; lock table crm.service_deliveries in access exclusive mode");
  database.run(
      "insert into steward.change (entity, operation, changed_at, new) values "
      "('service_deliveries', 'insert', clock_timestamp(), '{\"id\": \"1\"}'); "
      "insert into steward.resync (entity, reason) values ('service_deliveries', 'a test')");
  until("it says so", [&] {
    return times(folder.log_text(),
                 "unavailable: all 2 sessions on the database stayed busy for 5000 ms; trying "
                 "again") > 0;
  });
  EXPECT_THAT(folder.log_text(), Not(HasSubstr("the database is away")));
  other.run("commit");
  add_deliveries(database, 0);
  until("select count(*) from steward.task where state = 'sent'", 4);
  EXPECT_TRUE(daemon.is_running());
}

/// The lookout waits for the changes and the beat for the daemons, a session each, which is all
/// that the loops share.
TEST_F(Daemon, ActsOnTimeThoughAllThatItsLoopsShareIsStuck) {
  folder.configure("probe: 20ms\n", "probe: 20ms\nconnections: 3\n");
  DaemonProcess daemon(folder, database);
  until_active();
  add_deliveries(database, 14'000);  // long enough for its beat to come, and be stuck
  until("select count(*) from steward.commitment where rule = 'priority-follow-up'", 1);
  RawSession other(database.connection());
  other.run("begin; lock table steward.change, steward.daemon in access exclusive mode");
  until(
      "select count(*) from pg_stat_activity where datname = current_database() and "
      "wait_event_type = 'Lock'",
      2);
  until(kActed, 1);
  EXPECT_EQ(database.value("select count(*) from steward.task"), "0") << "the others do nothing";
  other.run("commit");
  until("select count(*) from steward.task where state = 'sent'", 4);
}

/// A daemon that is stopped while it holds the lock of a subject, and wakes when all is done.
TEST_F(Daemon, WhatHangsInATransactionIsPassedByAndWakesHarmless) {
  const auto connection =
      database.connection() + " options='-c idle_in_transaction_session_timeout=500'";
  DaemonProcess hanging(folder, connection);
  until_active();
  RawSession other(database.connection());
  other.run("begin; lock table steward.notice in exclusive mode");
  add_deliveries(database, 0);
  until(
      "select count(*) from pg_stat_activity where datname = current_database() and "
      "wait_event_type = 'Lock' and query like '%insert into steward.notice%'",
      1);
  hanging.signal(SIGSTOP);
  DaemonFolder elsewhere;
  DaemonProcess second(elsewhere, connection);
  until("select count(*) from steward.daemon where state = 'running'", 2);
  // What it had asked for is done now, and its lock stays with it, who does not go on.
  other.run("commit");
  until(kActed, 1);
  until("select count(*) from steward.task where state = 'sent'", 4);
  EXPECT_EQ(elsewhere.emails(), 2U);

  hanging.signal(SIGCONT);
  second.signal(SIGTERM);
  EXPECT_EQ(second.wait(), 0);
  add_deliveries(database, 0);
  until(kActed, 2);
  until("select count(*) from steward.task where state = 'sent'", 8);
  EXPECT_EQ(folder.emails(), 2U);
  EXPECT_EQ(database.value("select count(*) from steward.ledger where kind = 'breached'"), "2");
  EXPECT_EQ(database.value("select last from steward.breach_number"), "2");
  EXPECT_EQ(database.value("select count(*) from steward.task"), "8");
}

}  // namespace
}  // namespace steward::test

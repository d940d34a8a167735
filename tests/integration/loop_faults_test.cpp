// SPDX-License-Identifier: MIT
// A server that refuses what the tracker or the dispatcher writes: it is tried again until it is
// done once.
#include <gmock/gmock.h>

#include <chrono>

#include "support/daemon_fixture.hpp"

namespace steward::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

/// Where a row is written once for a follow-up that is late.
struct Place {
  std::string name;
  std::string loop;
  std::string table;
  std::string row;  ///< a condition on `new`
};

struct Fault {
  Place place;
  std::string name;
  std::string sqlstate;
  int failures;
  milliseconds pauses;  ///< that so many failures in a row must take at the least
  std::string said;     ///< by the daemon; "": nothing
};

std::string name_of(const testing::TestParamInfo<Fault>& tried) {
  return tried.param.place.name + tried.param.name;
}

std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.place.name << fault.name;
}

class LoopFault : public Daemon, public testing::WithParamInterface<Fault> {
 protected:
  /// A sequence counts also what is rolled back.
  void fail_the_first() {
    const auto& fault = GetParam();
    database.run(
        "create sequence public.attempt; create function public.fault() returns trigger language "
        "plpgsql as $$ begin if nextval('public.attempt') <= " +
        std::to_string(fault.failures) +
        " then raise exception 'so the test wants it' using errcode = '" + fault.sqlstate +
        "'; end if; return new; end $$; "
        "create function public.is_of_follow_up(promise bigint) returns boolean language sql as $$ "
        "select exists (select from steward.commitment where id = promise and rule = "
        "'priority-follow-up') $$; "
        "create trigger fault before insert on " +
        fault.place.table + " for each row when (" + fault.place.row +
        ") execute function public.fault()");
  }
  std::string count(const std::string& of) {
    return database.value("select count(*) from steward." + of);
  }
};

TEST_P(LoopFault, IsTriedAgainUntilEachEffectIsThereOnce) {
  const auto& fault = GetParam();
  fail_the_first();
  DaemonProcess daemon(folder, database);
  until_active();
  const auto begun = std::chrono::steady_clock::now();
  add_deliveries(database, 0);
  until("select count(*) from steward.task where state = 'sent'", 4);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, fault.pauses);
  EXPECT_EQ(database.value("select last_value from public.attempt"),
            std::to_string(fault.failures + 1));

  EXPECT_EQ(count("commitment where rule = 'priority-follow-up'"), "1");
  EXPECT_EQ(count("history where public.is_of_follow_up(commitment) and kind = 'opened'"), "1");
  EXPECT_EQ(count("history where public.is_of_follow_up(commitment) and kind = 'breached'"), "1");
  EXPECT_EQ(database.value(kActed), "1");
  EXPECT_EQ(count("ledger where kind = 'breached'"), "1");
  EXPECT_EQ(database.value("select last from steward.breach_number"), "1");
  EXPECT_EQ(count("notice"), "1");
  EXPECT_EQ(count("notice where resolved_at is null"), "0");
  EXPECT_EQ(count("task"), "4");
  EXPECT_EQ(count("message where state = 'sent' and attempts = 1"), "4");
  EXPECT_EQ(count("message"), "4");
  EXPECT_EQ(folder.emails(), 2U);
  until("select (not exists (select from steward.change))::int", 1);
  until("select (not exists (select from steward.quarantine))::int", 1);

  EXPECT_TRUE(daemon.is_running());
  const auto log = folder.log_text();
  EXPECT_THAT(log, Not(HasSubstr("the database is away")));
  if (fault.said.empty()) {
    EXPECT_THAT(log, Not(HasSubstr("\"" + fault.place.loop + ": ")));
  } else {
    EXPECT_THAT(log, HasSubstr(fault.said));
  }
}

const Place kPromise{"Promise", "tracker", "steward.commitment", "new.rule = 'priority-follow-up'"};
const Place kHistory{"History", "tracker", "steward.history",
                     "new.kind = 'opened' and public.is_of_follow_up(new.commitment)"};
const Place kTask{"Task", "dispatcher", "steward.task", "new.person = '1' and new.channel = 'sms'"};

constexpr milliseconds kAfterFaults{250 + 500 + 1000};
constexpr milliseconds kAfterConflicts{50 + 100 + 200};

std::vector<Fault> faults() {
  std::vector<Fault> all;
  for (const auto& place : {kPromise, kHistory, kTask}) {
    all.push_back(
        {place, "DiskFull", "53100", 3, kAfterFaults,
         place.loop + ": unavailable: so the test wants it (SQLSTATE 53100); trying again"});
    all.push_back({place, "SerializationFailure", "40001", 3, kAfterConflicts, ""});
    all.push_back({place, "DeadlockDetected", "40P01", 3, kAfterConflicts, ""});
  }
  // Once without care and once with it; then the rule is set aside for the first time.
  for (const auto& place : {kPromise, kHistory}) {
    all.push_back({place, "StatementTimeout", "57014", 2, std::chrono::seconds(9),
                   "priority-follow-up is set aside until "});
  }
  all.push_back({kTask, "StatementTimeout", "57014", 3, milliseconds(250),
                 "dispatcher: timed out: so the test wants it (SQLSTATE 57014); trying again"});
  return all;
}

INSTANTIATE_TEST_SUITE_P(Each, LoopFault, testing::ValuesIn(faults()), name_of);

/// The table that only the follow-up reads becomes a view of itself, which takes its time.
TEST_F(Daemon, SetsARuleAsideWhoseStatementsTakeTooLongAndGoesOnWithTheOthers) {
  DaemonProcess daemon(folder, database.connection() + " options='-c statement_timeout=2000'");
  until_active();
  database.run(
      "alter table crm.interactions rename to slow_interactions; "
      "create function crm.interactions_in(seconds integer) returns setof crm.slow_interactions "
      "language plpgsql as $$ begin perform pg_sleep(seconds); return query select * from "
      "crm.slow_interactions; end $$; "
      "create view crm.interactions as select * from crm.interactions_in(600)");
  add_deliveries(database, 0);
  database.run(
      "insert into crm.enquiries (client_id, kind, channel, severity, received_at) values (1, "
      "'complaint', 'phone', 'critical', clock_timestamp() - interval '1 hour')");
  until("select count(*) from steward.quarantine where rule = 'priority-follow-up' and key = ''",
        1);
  EXPECT_EQ(database.value("select string_agg(distinct rule || ': ' || reason, '') from "
                           "steward.quarantine"),
            "priority-follow-up: canceling statement due to statement timeout (SQLSTATE 57014)");
  until(
      "select count(*) from steward.commitment where rule = 'critical-enquiry' and state = "
      "'breached'",
      1);
  EXPECT_EQ(database.value("select count(*) from steward.commitment where rule = "
                           "'priority-follow-up'"),
            "0");
  EXPECT_TRUE(daemon.is_running());
  database.run("create or replace view crm.interactions as select * from crm.interactions_in(0)");
  until(kActed, 1);
}

}  // namespace
}  // namespace steward::test

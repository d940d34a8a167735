// SPDX-License-Identifier: MIT
// What `steward status` says of what is in the database.
#include <gmock/gmock.h>

#include "steward/engine/activator.hpp"
#include "steward/engine/resync.hpp"
#include "steward/store/daemons.hpp"
#include "steward/store/database.hpp"
#include "steward/store/reports.hpp"
#include "support/must.hpp"
#include "support/quarantined.hpp"
#include "support/skyport.hpp"
#include "support/steward_command.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

Instant real_now() {
  return std::chrono::floor<Microseconds>(std::chrono::system_clock::now());
}

/// A database that no daemon works on.
class Status : public testing::Test {
 protected:
  std::string status() const { return steward.run("status").output; }

  TestDatabase database{installation_over(WorldFiles::reference())};
  StewardCommand steward{database.connection()};
};

class StatusOfDaemons : public Status {
 protected:
  static store::DaemonState daemon(const std::string& host, int pid) {
    store::DaemonState state;
    state.id = host;
    state.host = host;
    state.pid = pid;
    state.version = "0.1.0";
    state.rule_set = std::string(64, 'a');
    state.state = "running";
    state.delivery = "shadow";
    state.started_at = real_now() - hours(2);
    return state;
  }
  void beat(const store::DaemonState& state, Instant at) {
    const auto beaten = store::beat(pool, state, at);
    ASSERT_TRUE(beaten) << beaten.error().message();
  }

  store::Pool pool{must(store::complete_connection(database.connection())), 1};
  /// However slow this machine is, who is seen then counts as alive.
  const Instant ahead = real_now() + hours(1);
};

TEST_F(StatusOfDaemons, ShowsEachAsItsLastBeatTold) {
  auto ramp = daemon("ramp", 4711);
  ramp.detection_lag = milliseconds(9000);
  ramp.firing_lag = milliseconds(9000);
  beat(ramp, ahead);
  ramp.detection_lag = milliseconds(1500);
  ramp.firing_lag = milliseconds(250);
  ramp.clock_ahead = milliseconds(3);
  beat(ramp, ahead + seconds(2));
  auto tower = daemon("tower", 4712);
  tower.clock_ahead = -milliseconds(1200);
  beat(tower, ahead);
  const auto text = status();
  EXPECT_THAT(text,
              ContainsRegex("\ndaemons     ramp \\(pid 4711, 0\\.1\\.0\\): running by aaaaaaaaaaaa "
                            "since .+, seen 0 s ago; lag 1\\.5 s to detect, 250 ms to fire; "
                            "clock \\+3 ms\n"
                            "            tower \\(pid 4712, 0\\.1\\.0\\): running by aaaaaaaaaaaa "
                            "since .+, seen 0 s ago; lag 0 ms to detect, 0 ms to fire; clock "
                            "-1\\.2 s\n"
                            "rule set    none\n"));
  EXPECT_THAT(text, Not(HasSubstr("no daemon is running")));
}

TEST_F(StatusOfDaemons, TellsThoseThatAreLostFromThoseThatDiffer) {
  beat(daemon("hangar", 4713), real_now() - hours(3) - minutes(5) - seconds(20));
  beat(daemon("ramp", 4711), ahead + seconds(2));
  auto tower = daemon("tower", 4712);
  tower.version = "0.2.0";
  tower.rule_set = std::string(64, 'b');
  beat(tower, ahead);
  auto apron = daemon("apron", 4714);
  apron.state = "stopped";
  beat(apron, ahead);
  const auto text = status();
  EXPECT_THAT(text, AllOf(HasSubstr("\ndaemons     ramp (pid 4711, 0.1.0): running by "),
                          HasSubstr("\n            tower (pid 4712, 0.2.0): running by "
                                    "bbbbbbbbbbbb since "),
                          HasSubstr("\n            hangar (pid 4713, 0.1.0): lost, last seen 3 h 5 "
                                    "min ago\n"),
                          Not(HasSubstr("apron"))));
  EXPECT_THAT(text, AllOf(HasSubstr("! daemons of several versions are running: 0.1.0, 0.2.0\n"),
                          HasSubstr("! the daemons run by several rule sets: aaaaaaaaaaaa, "
                                    "bbbbbbbbbbbb\n")));
}

constexpr auto kPromise = R"(
  insert into steward.revision
  values (repeat('a', 64), 'rule', 'text', '[]', 'rules.yaml', '2026-01-01Z');
  insert into steward.commitment (id, reference, rule, revision, entity, key, state, historic,
                                  recorded_late, starts, opened_at)
  values (1, 'R1', 'rule', repeat('a', 64), 'clients', '1', 'open', false, false, now(), now()))";

TEST_F(Status, ShowsWhatWaitsAndHowLong) {
  EXPECT_THAT(status(), AllOf(HasSubstr("\nchanges     none waiting\n"),
                              HasSubstr("\nmessages    none waiting; 0 sent, 0 withheld in 24 h\n"),
                              HasSubstr("\nnot sent    nothing was held back in 24 h\n")));
  database.run(kPromise);
  database.run(R"(
    insert into steward.change (entity, operation, changed_at)
    values ('clients', 'update', now() - interval '3 days 5 hours 30 minutes'),
           ('clients', 'update', now());
    insert into steward.message (message_id, thread_id, reference, channel, name, address, subject,
                                 text, urgent, state, attempts, created_at, next_at, sent_at)
    select n::text, 't', 'R1', 'email', 'Ann', 'ann@example.com', 's', 't', false, state, attempts,
           now() - age::interval, next_at, sent_at
      from (values (1, 'ready', 2, '2 days 4 hours 30 minutes', now(), null),
                   (2, 'ready', 0, '1 hour', now() + interval '1 hour', null),
                   (3, 'sent', 1, '1 hour', null, now()), (4, 'withheld', 0, '1 hour', null, null),
                   (5, 'sent', 1, '25 hours', null, now()))
        as m(n, state, attempts, age, next_at, sent_at);
    insert into steward.task (notice, commitment, name, channel, state, reason, created_at)
    select 1, 1, 'Ann', 'email', 'suppressed', reason, now() - age::interval
      from (values ('shadow', '1 hour'), ('shadow', '1 hour'), ('away', '25 hours'),
                   ('no longer true', '1 hour')) as t(reason, age))");
  const auto text = status();
  EXPECT_THAT(text, AllOf(HasSubstr("\nchanges     2 waiting, the oldest for 3 d 5 h\n"),
                          HasSubstr("\nmessages    2 waiting, the oldest for 2 d 4 h; 1 sent, 1 "
                                    "withheld in 24 h\n"),
                          HasSubstr("\nnot sent    1 no longer true, 2 shadow in 24 h\n")));
  EXPECT_THAT(text, AllOf(HasSubstr("! 2 changed records not looked at yet, the oldest for 3 d 5 "
                                    "h\n"),
                          HasSubstr("! 2 messages not handed over yet, the oldest for 2 d 4 h (1 "
                                    "tried and refused for now)\n")));
}

// 200 of each, and one of the day before, which was later than all of them.
constexpr auto kLags = R"(
  insert into steward.history (commitment, at, kind, starts, changed_at, took)
  select 1, at, 'moved', at, at - lag, '0'
    from (select now() - interval '1 hour' as at, n * interval '1 millisecond' as lag
            from generate_series(1, 200) as n
           union all select now() - interval '25 hours', interval '10 hours') h;
  insert into steward.notice (commitment, step, purpose, level, chain, recipients, channels,
                              urgency, template, at, created_at, took, late, shadow, resolved_at)
  select 1, step, 'breach', 0, '', '{}', '{email}', 'normal', 't', at - lag, at, '0', false, false,
         at
    from (select n::text as step, now() - interval '1 hour' as at, n * interval '1 minute' as lag
            from generate_series(1, 200) as n
           union all select 'old', now() - interval '25 hours', interval '10 hours') n;
  insert into steward.message (message_id, thread_id, reference, channel, name, address, subject,
                               text, urgent, state, created_at, noticed_at, handed_over_at, sent_at)
  select step, 't', 'R1', 'email', 'Ann', 'ann@example.com', 's', 't', false, 'sent', at, at,
         at + lag, at + lag + lag / 2
    from (select n::text as step, now() - interval '1 hour' as at,
                 n * interval '100 milliseconds' as lag
            from generate_series(1, 200) as n
           union all select 'old', now() - interval '25 hours', interval '10 hours') m)";

TEST_F(Status, ReckonsLatenessFromWhatHappenedInADay) {
  EXPECT_THAT(status(), HasSubstr("\nlateness        median        99 %       worst   in 24 h\n"
                                  "  detection nothing in 24 h\n"
                                  "  firing    nothing in 24 h\n"
                                  "  queue     nothing in 24 h\n"
                                  "  provider  nothing in 24 h\n"));
  database.run(kPromise);
  database.run(kLags);
  EXPECT_THAT(status(), HasSubstr("\nlateness        median        99 %       worst   in 24 h\n"
                                  "  detection     100 ms      198 ms      200 ms       200\n"
                                  "  firing    1 h 40 min  3 h 18 min  3 h 20 min       200\n"
                                  "  queue         10.0 s      19.8 s      20.0 s       200\n"
                                  "  provider       5.0 s       9.9 s      10.0 s       200\n"));
}

/// Simulated time, which stands still at the server's.
class StatusOfAWorld : public testing::Test {
 protected:
  StatusOfAWorld() { world.run(kSkyport); }

  void deliver(int from, int to) {
    world.run(
        "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
        "account_updated_at) overriding system value select n, 1, 'fuel', "
        "current_setting('steward.now')::timestamptz, 'completed', "
        "current_setting('steward.now')::timestamptz from generate_series(" +
        std::to_string(from) + ", " + std::to_string(to) + ") as n");
  }
  void deliver_unseen(int from, int to) {
    world.run("alter table crm.service_deliveries disable trigger steward_capture_insert");
    deliver(from, to);
    world.run("alter table crm.service_deliveries enable always trigger steward_capture_insert");
  }
  std::string of_follow_up(const std::string& column) {
    return world.database().value("select " + column +
                                  " from steward.activation where rule = 'priority-follow-up'");
  }
  /// Until a page of the follow-up's records was looked at, and no more.
  void look_at_a_page() {
    engine::Activator activator(world.store());
    while (of_follow_up("seen") == "0") {
      ASSERT_TRUE(must(activator.run_once(world.rules(), world.now()), "activating"));
    }
  }
  std::string status() const { return steward.run("status").output; }

  World world{real_now()};
  StewardCommand steward{world.database().connection()};
};

TEST_F(StatusOfAWorld, ShowsHowFarANewRuleHasLooked) {
  deliver(1, 1200);
  look_at_a_page();
  EXPECT_THAT(status(), HasSubstr("\n- priority-follow-up is still looking at the records that "
                                  "were there before it (500 so far)\n"));
  world.settle();
  EXPECT_THAT(status(), Not(HasSubstr("still looking")));
}

TEST_F(StatusOfAWorld, ShowsHowFarALookAtEverythingIsAndWhatItFound) {
  world.settle();
  deliver_unseen(1, 1200);
  ASSERT_EQ(must(engine::resync(world.store(), {kFollowUp}, "asked for", std::nullopt)).size(), 1U);
  look_at_a_page();
  EXPECT_THAT(status(), AllOf(HasSubstr("\n- priority-follow-up is still looking at all its "
                                        "records again (500 so far)\n"),
                              Not(HasSubstr("repaired"))));
  world.settle();
  EXPECT_THAT(status(),
              AllOf(ContainsRegex("\n- 1200 promises of priority-follow-up were not as their "
                                  "records said when all were looked at again [^:]+ ago: repaired\n"
                                  "    next: find out who changes records while their triggers are "
                                  "off\n"),
                    Not(HasSubstr("still looking"))));
}

TEST_F(StatusOfAWorld, ShowsWhatIsSetAsideAndWhy) {
  world.settle();
  world.run(R"(
    create function crm.fuss() returns trigger language plpgsql as $$ begin
      if new.rule = 'critical-enquiry' then
        raise exception 'it takes too long' using errcode = '57014';
      elsif new.rule = 'priority-follow-up' and new.key = '43' then
        raise exception 'out of all bounds' using errcode = '22003';
      end if;
      return new;
    end $$;
    create trigger fuss before insert on steward.commitment
      for each row execute function crm.fuss();
    insert into crm.enquiries (client_id, kind, channel, severity, received_at)
    values (1, 'complaint', 'phone', 'critical', current_setting('steward.now')::timestamptz))");
  deliver(42, 44);
  world.settle();
  EXPECT_THAT(status(),
              AllOf(ContainsRegex("\n! critical-enquiry is set aside for [^:]+: it takes too long "
                                  "\\(SQLSTATE 57014\\)\n"
                                  "    next: mend the rule or the database; it is tried again by "
                                  "itself\n"),
                    ContainsRegex("\n! priority-follow-up 43 is set aside for [^:]+: out of all "
                                  "bounds \\(SQLSTATE 22003\\)\n"
                                  "    next: mend the record; it is tried again by itself\n")));
}

TEST_F(StatusOfAWorld, CountsAllThatIsSetAsideHoweverManyThereAre) {
  world.settle();
  const auto one = failed_once(kFollowUp, "", world.now(), world.now() + minutes(10));
  put_aside(world.database(), numbered(one, 1200));
  EXPECT_THAT(status(), HasSubstr("\n! 1195 more are set aside\n"));
  store::Reports reports(world.pool(), world.rules().people);
  const auto report = must(reports.status(world.now(), world.now() - hours(15)));
  EXPECT_EQ(report.quarantined_count, 1200);
  EXPECT_LT(report.quarantined.size(), 1200U) << "no more than can be looked at";
}

}  // namespace
}  // namespace steward::test

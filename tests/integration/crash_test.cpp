// SPDX-License-Identifier: MIT
// A daemon that is killed at any instant loses no step and doubles no breach; one that is asked to
// stop does so cleanly; one whose database goes away waits for it.
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <random>
#include <regex>
#include <set>

#include "paths.hpp"
#include "steward/engine/activator.hpp"
#include "support/daemon_fixture.hpp"

namespace steward::test {
namespace {

constexpr int kDeliveries = 240;
constexpr int kKills = 24;

/// Who was texted about what: "+15555550101 S-7".
std::set<std::string> who_was_texted(const DaemonFolder& folder) {
  static const std::regex kHead("  to (\\S+) .*  ref (\\S+)  id ");
  const auto text = folder.text_messages();
  std::set<std::string> found;
  for (std::sregex_iterator block(text.begin(), text.end(), kHead), end; block != end; ++block) {
    found.insert((*block)[1].str() + " " + (*block)[2].str());
  }
  return found;
}

/// Who should have been.
std::set<std::string> to_be_texted(TestDatabase& database) {
  std::set<std::string> wanted;
  for (const auto& row : database.rows(
           "select s.mobile || ' ' || c.reference from steward.commitment c, crm.staff s "
           "where c.rule = 'priority-follow-up' and s.name in ('Ana Reyes', 'Dana Kim')")) {
    wanted.insert(row.front());
  }
  return wanted;
}

/// A daemon that is killed again and again, at instants that differ from kill to kill and are the
/// same in every run.
class Killed : public Daemon {
 protected:
  /// Lets it work for some more looks at the database.
  void kill_soon(DaemonProcess& daemon) {
    for (auto looks = some_(random_); looks > 0; --looks) database.run("select");
    daemon.signal(SIGKILL);
    EXPECT_EQ(daemon.wait(), -SIGKILL);
    EXPECT_EQ(database.value("select count(*) from steward.message where state = 'sending' and "
                             "leased_until > clock_timestamp() + interval '90 seconds'"),
              "0");
    // The leases of who was killed run out.
    database.run(
        "update steward.message set next_at = clock_timestamp() - interval '1 second' where state "
        "= 'sending'");
  }

  void kill_at_the_start() {
    for (int kill = 0; kill < 6; ++kill) {
      DaemonProcess daemon(folder, database);
      if (kill >= 3) until("select count(*) from steward.rule_set", 1);
      kill_soon(daemon);
    }
    DaemonProcess daemon(folder, database);
    until_active();
    kill_soon(daemon);
  }

  /// While the deliveries come in.
  void kill_in_the_burst() {
    constexpr int kBatches = 6;
    for (int batch = 0; batch < kBatches; ++batch) {
      DaemonProcess daemon(folder, database);
      if (batch % 2 == 1) until("select count(*) from steward.daemon where state = 'running'", 1);
      add_deliveries(database, 1000, kDeliveries / kBatches, 10);
      kill_soon(daemon);
    }
  }

  void kill_at_work() {
    for (int kill = 1; kill <= kKills; ++kill) {
      DaemonProcess daemon(folder, database);
      until(kActed, kill * kDeliveries / (kKills + 4));
      kill_soon(daemon);
    }
  }

 private:
  std::mt19937 random_{20261122};
  std::uniform_int_distribution<int> some_{0, 400};
};

TEST_F(Killed, AgainAndAgainLosesNoStepAndDoublesNoBreach) {
  kill_at_the_start();
  kill_in_the_burst();
  kill_at_work();
  DaemonProcess last(folder, database);
  until(kActed, kDeliveries);
  until("select count(*) from steward.task where state = 'sent'", 4 * kDeliveries);
  last.signal(SIGTERM);
  EXPECT_EQ(last.wait(), 0);

  const auto expected = std::to_string(kDeliveries);
  EXPECT_EQ(database.value(kActed), expected);
  EXPECT_EQ(database.value("select count(*) from steward.ledger where kind = 'breached'"),
            expected);
  EXPECT_EQ(database.value("select count(distinct breach) || ' ' || max(breach) from "
                           "steward.ledger"),
            expected + " " +
                database.value("select 'B-' || year || '-' || lpad(last::text, 5, '0') from "
                               "steward.breach_number"));
  EXPECT_EQ(database.value("select count(*) from steward.task"), std::to_string(4 * kDeliveries));
  // The same Message-ID is the same file: what went twice is there once.
  EXPECT_EQ(folder.emails(), 2U * kDeliveries);
  EXPECT_EQ(who_was_texted(folder), to_be_texted(database));
  EXPECT_EQ(database.value("select count(*) from steward.message where state <> 'sent'"), "0");
}

/// It warns of nothing: what its walk over the records did is all there is to see.
constexpr const char* kOneRule = R"(
rules:
  - rule: account-update
    title: The client's account is updated after a service
    source: Tests
    owner: client-service-leader
    subject: service_deliveries
    when: status == "completed"
    clock: {starts: completed_at, stops: account_updated_at, within: 48h}
    assign: client.account_manager
    steps:
      - {at: due, breach: true}
)";

/// Notes where the walk stands each time that it is stored, and holds up the page that comes when
/// so many promises are there, until who has the lock lets it go.
std::string walk_triggers(int promises) {
  return R"(
    create table public.walk (
      page bigint generated always as identity, stands_at text, seen bigint);
    create function public.note_page() returns trigger language plpgsql as $$
    begin
      insert into public.walk (stands_at, seen) values (new.cursor, new.seen);
      return null;
    end $$;
    create trigger note_page after update on steward.activation
      for each row execute function public.note_page();
    create function public.hold_up() returns trigger language plpgsql as $$
    begin
      if (select count(*) from steward.commitment) >= )" +
         std::to_string(promises) + R"( then
        perform pg_advisory_xact_lock(20261122);
      end if;
      return null;
    end $$;
    create trigger hold_up before insert on steward.commitment
      for each statement execute function public.hold_up();)";
}

/// A daemon with one rule, over five pages of records that were there before capture was: what
/// promises them is the rule's walk over all records, and nothing else.
class KilledMidWalk : public Daemon {
 protected:
  KilledMidWalk() {
    const auto rules = folder.path() / "rules";
    std::filesystem::create_directory(rules);
    std::ofstream(rules / "one.yaml") << kOneRule;
    folder.configure("[" + std::string(STEWARD_SOURCE_DIR) + "/rules]", "[" + rules.string() + "]");
    database.run(
        "insert into crm.service_deliveries (client_id, service_type, completed_at, status) select "
        "1, 'fuel', clock_timestamp(), 'completed' from generate_series(1, " +
        std::to_string(5 * kPage) + ")");
    database.run("delete from steward.change; delete from steward.resync");
    database.run(walk_triggers(2 * kPage));
  }

  std::string promises(const std::string& where = "true") {
    return database.value("select count(*) from steward.commitment where " + where);
  }

  static constexpr int kPage = static_cast<int>(engine::Activator::kPage);
  /// The page that waits for the lock.
  static constexpr const char* kHeldUp =
      "select count(*) from pg_locks where locktype = 'advisory' and objid = 20261122 and not "
      "granted and database = (select oid from pg_database where datname = current_database())";
};

TEST_F(KilledMidWalk, GoesOnWithThePageThatWasUnderWay) {
  RawSession holder(database.connection());
  holder.run("begin; select pg_advisory_xact_lock(20261122)");
  DaemonProcess killed(folder, database);
  until(kHeldUp, 1);
  killed.signal(SIGKILL);
  EXPECT_EQ(killed.wait(), -SIGKILL);
  // The server sees by itself that its client is gone. Not before is the lock let go, so that the
  // page cannot be finished by a session that nobody listens to.
  until("its page is given up", [this] { return database.value(kHeldUp) == "0"; });
  EXPECT_EQ(promises(), std::to_string(2 * kPage));
  EXPECT_EQ(database.value("select seen from steward.activation where not done"),
            std::to_string(2 * kPage));
  const auto between = database.value("select clock_timestamp()");
  holder.run("commit");

  DaemonProcess next(folder, database);
  until("select count(*) from steward.activation where done", 1);
  next.signal(SIGTERM);
  EXPECT_EQ(next.wait(), 0);
  const auto all = std::to_string(5 * kPage);
  EXPECT_EQ(promises(), all);
  EXPECT_EQ(database.value("select count(distinct key) from steward.commitment"), all);
  EXPECT_EQ(promises("opened_at < '" + between + "'"), std::to_string(2 * kPage));
  EXPECT_EQ(database.value("select count(*) || ' ' || count(distinct commitment) from "
                           "steward.history where kind = 'opened'"),
            all + " " + all);
  // Each page of records once, in order: a walk that began anew would count from the first again.
  std::string pages;
  for (int page = 1; page <= 5; ++page) pages += " " + std::to_string(page * kPage);
  EXPECT_EQ(
      database.value("select string_agg(' ' || seen, '' order by page) from public.walk where "
                     "stands_at like 'r:%'"),
      pages);
}

TEST_F(Daemon, StopsCleanlyWithinTenSeconds) {
  DaemonProcess daemon(folder, database);
  until_active();
  const auto asked = std::chrono::steady_clock::now();
  daemon.signal(SIGTERM);
  EXPECT_EQ(daemon.wait(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(10));
  EXPECT_EQ(database.value("select string_agg(state, ',') from steward.daemon"), "stopped");
}

TEST_F(Daemon, GoesOnWhenItsSessionsWereCut) {
  DaemonProcess daemon(folder, database);
  until_active();
  database.run(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
      "and pid <> pg_backend_pid()");
  add_deliveries(database, 1000);
  until(kActed, 1);
  EXPECT_TRUE(daemon.is_running());
}

TEST_F(Daemon, KeepsTheLastGoodRulesWhenAReloadIsWrong) {
  const auto rules = folder.with_rules_of_its_own();
  DaemonProcess daemon(folder, database);
  until_active();
  const auto in_force = database.value("select digest from steward.rule_set order by id desc");
  std::ofstream(rules / "follow-up.yaml", std::ios::app) << "  - rule: broken\n    tilte: oops\n";
  daemon.signal(SIGHUP);
  until("select count(*) from steward.daemon where note like 'the files have % error%'", 1);
  EXPECT_EQ(database.value("select digest from steward.rule_set order by id desc"), in_force);

  std::filesystem::copy_file(std::string(STEWARD_SOURCE_DIR) + "/rules/follow-up.yaml",
                             rules / "follow-up.yaml",
                             std::filesystem::copy_options::overwrite_existing);
  std::filesystem::remove(rules / "critical-enquiry.yaml");
  daemon.signal(SIGHUP);
  until("select count(*) from steward.rule_set", 2);
  until("select count(*) from steward.daemon where note = '' and state = 'running'", 1);
  EXPECT_EQ(database.value("select removed from steward.activation where rule = "
                           "'critical-enquiry'"),
            "t");
}

}  // namespace
}  // namespace steward::test

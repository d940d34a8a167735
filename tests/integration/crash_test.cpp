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

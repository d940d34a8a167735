// SPDX-License-Identifier: MIT
// Two servers, of which one takes the other's place: a daemon that knows both goes on.
#include <gmock/gmock.h>

#include <memory>

#include "support/daemon_fixture.hpp"
#include "support/private_cluster.hpp"

namespace steward::test {
namespace {

class Failover : public testing::Test {
 protected:
  Failover() {
    install_skyport(database);
    daemon = std::make_unique<DaemonProcess>(
        folder, database.connection_by(primary.socket() + "," + standby.socket()));
  }

  void until(const std::string& query) {
    wait_until(folder, query, [&] { return database.value(query) == "t"; });
  }
  void until_active() { until("select count(*) = 7 from steward.activation where done"); }
  /// All that the primary has is on the standby, too.
  void until_copied() {
    until(
        "select count(*) = 1 and bool_and(replay_lsn >= pg_current_wal_lsn()) from "
        "pg_stat_replication");
  }
  void promote_the_standby() {
    RawSession(standby.connection()).run("select pg_promote()");
    database.move_to(standby.socket());
  }
  void expect_one_breach() {
    until("select count(*) = 4 from steward.task where state = 'sent'");
    EXPECT_EQ(database.value(kActed), "1");
    EXPECT_EQ(database.value("select count(*) from steward.ledger where kind = 'breached'"), "1");
    EXPECT_EQ(database.value("select count(*) from steward.task"), "4");
    EXPECT_EQ(folder.emails(), 2U);
  }

  PrivateCluster primary;
  TestDatabase database{primary.connection()};
  PrivateCluster standby{PrivateCluster::StandbyOf{primary}};
  DaemonFolder folder;
  std::unique_ptr<DaemonProcess> daemon;
};

TEST_F(Failover, APrimaryThatCrashesIsFollowedByItsStandby) {
  until_active();
  add_deliveries(database, 2000);
  until("select count(*) = 1 from steward.commitment where rule = 'priority-follow-up'");
  until_copied();
  primary.crash();
  wait_until(folder, "it says that the database is away",
             [&] { return folder.log_text().find("the database is away") != std::string::npos; });
  promote_the_standby();
  expect_one_breach();
  EXPECT_TRUE(daemon->is_running());
}

/// The old primary lives on and refuses writes: its sessions must be left.
TEST_F(Failover, APrimaryThatWritesNoMoreIsLeftForItsSuccessor) {
  until_active();
  database.run("alter system set default_transaction_read_only = on");
  database.run("select pg_reload_conf()");
  wait_until(folder, "it meets the refusal", [&] {
    return folder.log_text().find("in a read-only transaction (SQLSTATE 25006)") !=
           std::string::npos;
  });
  until_copied();
  promote_the_standby();
  database.run("alter system reset default_transaction_read_only");
  database.run("select pg_reload_conf()");
  add_deliveries(database, 500);
  expect_one_breach();
  EXPECT_TRUE(daemon->is_running());
}

}  // namespace
}  // namespace steward::test

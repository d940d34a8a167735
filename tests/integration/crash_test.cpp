// SPDX-License-Identifier: MIT
// A daemon that is killed at any instant loses no step and doubles no breach; one that is asked to
// stop does so cleanly; one whose database goes away waits for it.
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <set>
#include <sstream>

#include "steward/rules/loader.hpp"
#include "steward/store/capture.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
#include "support/daemon_process.hpp"
#include "support/reference_crm.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

/// The reference CRM with steward's schema and capture, on the real clock.
class Daemon : public testing::Test {
 protected:
  Daemon() {
    install_reference_crm(database);
    store::Pool pool(*store::complete_connection(database.connection()), 1);
    const auto migrated = store::migrate(pool);
    if (!migrated) throw std::runtime_error(migrated.error().message());
    Problems problems;
    const auto catalog = store::read_catalog(pool, "crm");
    const auto set =
        rules::load_rules(WorldFiles::reference().rules, *catalog, "Skyport", problems);
    if (!set) throw std::runtime_error(problems.render_all());
    const auto captured = store::install_capture(pool, *set);
    if (!captured) throw std::runtime_error(captured.error().message());
    database.run(kSkyport);
  }

  /// Polls until the query answers at least `wanted`; fails when the daemon takes a minute.
  void until(const std::string& query, std::int64_t wanted) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (std::stoll(database.value(query)) < wanted) {
      if (std::chrono::steady_clock::now() > deadline) {
        std::ostringstream log;
        log << std::ifstream(folder.log()).rdbuf();
        throw std::runtime_error(query + " stayed below " + std::to_string(wanted) + "\n" +
                                 log.str());
      }
    }
  }

  void until_active() { until("select count(*) from steward.activation where done", 7); }

  TestDatabase database;
  DaemonFolder folder;
};

constexpr const char* kActed =
    "select count(*) from steward.outcome o join steward.commitment c on c.id = o.commitment "
    "where c.rule = 'priority-follow-up' and o.kind = 'acted'";

TEST_F(Daemon, KilledAgainAndAgainLosesNoStepAndDoublesNoBreach) {
  constexpr int kDeliveries = 240;
  constexpr int kKills = 24;
  {
    DaemonProcess first(folder, database);
    until_active();
  }
  // Each falls due some hundredths of a second after the one before.
  database.run(
      "insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
      "account_updated_at) select 1, 'fuel', clock_timestamp() - interval '48 hours' + interval "
      "'1 second' + n * interval '10 milliseconds', 'completed', clock_timestamp() from "
      "generate_series(1, " +
      std::to_string(kDeliveries) + ") n");
  for (int kill = 1; kill <= kKills; ++kill) {
    DaemonProcess daemon(folder, database);
    until(kActed, kill * kDeliveries / (kKills + 4));
    daemon.signal(SIGKILL);
    EXPECT_EQ(daemon.wait(), -SIGKILL);
    // The leases of who was killed run out.
    database.run(
        "update steward.message set next_at = clock_timestamp() - interval '1 second' where state "
        "= 'sending'");
  }
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
  database.run(
      "insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
      "account_updated_at) values (1, 'fuel', clock_timestamp() - interval '48 hours' + interval "
      "'1 second', 'completed', clock_timestamp())");
  until(kActed, 1);
  EXPECT_TRUE(daemon.is_running());
}

TEST_F(Daemon, KeepsTheLastGoodRulesWhenAReloadIsWrong) {
  const auto rules = folder.path() / "rules";
  std::filesystem::copy(std::string(STEWARD_SOURCE_DIR) + "/rules", rules);
  std::ifstream written(folder.config());
  std::stringstream text;
  text << written.rdbuf();
  auto config = text.str();
  const std::string shipped = std::string(STEWARD_SOURCE_DIR) + "/rules]";
  config.replace(config.find(shipped), shipped.size(), rules.string() + "]");
  std::ofstream(folder.config()) << config;

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

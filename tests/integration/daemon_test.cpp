// SPDX-License-Identifier: MIT
// The daemon as a process: it waits for its database and for what it is at, follows the rule set in
// force, and tells those who watch it.
#include <gmock/gmock.h>
#include <signal.h>

#include <array>
#include <chrono>
#include <optional>

#include "paths.hpp"
#include "steward/base/json.hpp"
#include "support/daemon_fixture.hpp"
#include "support/private_cluster.hpp"
#include "support/server_door.hpp"
#include "support/silent_server.hpp"
#include "unit/web/http_client.hpp"

namespace steward::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kRunning = "select count(*) from steward.daemon where state = 'running'";

std::size_t times(const std::string& text, const std::string& wanted) {
  std::size_t count = 0;
  for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) {
    ++count;
  }
  return count;
}

/// A port that nobody has for now.
int free_port() {
  return SilentServer().port();
}

void expect_clean_stop(DaemonProcess& daemon) {
  const auto asked = std::chrono::steady_clock::now();
  daemon.signal(SIGTERM);
  EXPECT_EQ(daemon.wait(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(10));
}

TEST_F(Daemon, StartsWhenItsDatabaseComes) {
  ServerDoor door(database, folder.path());
  DaemonProcess daemon(folder, door.connection());
  until("it says that the database is away",
        [&] { return times(folder.log_text(), "the database is away") > 0; });
  EXPECT_TRUE(daemon.is_running());
  door.open();
  until(kRunning, 1);
  until_active();
  const auto log = folder.log_text();
  EXPECT_EQ(times(log, "the database is away (cannot connect to the database: "), 1U) << log;
  EXPECT_EQ(times(log, "): trying again until it is back"), 1U) << log;
  EXPECT_EQ(times(log, "the database is back"), 1U) << log;
}

TEST(DaemonOnItsOwnServer, OutlivesACrashAndActsOnce) {
  PrivateCluster cluster;
  TestDatabase database(cluster.connection());
  install_skyport(database);
  const DaemonFolder folder;
  DaemonProcess daemon(folder, database);
  const auto until = [&](const std::string& query) {
    wait_until(folder, query, [&] { return database.value(query) == "t"; });
  };
  until("select count(*) = 7 from steward.activation where done");

  add_deliveries(database, 3000);
  until("select count(*) = 1 from steward.commitment where rule = 'priority-follow-up'");
  const auto due = std::chrono::steady_clock::now() + std::chrono::seconds(3);
  cluster.crash();
  wait_until(folder, "it says that the database is away",
             [&] { return times(folder.log_text(), "the database is away") > 0; });
  wait_until(folder, "the step is due", [&] { return std::chrono::steady_clock::now() > due; });
  EXPECT_TRUE(daemon.is_running());
  cluster.start();
  database.reconnect();

  until("select count(*) = 4 from steward.task where state = 'sent'");
  EXPECT_EQ(database.value(kActed), "1");
  EXPECT_EQ(database.value("select count(*) from steward.ledger where kind = 'breached'"), "1");
  EXPECT_EQ(folder.emails(), 2U);
  expect_clean_stop(daemon);
}

/// Two daemons; the second has one rule less.
class DaemonPair : public Daemon {
 protected:
  DaemonPair() {
    std::filesystem::remove(other.with_rules_of_its_own() / "critical-enquiry.yaml");
    until_active();
  }

  std::string running_sets() {
    return database.value(
        "select string_agg(distinct left(rule_set, 12), ' ') from "
        "steward.daemon where state = 'running'");
  }
  std::string in_force() {
    return database.value("select left(digest, 12) from steward.rule_set order by id desc limit 1");
  }

  DaemonFolder other;
  DaemonProcess first{folder, database};
};

TEST_F(DaemonPair, BothRunWhatCameIntoForceWhateverTheirFilesSay) {
  const auto before = in_force();
  const DaemonProcess second(other, database);
  until("select count(*) from steward.rule_set", 2);
  EXPECT_NE(in_force(), before);
  until("both run it",
        [&] { return database.value(kRunning) == "2" && running_sets() == in_force(); });
  EXPECT_EQ(database.value("select string_agg(note, '') from steward.daemon"), "");
  EXPECT_EQ(database.value("select removed from steward.activation where rule = "
                           "'critical-enquiry'"),
            "t");
  EXPECT_EQ(times(folder.log_text(), "took up rule set " + in_force()), 1U) << folder.log_text();
}

TEST_F(DaemonPair, ARestartWithFilesThatWereReadUndoesNothing) {
  const DaemonProcess second(other, database);
  until("select count(*) from steward.rule_set", 2);
  const auto after = in_force();
  expect_clean_stop(first);
  const DaemonProcess again(folder, database);
  until("select count(*) from steward.daemon where state = 'running' and pid = " +
            std::to_string(again.pid()),
        1);
  EXPECT_EQ(in_force(), after);
  EXPECT_EQ(times(folder.log_text(),
                  "the files here differ from the rule set in force (" + after +
                      ") and were read before: they stay aside until they are edited, or 'steward "
                      "reload' offers them again"),
            1U)
      << folder.log_text();
  again.signal(SIGHUP);
  until("select count(*) from steward.rule_set", 3);
  EXPECT_EQ(database.value("select origin from steward.load order by id desc limit 1"), "signal");
}

TEST_F(DaemonPair, AReloadAskedForDuringTheStartIsDoneAfterIt) {
  const DaemonProcess second(other, database);
  until("select count(*) from steward.rule_set", 2);
  expect_clean_stop(first);
  ServerDoor door(database, folder.path());
  const DaemonProcess again(folder, door.connection());
  until("it waits for the database",
        [&] { return times(folder.log_text(), "the database is away") > 0; });
  again.signal(SIGHUP);
  until("it has heard", [&] { return times(folder.log_text(), "reloading") > 0; });
  door.open();
  until("select count(*) from steward.rule_set", 3);
  EXPECT_EQ(database.value("select origin from steward.load order by id desc limit 1"), "signal");
}

TEST_F(DaemonPair, WhatWaitsForAPersonRunsNowhere) {
  other.configure("probe: 20ms\n", "probe: 20ms\nreload: manual\n");
  const auto before = in_force();
  const DaemonProcess second(other, database);
  until("select count(*) from steward.load where outcome = 'staged'", 1);
  until(kRunning, 2);
  EXPECT_EQ(in_force(), before);
  EXPECT_EQ(running_sets(), before);
  until("it says so", [&] {
    return times(database.value("select string_agg(note, '') from steward.daemon"),
                 " waits for a person: ") == 1;
  });
}

/// Its beats are five seconds apart, unless it sees at a glance that others put rules in force.
TEST_F(Daemon, BeatsSoonerWhenRulesComeIntoForce) {
  database.run(R"(
    create table public.beat (at timestamptz);
    create function public.note_beat() returns trigger language plpgsql as $$
    begin
      insert into public.beat values (new.seen_at);
      return null;
    end $$;
    create trigger note_beat after update on steward.daemon
      for each row execute function public.note_beat())");
  const std::string beats = "select count(*) from public.beat";
  const DaemonProcess daemon(folder, database);
  until_active();
  bool sooner = false;
  // Again where the machine was too slow to tell the one from the other.
  for (int tries = 0; tries < 10 && !sooner; ++tries) {
    const auto before = std::stoll(database.value(beats));
    until(beats, before + 1);
    database.run(
        "insert into steward.rule_set (digest, loaded_at, loaded_by) select digest, "
        "clock_timestamp(), 'somebody else' from steward.rule_set order by id desc limit 1");
    until(beats, before + 2);
    sooner = database.value(
                 "select max(at) - min(at) < interval '4 seconds' from (select at from "
                 "public.beat order by at limit 2 offset " +
                 std::to_string(before) + ") two") == "t";
  }
  EXPECT_TRUE(sooner);
}

TEST_F(Daemon, StopsInTheMiddleOfSending) {
  constexpr int kDeliveries = 1000;
  DaemonProcess daemon(folder, database);
  until_active();
  // The last falls due two minutes after the first: there is always more to send.
  add_deliveries(database, 500, kDeliveries, 120);
  until("select count(*) from steward.task where state = 'sent'", 20);
  expect_clean_stop(daemon);
  EXPECT_LT(std::stoi(database.value(kActed)), kDeliveries);
  EXPECT_EQ(database.value("select count(*) from steward.message where state = 'sending'"), "0");
  EXPECT_THAT(folder.log_text(), EndsWith("\"message\":\"stopped\"}\n"));
}

TEST_F(Daemon, StopsWhileItsDatabaseIsAway) {
  ServerDoor door(database, folder.path());
  door.open();
  DaemonProcess daemon(folder, door.connection());
  until_active();
  door.close();
  until("it says that the database is away",
        [&] { return times(folder.log_text(), "the database is away") > 0; });
  expect_clean_stop(daemon);
}

TEST(DaemonWithoutADatabase, StopsWhileItWaitsForTheFirstAnswer) {
  SilentServer silent;
  const DaemonFolder folder;
  DaemonProcess daemon(folder,
                       "host=127.0.0.1 port=" + std::to_string(silent.port()) + " dbname=none");
  silent.wait_for_a_caller();
  expect_clean_stop(daemon);
}

TEST_F(Daemon, SaysFirstThatNothingLeaves) {
  folder.configure("delivery: live", "delivery: shadow");
  {
    DaemonProcess daemon(folder, database);
    until_active();
    add_deliveries(database, 500);
    until("select count(*) from steward.message where state = 'withheld'", 4);
    expect_clean_stop(daemon);
  }
  std::filesystem::remove(folder.log());
  DaemonProcess daemon(folder, database);
  until("its first line", [&] { return times(folder.log_text(), "\n") > 0; });
  const auto log = folder.log_text();
  const auto line = parse_json(log.substr(0, log.find('\n')));
  ASSERT_TRUE(line) << log;
  const auto& object = line->as_object();
  EXPECT_EQ(text_of(object, "level"), "info");
  EXPECT_THAT(std::string(text_of(object, "message")), StartsWith("steward "));
  EXPECT_THAT(std::string(text_of(object, "message")),
              EndsWith(": delivery is in shadow: nothing leaves; 4 messages would have gone out in "
                       "the last 24 h ('steward tasks' lists them)"));
  EXPECT_EQ(folder.emails(), 0U);
  EXPECT_EQ(folder.text_messages(), "");
}

TEST_F(Daemon, TellsThoseWhoWatchItHowItIs) {
  const int port = free_port();
  folder.configure("port: 0", "port: " + std::to_string(port));
  const auto ask = [&](const std::string& path) {
    return web::HttpClient(port).ask("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  };
  ServerDoor door(database, folder.path());
  door.open();
  DaemonProcess daemon(folder, door.connection());
  until_active();
  EXPECT_THAT(ask("/healthz"), StartsWith("HTTP/1.1 200 OK\r\n"));
  const auto metrics = ask("/metrics");
  EXPECT_THAT(metrics, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(metrics, HasSubstr("\nsteward_up 1\n"));
  EXPECT_THAT(metrics, HasSubstr("\nsteward_rule_set_in_force 1\n"));
  EXPECT_THAT(metrics, HasSubstr("\nsteward_database_up 1\n"));

  door.close();
  until("/healthz says no", [&] { return times(ask("/healthz"), "HTTP/1.1 503 ") == 1; });
  EXPECT_THAT(ask("/healthz"), HasSubstr("the database is away"));
  EXPECT_THAT(ask("/metrics"), HasSubstr("\nsteward_database_up 0\n"));

  door.open();
  until("/healthz says yes", [&] { return times(ask("/healthz"), "HTTP/1.1 200 ") == 1; });
}

}  // namespace
}  // namespace steward::test

// SPDX-License-Identifier: MIT
// Those who watch over the daemon: systemd's watchdog, and an alarm that its heartbeat keeps quiet.
#include <gmock/gmock.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "support/daemon_fixture.hpp"
#include "support/server_door.hpp"
#include "support/silent_server.hpp"

namespace steward::test {
namespace {

/// systemd's end of its socket, and the environment by which a daemon finds it.
class Systemd {
 public:
  Systemd(const DaemonFolder& folder, std::chrono::microseconds watchdog)
      : folder_(folder), socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    const auto path = (folder.path() / "notify").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    setenv("NOTIFY_SOCKET", path.c_str(), 1);
    setenv("WATCHDOG_USEC", std::to_string(watchdog.count()).c_str(), 1);
  }
  ~Systemd() {
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    ::close(socket_);
  }
  Systemd(const Systemd&) = delete;
  Systemd& operator=(const Systemd&) = delete;

  /// What the daemon says next; "" when it says nothing for so long.
  std::string next(std::chrono::milliseconds most = std::chrono::seconds(60)) {
    pollfd ready{socket_, POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(most.count())) <= 0) return "";
    std::array<char, 4096> text{};
    const auto length = ::recv(socket_, text.data(), text.size(), 0);
    return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
  }
  /// Takes what has come.
  void drain() {
    while (!next(std::chrono::milliseconds(0)).empty()) {
    }
  }
  /// Waits until it says that it works.
  void await_ready() {
    std::string said;
    while (said.find("READY=1") == std::string::npos) {
      said = next();
      ASSERT_NE(said, "") << folder_.log_text();
    }
  }
  /// Waits for so many signs of life.
  void await_life(int times) {
    while (times > 0) {
      const auto said = next();
      ASSERT_NE(said, "") << folder_.log_text();
      if (said == "WATCHDOG=1") --times;
    }
  }

 private:
  const DaemonFolder& folder_;
  int socket_;
};

bool says(const DaemonFolder& folder, const std::string& text) {
  return folder.log_text().find(text) != std::string::npos;
}

TEST_F(Daemon, FeedsTheWatchdogAlsoWhileItsDatabaseIsAway) {
  Systemd systemd(folder, std::chrono::milliseconds(300));
  ServerDoor door(database, folder.path());
  DaemonProcess daemon(folder, door.connection());
  until("it says that the database is away", [&] {
    systemd.drain();
    return says(folder, "the database is away");
  });
  systemd.drain();
  systemd.await_life(6);
  door.open();
  until("it runs", [&] {
    systemd.drain();
    return database.value("select count(*) from steward.daemon where state = 'running'") == "1";
  });
  systemd.await_life(6);
  door.close();
  until("it says so again", [&] {
    systemd.drain();
    const auto log = folder.log_text();
    return log.rfind("the database is away") > log.rfind("the database is back");
  });
  systemd.drain();
  systemd.await_life(6);
  EXPECT_TRUE(daemon.is_running());
}

TEST_F(Daemon, ThatIsStuckAtOnePieceOfWorkDoesNotFeedTheWatchdog) {
  SilentServer mail_server;
  folder.configure("maildir:mail", "smtp://127.0.0.1:" + std::to_string(mail_server.port()));
  Systemd systemd(folder, std::chrono::milliseconds(1000));
  DaemonProcess daemon(folder, database);
  systemd.await_ready();
  // Whoever does not listen holds the daemon up: the socket keeps only a few messages.
  until("it has looked at everything", [&] {
    systemd.drain();
    return database.value("select count(*) from steward.activation where done") == "7";
  });
  systemd.await_life(1);
  add_deliveries(database, 0);
  mail_server.wait_for_a_caller();
  until("it says that it is stuck", [&] {
    systemd.drain();
    return says(folder,
                "the sender loop has been at one piece of work for longer than 1 s: the watchdog "
                "is not fed");
  });
  systemd.drain();
  EXPECT_EQ(systemd.next(std::chrono::milliseconds(1500)), "");
}

TEST_F(Daemon, BeatsOnlyWhileNoStepIsOverdue) {
  folder.configure("probe: 20ms", "heartbeat:\n  url: file:alive\n  every: 1s\nprobe: 20ms");
  const auto alive = folder.path() / "alive";
  const DaemonProcess daemon(folder, database);
  until("it beats", [&] { return std::filesystem::exists(alive); });
  until_active();
  // A promise that nobody looks at or can claim: of a rule that never was, on nothing.
  database.run(
      "insert into steward.commitment (id, reference, rule, revision, entity, key, state, historic,"
      " recorded_late, starts, due, opened_at, next_at)"
      " select 4711, 'R4711', 'of-nobody', digest, 'service_deliveries', 'nobody', 'open',"
      " false, false, clock_timestamp(), clock_timestamp(), clock_timestamp(),"
      " clock_timestamp() - interval '61 minutes' from steward.revision limit 1");
  until("it rests", [&] { return says(folder, "the heartbeat rests: a step is overdue by 1 h"); });
  std::filesystem::remove(alive);
  // There are five seconds between these, and a heartbeat would be every second.
  for (int beats = 0; beats < 2; ++beats) {
    const auto seen_at = database.value("select seen_at from steward.daemon");
    until("it tells the database that it lives",
          [&] { return database.value("select seen_at from steward.daemon") != seen_at; });
  }
  EXPECT_FALSE(std::filesystem::exists(alive));
  database.run("delete from steward.commitment where id = 4711");
  until("it beats again", [&] { return std::filesystem::exists(alive); });
  EXPECT_TRUE(says(folder, "the heartbeat goes on: no step is overdue"));
}

}  // namespace
}  // namespace steward::test

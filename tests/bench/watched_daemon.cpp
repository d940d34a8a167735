// SPDX-License-Identifier: MIT
#include "bench/watched_daemon.hpp"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "paths.hpp"

namespace steward::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// Where a service says how it is, as systemd would listen (sd_notify(3)).
class NotifySocket {
 public:
  explicit NotifySocket(const std::string& path) : socket_(socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const timeval patience{60, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot listen at " + path);
    }
    setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~NotifySocket() {
    unsetenv("NOTIFY_SOCKET");
    close(socket_);
  }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  /// False when a minute passes without a word.
  [[nodiscard]] bool wait_for_ready() const {
    char text[4096];
    while (true) {
      const auto length = recv(socket_, text, sizeof text, 0);
      if (length <= 0) return false;
      const std::string_view said(text, static_cast<std::size_t>(length));
      if (said.find("READY=1") != std::string_view::npos) return true;
    }
  }

 private:
  int socket_;
};

}  // namespace

WatchedDaemon::WatchedDaemon(EngineDatabase& world) : world_(world) {
  const std::string source = STEWARD_SOURCE_DIR;
  folder_.configure("[" + source + "/rules]", "[" + source + "/tests/data/bench-rules]");
  folder_.configure("probe: 20ms", "probe: 200ms");
  const NotifySocket socket(folder_.path() / "ready");
  const auto from = Clock::now();
  process_ = std::make_unique<test::DaemonProcess>(folder_, world.database());
  if (!socket.wait_for_ready()) {
    throw std::runtime_error("the daemon is not ready after a minute\n" + folder_.log_text());
  }
  ready_after_ = std::chrono::duration<double>(Clock::now() - from).count();
}

void WatchedDaemon::until(const std::string& query, std::int64_t wanted) {
  const auto deadline = Clock::now() + std::chrono::minutes(20);
  while (std::stoll(world_.database().value(query)) < wanted) {
    if (Clock::now() > deadline || !process_->is_running()) {
      throw std::runtime_error("in vain waited for: " + query + "\n" + folder_.log_text());
    }
    // A query that is asked all the time would take the core that is measured.
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
}

void WatchedDaemon::stop() {
  process_->signal(SIGTERM);
  process_->wait();
}

}  // namespace steward::bench

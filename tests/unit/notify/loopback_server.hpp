// SPDX-License-Identifier: MIT
// A TCP server on loopback for tests: one thread a connection, no waiting on time.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace steward::notify {

/// One accepted connection, read by lines or by length.
class Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}

  /// Without its line end; nothing when the other side has closed.
  std::optional<std::string> read_line() {
    for (;;) {
      const auto end = buffer_.find('\n');
      if (end != std::string::npos) {
        auto line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return line;
      }
      if (!fill()) return std::nullopt;
    }
  }

  std::optional<std::string> read_exactly(std::size_t length) {
    while (buffer_.size() < length) {
      if (!fill()) return std::nullopt;
    }
    auto text = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return text;
  }

  void write(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// Reads until the other side closes: how a server behaves that never answers.
  void stall() {
    while (fill()) buffer_.clear();
  }

 private:
  bool fill() {
    char bytes[4096];
    const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  int socket_;
  std::string buffer_;
};

class LoopbackServer {
 public:
  explicit LoopbackServer(std::function<void(Connection&)> serve) : serve_(std::move(serve)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || ::bind(listener_, generic, length) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, generic, &length) != 0) {
      throw std::runtime_error("no socket on loopback");
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~LoopbackServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (auto& [socket, thread] : connections_) {
      ::shutdown(socket, SHUT_RDWR);
      thread.join();
      ::close(socket);
    }
    ::close(listener_);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::size_t connections() {
    const std::lock_guard lock(mutex_);
    return connections_.size();
  }

 private:
  void accept_all() {
    for (;;) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) return;
      const std::lock_guard lock(mutex_);
      connections_.emplace_back(socket, std::thread([this, socket] {
                                  Connection connection(socket);
                                  serve_(connection);
                                  // The number is kept until the end, so that it is not reused.
                                  ::shutdown(socket, SHUT_RDWR);
                                }));
    }
  }

  std::function<void(Connection&)> serve_;
  int listener_ = -1;
  int port_ = 0;
  std::mutex mutex_;
  std::vector<std::pair<int, std::thread>> connections_;
  std::thread acceptor_;
};

/// A port on loopback on which nobody listens.
inline int closed_port() {
  const LoopbackServer server([](Connection&) {});
  return server.port();
}

}  // namespace steward::notify

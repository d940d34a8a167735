// SPDX-License-Identifier: MIT
// Somebody who takes a call and never says a word.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace steward::test {

/// A socket on loopback that listens and never says a word.
class SilentServer {
 public:
  SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(socket_, any, length), 0);
    EXPECT_EQ(::listen(socket_, 16), 0);
    EXPECT_EQ(::getsockname(socket_, any, &length), 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentServer() {
    ::close(socket_);
    if (caller_ >= 0) ::close(caller_);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  [[nodiscard]] int port() const { return port_; }

  /// Returns when somebody has come; who came waits for an answer from then on.
  void wait_for_a_caller() {
    caller_ = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    EXPECT_GE(caller_, 0);
  }

 private:
  int socket_;
  int port_ = 0;
  int caller_ = -1;
};

}  // namespace steward::test

// SPDX-License-Identifier: MIT
// A plain client on loopback, for tests. What does not come within half a minute is taken for
// never: the test fails.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace steward::web {

class HttpClient {
 public:
  explicit HttpClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{30, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~HttpClient() { leave(); }
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }

  void send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// The next answer, header and body as they came; less when the server closes before its end.
  std::string read_answer(bool without_body = false) {
    std::size_t end = std::string::npos;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) return std::exchange(buffer_, "");
    }
    const auto whole = end + 4 + (without_body ? 0 : length_in(buffer_.substr(0, end)));
    while (buffer_.size() < whole) {
      if (!fill()) return std::exchange(buffer_, "");
    }
    auto answer = buffer_.substr(0, whole);
    buffer_.erase(0, whole);
    return answer;
  }

  /// Everything until the server closes; "(nothing came)" at the end when it does not.
  std::string read_to_end() {
    while (fill()) continue;
    return std::exchange(buffer_, "") + (waits_ ? "(nothing came)" : "");
  }

  std::string ask(std::string_view request) {
    send(request);
    return read_answer();
  }

  void leave() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

 private:
  static std::size_t length_in(const std::string& header) {
    constexpr std::string_view kName = "\r\nContent-Length: ";
    const auto at = header.find(kName);
    return at == std::string::npos ? 0 : std::strtoul(&header[at + kName.size()], nullptr, 10);
  }

  bool fill() {
    char bytes[4096];
    const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
    waits_ = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (got <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  int socket_;
  bool connected_ = false;
  bool waits_ = false;
  std::string buffer_;
};

}  // namespace steward::web

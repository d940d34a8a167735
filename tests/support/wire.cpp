// SPDX-License-Identifier: MIT
#include "support/wire.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace steward::test {
namespace {

constexpr const char* kSocket = ".s.PGSQL.5432";
/// So often does a silent connection look whether the test is over.
constexpr int kLookMs = 20;

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("too long: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

int new_socket() {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) throw std::runtime_error("no socket");
  return socket;
}

bool send_all(int socket, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto some = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (some <= 0) return false;
    sent += static_cast<std::size_t>(some);
  }
  return true;
}

std::uint32_t length_at(const std::string& bytes, std::size_t at) {
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    length = length << 8U | static_cast<unsigned char>(bytes[at + i]);
  }
  return length;
}

/// Messages from the bytes of one direction. The first that a client sends has no type.
class Messages {
 public:
  explicit Messages(bool first_has_type) : has_type_(first_has_type) {}

  void add(const char* bytes, std::size_t count) { bytes_.append(bytes, count); }

  /// The next whole message; its type is its first byte.
  std::optional<std::string> next() {
    const std::size_t type = has_type_ ? 1 : 0;
    if (bytes_.size() < type + 4) return std::nullopt;
    const auto size = type + length_at(bytes_, type);
    if (bytes_.size() < size) return std::nullopt;
    auto message = bytes_.substr(0, size);
    bytes_.erase(0, size);
    has_type_ = true;
    return message;
  }

 private:
  std::string bytes_;
  bool has_type_;
};

/// One client's connection through the wire.
class Line {
 public:
  Line(int client, int server, const Wire::Decide& decide)
      : client_(client), server_(server), decide_(decide) {}

  /// Until one side ends, or the wire is cut.
  void carry(const std::atomic<bool>& ending) {
    std::array<pollfd, 2> both{{{client_, POLLIN, 0}, {server_, POLLIN, 0}}};
    while (!ending) {
      if (::poll(both.data(), both.size(), kLookMs) <= 0) continue;
      if (both[0].revents != 0 && !take(client_, from_client_)) return;
      if (both[1].revents != 0 && !take(server_, from_server_)) return;
      if (!forward_requests() || !forward_answers()) return;
    }
  }

 private:
  static bool take(int socket, Messages& messages) {
    std::array<char, 16384> bytes{};
    const auto count = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (count <= 0) return false;
    messages.add(bytes.data(), static_cast<std::size_t>(count));
    return true;
  }

  /// A request ends with a simple query or with Sync; what begins a session is none.
  bool forward_requests() {
    while (auto message = from_client_.next()) {
      const bool begins = !started_;
      started_ = true;
      request_ += *message;
      const bool is_whole = begins || message->front() == 'Q' || message->front() == 'S';
      if (!is_whole) continue;
      const auto fate = begins ? Fate::answered : decide_(request_);
      if (fate == Fate::lost) return false;
      unanswered_ = fate == Fate::unanswered;
      if (!send_all(server_, request_)) return false;
      request_.clear();
    }
    return true;
  }

  bool forward_answers() {
    while (auto message = from_server_.next()) {
      // ReadyForQuery: the server has done all of it.
      if (unanswered_ && message->front() == 'Z') return false;
      if (!unanswered_ && !send_all(client_, *message)) return false;
    }
    return true;
  }

  const int client_;
  const int server_;
  const Wire::Decide& decide_;
  Messages from_client_{false};
  Messages from_server_{true};
  std::string request_;
  bool started_ = false;
  bool unanswered_ = false;
};

}  // namespace

Wire::Wire(const TestDatabase& database, Decide decide)
    : server_(database.host() + "/" + kSocket),
      decide_(std::move(decide)),
      connection_(database.connection_by(folder_.path().string())),
      listening_(new_socket()) {
  const auto address = address_of((folder_.path() / kSocket).string());
  if (::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listening_, 64) != 0) {
    throw std::runtime_error("the wire cannot be laid in " + folder_.path().string());
  }
  accepting_ = std::thread([this] { accept_all(); });
}

Wire::~Wire() {
  ending_ = true;
  accepting_.join();
  for (auto& one : serving_) one.join();
  ::close(listening_);
}

void Wire::accept_all() {
  pollfd listening{listening_, POLLIN, 0};
  while (!ending_) {
    if (::poll(&listening, 1, kLookMs) <= 0) continue;
    const int client = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    const std::lock_guard lock(mutex_);
    serving_.emplace_back([this, client] { serve(client); });
  }
}

void Wire::serve(int client) {
  const int server = new_socket();
  const auto address = address_of(server_);
  if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    Line(client, server, decide_).carry(ending_);
  }
  ::close(client);
  ::close(server);
}

}  // namespace steward::test

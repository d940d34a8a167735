// SPDX-License-Identifier: MIT
// An HTTP server for tests that gives one scripted answer and keeps the requests.
#pragma once

#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "unit/notify/loopback_server.hpp"

namespace steward::notify {

struct HttpScript {
  int status = 201;
  std::string headers;  ///< whole lines with CRLF
  std::string body = R"({"sid": "SM4f2a", "status": "queued"})";
  bool drop = false;   ///< closes after the request
  bool stall = false;  ///< never answers
};

struct ReceivedRequest {
  std::string line;  ///< "POST /path HTTP/1.1"
  std::map<std::string, std::string> headers;
  std::string body;
};

class HttpServer {
 public:
  explicit HttpServer(HttpScript script = {})
      : script_(std::move(script)), server_([this](Connection& to) { serve(to); }) {}

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server_.port()) + "/Messages.json";
  }
  [[nodiscard]] std::size_t connections() { return server_.connections(); }
  [[nodiscard]] std::vector<ReceivedRequest> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  static std::optional<ReceivedRequest> read_request(Connection& client) {
    auto line = client.read_line();
    if (!line) return std::nullopt;
    ReceivedRequest request{*line, {}, {}};
    while ((line = client.read_line()) && !line->empty()) {
      const auto colon = line->find(": ");
      request.headers[line->substr(0, colon)] = line->substr(colon + 2);
    }
    const auto length = std::strtoul(request.headers["Content-Length"].c_str(), nullptr, 10);
    const auto body = client.read_exactly(length);
    if (!body) return std::nullopt;
    request.body = *body;
    return request;
  }

  void serve(Connection& client) {
    while (const auto request = read_request(client)) {
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(*request);
      }
      if (script_.drop) return;
      if (script_.stall) return client.stall();
      client.write("HTTP/1.1 " + std::to_string(script_.status) + " Scripted\r\n" +
                   script_.headers + "Content-Length: " + std::to_string(script_.body.size()) +
                   "\r\n\r\n" + script_.body);
    }
  }

  HttpScript script_;
  std::mutex mutex_;
  std::vector<ReceivedRequest> requests_;
  LoopbackServer server_;  // last: its threads use the others
};

}  // namespace steward::notify

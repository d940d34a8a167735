// SPDX-License-Identifier: MIT
// A small HTTP/1.1 server for loopback: GET and HEAD, no bodies, few connections.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "steward/base/error.hpp"
#include "steward/web/http_message.hpp"

namespace boost::asio {
class io_context;
}

namespace steward::web {

/// Answers a request, an unknown path with 404. May block; may be called on several threads at
/// once. What it throws is logged and answered with 500.
using Handler = std::function<Response(const Request&)>;

/// Runs a piece of work, on another thread if it may block.
using Offload = std::function<void(std::function<void()>)>;

struct HttpLimits {
  std::size_t header = 8 * 1024;            ///< octets of a request, else 431
  std::size_t connections = 64;             ///< more are answered 503 and closed
  std::chrono::milliseconds idle{10'000};   ///< for a whole request, and for taking the answer
  std::chrono::milliseconds linger{1'000};  ///< for the client to close after a refusal
};

/// What is not a plain GET or HEAD is refused: 400 when it is no HTTP, 405 another method, 413 with
/// a body, 431 too long. The loop must be run by one thread, and `stop` be called on it. The loop,
/// and whatever the handler uses, must outlive the threads of the offload.
class HttpServer {
 public:
  /// Listens; port 0 takes any that is free. Errors: `invalid_input` when `address` is not an IP
  /// address of loopback, `conflict` when the port is in use, `unavailable` when it cannot be had
  /// for another reason.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> open(boost::asio::io_context& loop,
                                                                const std::string& address,
                                                                int port, Handler handler,
                                                                Offload offload,
                                                                HttpLimits limits = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// The port it listens on.
  [[nodiscard]] int port() const;

  /// Closes everything at once; a request under way is not answered. May be called again.
  void stop();

 private:
  class Listener;
  explicit HttpServer(std::shared_ptr<Listener> listener);

  std::shared_ptr<Listener> listener_;
};

}  // namespace steward::web

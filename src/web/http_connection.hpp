// SPDX-License-Identifier: MIT
// One client of the HTTP server: reads requests, has them answered, until either side is done.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <memory>
#include <optional>
#include <string>

#include "steward/web/http_server.hpp"

namespace steward::web {

namespace asio = boost::asio;
namespace beast = boost::beast;

/// What all connections of a server share.
struct HttpService {
  Handler handler;
  Offload offload;
  HttpLimits limits;
};

/// Used on the loop's thread only. Whoever runs `serve` or `refuse` keeps it alive until the end.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(asio::ip::tcp::socket socket, std::shared_ptr<const HttpService> service);

  /// Answers requests until the client leaves, is too slow, or does what is refused.
  asio::awaitable<void> serve();
  /// Answers 503 and closes.
  asio::awaitable<void> refuse();
  /// Ends `serve` and `refuse` at once.
  void close();

 private:
  /// A request, or the answer that refuses it.
  struct Asked {
    Request request;
    std::optional<Response> refusal;
    bool keep_alive = false;
  };

  asio::awaitable<std::optional<Asked>> read();
  asio::awaitable<std::optional<Response>> ask(Request request);
  asio::awaitable<bool> write(Response response, bool without_body, bool keep_alive);
  asio::awaitable<void> close_gently();

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;  ///< what was read and is no request yet; holds one of the longest
  std::shared_ptr<const HttpService> service_;
  std::optional<Response> answer_;
  asio::steady_timer answered_;  ///< never expires; cancelled when the answer is there
  bool closed_ = false;
};

}  // namespace steward::web

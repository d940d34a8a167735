// SPDX-License-Identifier: MIT
#include "steward/web/http_server.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <unordered_set>
#include <utility>

#include "web/http_connection.hpp"

namespace steward::web {
namespace {

using asio::ip::tcp;

/// Between attempts to accept while the process is out of descriptors.
constexpr std::chrono::milliseconds kAfterFailure{100};

void log_bug(std::string_view where, const std::exception_ptr& failed) {
  if (!failed) return;
  try {
    std::rethrow_exception(failed);
  } catch (const std::exception& bug) {
    spdlog::error("{} ended by a bug: {}", where, bug.what());
  }
}

std::string spelled(const tcp::endpoint& endpoint) {
  std::string host = endpoint.address().to_string();
  if (endpoint.address().is_v6()) host = fmt::format("[{}]", host);
  return fmt::format("{}:{}", host, endpoint.port());
}

Result<tcp::endpoint> loopback_endpoint(const std::string& address, int port) {
  boost::system::error_code failed;
  const auto parsed = asio::ip::make_address(address, failed);
  if (failed) {
    return Error(ErrorCode::invalid_input, fmt::format("'{}' is not an IP address", address));
  }
  if (!parsed.is_loopback()) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("{} is not an address of loopback: what is served here is for this "
                             "machine alone",
                             address));
  }
  if (port < 0 || port > 65'535) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("{} is not a port: expected 0 to 65535", port));
  }
  return tcp::endpoint(parsed, static_cast<std::uint16_t>(port));
}

/// Opens, binds and listens; false with `failed` set.
bool listen_on(tcp::acceptor& acceptor, const tcp::endpoint& endpoint,
               boost::system::error_code& failed) {
  acceptor.open(endpoint.protocol(), failed);
  // A restart must not wait for the connections of the process before to be forgotten.
  if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed) acceptor.bind(endpoint, failed);
  if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
  return !failed;
}

}  // namespace

/// Shared with its coroutines, which may end after the server is gone.
class HttpServer::Listener : public std::enable_shared_from_this<HttpServer::Listener> {
 public:
  Listener(tcp::acceptor acceptor, HttpService service)
      : acceptor_(std::move(acceptor)),
        pause_(acceptor_.get_executor()),
        port_(acceptor_.local_endpoint().port()),
        service_(std::make_shared<const HttpService>(std::move(service))) {}

  void start() {
    auto accepting = accept_all();
    asio::co_spawn(acceptor_.get_executor(), std::move(accepting),
                   [self = shared_from_this()](std::exception_ptr failed) {
                     log_bug("the HTTP listener", failed);
                   });
  }

  void stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    for (const auto& connection : connections_) connection->close();
  }

  [[nodiscard]] int port() const { return port_; }

 private:
  asio::awaitable<void> accept_all() {
    while (acceptor_.is_open()) {
      boost::system::error_code failed;
      auto token = asio::redirect_error(asio::use_awaitable, failed);
      auto socket = co_await acceptor_.async_accept(token);
      if (!acceptor_.is_open()) co_return;
      if (!failed) {
        take(std::move(socket));
        continue;
      }
      spdlog::warn("an HTTP connection was not accepted: {}", failed.message());
      pause_.expires_after(kAfterFailure);
      co_await pause_.async_wait(token);
    }
  }

  void take(tcp::socket socket) {
    const auto connection = std::make_shared<HttpConnection>(std::move(socket), service_);
    const bool room = connections_.size() < service_->limits.connections;
    connections_.insert(connection);
    auto serving = room ? connection->serve() : connection->refuse();
    asio::co_spawn(acceptor_.get_executor(), std::move(serving),
                   [self = shared_from_this(), connection](std::exception_ptr failed) {
                     log_bug("an HTTP connection", failed);
                     self->connections_.erase(connection);
                   });
  }

  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  const int port_;
  std::shared_ptr<const HttpService> service_;
  std::unordered_set<std::shared_ptr<HttpConnection>> connections_;
};

Result<std::unique_ptr<HttpServer>> HttpServer::open(asio::io_context& loop,
                                                     const std::string& address, int port,
                                                     Handler handler, Offload offload,
                                                     HttpLimits limits) {
  const auto endpoint = loopback_endpoint(address, port);
  if (!endpoint) return endpoint.error();
  tcp::acceptor acceptor(loop);
  boost::system::error_code failed;
  if (!listen_on(acceptor, *endpoint, failed)) {
    if (failed == asio::error::address_in_use) {
      return Error(ErrorCode::conflict, fmt::format("{} is in use", spelled(*endpoint)));
    }
    return Error(ErrorCode::unavailable,
                 fmt::format("cannot listen on {}: {}", spelled(*endpoint), failed.message()));
  }
  HttpService service;
  service.handler = std::move(handler);
  service.offload = std::move(offload);
  service.limits = limits;
  auto listener = std::make_shared<Listener>(std::move(acceptor), std::move(service));
  listener->start();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(listener)));
}

HttpServer::HttpServer(std::shared_ptr<Listener> listener) : listener_(std::move(listener)) {}

HttpServer::~HttpServer() {
  stop();
}

int HttpServer::port() const {
  return listener_->port();
}

void HttpServer::stop() {
  listener_->stop();
}

}  // namespace steward::web

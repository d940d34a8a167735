// SPDX-License-Identifier: MIT
#include "web/http_connection.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http.hpp>
#include <exception>
#include <utility>

namespace steward::web {
namespace {

namespace http = beast::http;
using Parser = http::request_parser<http::empty_body>;

constexpr std::string_view kAllowed = "GET, HEAD";

/// A sentence under the status's name.
Response refusal(http::status status, std::string_view why) {
  return {static_cast<int>(status), "text/plain; charset=utf-8", fmt::format("{}\n", why)};
}

/// Whether the client sent something that is no request, as against leaving or being too slow.
bool is_malformed(const boost::system::error_code& failed) {
  return failed.category() == http::make_error_code(http::error::bad_method).category() &&
         failed != http::error::end_of_stream && failed != http::error::partial_message;
}

Response refuse_length(const HttpLimits& limits) {
  return refusal(http::status::request_header_fields_too_large,
                 fmt::format("a request has at most {} octets", limits.header));
}

Response refuse_malformed(const boost::system::error_code& failed, const HttpLimits& limits) {
  const bool too_long =
      failed == http::error::header_limit || failed == http::error::buffer_overflow;
  if (too_long) return refuse_length(limits);
  return refusal(http::status::bad_request, "this is not an HTTP request");
}

/// Nothing when a request with this header may be answered.
std::optional<Response> refuse_header(const Parser& parser) {
  const auto& header = parser.get();
  if (header.method() != http::verb::get && header.method() != http::verb::head) {
    return refusal(http::status::method_not_allowed, "only GET and HEAD are answered");
  }
  // RFC 9112, 3.2: a request of HTTP/1.1 names its host once.
  if (header.version() >= 11 && header.count(http::field::host) != 1) {
    return refusal(http::status::bad_request, "a request names its host, once");
  }
  if (!parser.is_done()) {
    return refusal(http::status::payload_too_large, "a request with a body is not taken");
  }
  const auto target = header.target();
  if (target.empty() || target.front() != '/') {
    return refusal(http::status::bad_request, "the target of a request begins with a slash");
  }
  return std::nullopt;
}

Request request_of(const Parser& parser) {
  const auto& header = parser.get();
  const auto target = header.target();
  return {std::string(header.method_string()), std::string(target.substr(0, target.find('?')))};
}

http::response<http::string_body> message_of(Response response, bool keep_alive) {
  http::response<http::string_body> message(static_cast<http::status>(response.status), 11);
  message.set(http::field::content_type, response.content_type);
  message.set(http::field::cache_control, "no-store");
  if (message.result() == http::status::method_not_allowed) {
    message.set(http::field::allow, kAllowed);
  }
  message.body() = std::move(response.body);
  message.prepare_payload();
  // Said in words, because a client of HTTP/1.0 must be told.
  message.set(http::field::connection, keep_alive ? "keep-alive" : "close");
  return message;
}

Response answer_by(const Handler& handler, const Request& request) {
  try {
    return handler(request);
  } catch (const std::exception& bug) {
    spdlog::error("{} {} failed by a bug: {}", request.method, request.path, bug.what());
    return refusal(http::status::internal_server_error, "this failed by a bug, which is logged");
  }
}

}  // namespace

HttpConnection::HttpConnection(asio::ip::tcp::socket socket,
                               std::shared_ptr<const HttpService> service)
    : stream_(std::move(socket)),
      buffer_(service->limits.header),
      service_(std::move(service)),
      answered_(stream_.get_executor(), asio::steady_timer::time_point::max()) {}

asio::awaitable<void> HttpConnection::serve() {
  for (;;) {
    auto asked = co_await read();
    if (!asked) co_return;
    const bool without_body = asked->request.method == "HEAD";
    std::optional<Response> response = std::move(asked->refusal);
    if (!response) response = co_await ask(asked->request);
    if (!response) co_return;
    const bool written = co_await write(*response, without_body, asked->keep_alive);
    if (!written) co_return;
    if (!asked->keep_alive) break;
  }
  co_await close_gently();
}

asio::awaitable<void> HttpConnection::refuse() {
  const Response busy = refusal(http::status::service_unavailable, "too many connections");
  const bool written = co_await write(busy, false, false);
  if (written) co_await close_gently();
}

void HttpConnection::close() {
  closed_ = true;
  stream_.close();
  answered_.cancel();
}

/// Nothing when there is nobody to answer.
asio::awaitable<std::optional<HttpConnection::Asked>> HttpConnection::read() {
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(service_->limits.header));
  stream_.expires_after(service_->limits.idle);
  boost::system::error_code failed;
  auto token = asio::redirect_error(asio::use_awaitable, failed);
  const std::size_t octets = co_await http::async_read_header(stream_, buffer_, parser, token);
  if (closed_ || (failed && !is_malformed(failed))) co_return std::nullopt;
  Asked asked;
  if (failed) {
    asked.refusal = refuse_malformed(failed, service_->limits);
    co_return asked;
  }
  asked.request = request_of(parser);
  // Beast holds the first line and the fields to the limit each: together they are ours to count.
  if (octets > service_->limits.header) {
    asked.refusal = refuse_length(service_->limits);
  } else {
    asked.refusal = refuse_header(parser);
  }
  // After a refusal it is not known where the next request would begin.
  asked.keep_alive = !asked.refusal && parser.get().keep_alive();
  co_return asked;
}

/// Nothing when the connection was closed meanwhile.
asio::awaitable<std::optional<Response>> HttpConnection::ask(Request request) {
  answer_.reset();
  stream_.expires_never();
  // The work gives its hold on the connection on to the loop, and so never ends it elsewhere.
  std::function<void()> work = [self = shared_from_this(), request]() mutable {
    auto response = answer_by(self->service_->handler, request);
    auto executor = self->stream_.get_executor();
    asio::post(executor, [self = std::move(self), response = std::move(response)]() mutable {
      self->answer_ = std::move(response);
      self->answered_.cancel();
    });
  };
  service_->offload(std::move(work));
  boost::system::error_code cancelled;
  auto token = asio::redirect_error(asio::use_awaitable, cancelled);
  co_await answered_.async_wait(token);
  if (closed_) co_return std::nullopt;
  co_return std::move(answer_);
}

asio::awaitable<bool> HttpConnection::write(Response response, bool without_body, bool keep_alive) {
  auto message = message_of(std::move(response), keep_alive);
  http::response_serializer<http::string_body> serializer(message);
  stream_.expires_after(service_->limits.idle);
  boost::system::error_code failed;
  auto token = asio::redirect_error(asio::use_awaitable, failed);
  if (without_body) {
    co_await http::async_write_header(stream_, serializer, token);
  } else {
    co_await http::async_write(stream_, serializer, token);
  }
  co_return !failed && !closed_;
}

/// Lets the client read the answer before the connection goes: closing with unread octets would
/// reset it, and the answer be lost.
asio::awaitable<void> HttpConnection::close_gently() {
  boost::system::error_code failed;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, failed);
  stream_.expires_after(service_->limits.linger);
  std::array<char, 1024> ignored;
  auto into = asio::buffer(ignored);
  auto token = asio::redirect_error(asio::use_awaitable, failed);
  while (!failed && !closed_) co_await stream_.async_read_some(into, token);
}

}  // namespace steward::web

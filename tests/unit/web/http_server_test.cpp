// SPDX-License-Identifier: MIT
#include "steward/web/http_server.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "http_client.hpp"
#include "running_server.hpp"

namespace steward::web {
namespace {

using std::chrono::milliseconds;

constexpr auto kGetOk = "GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr auto kHeadOk = "HEAD /ok HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// Answers with what it was asked.
Response echo(const Request& request) {
  if (request.path == "/missing") return {404, "text/plain; charset=utf-8", "no such page\n"};
  if (request.path == "/bug") throw std::runtime_error("the handler is broken");
  return {200, "text/plain; charset=utf-8", request.method + " " + request.path + "\n"};
}

std::string answer(const std::string& status, const std::string& connection,
                   const std::string& body, const std::string& more = "") {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n" + more +
         "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: " + connection +
         "\r\n\r\n" + body;
}

const std::string kOk = answer("200 OK", "keep-alive", "GET /ok\n");

/// The whole of what a client gets who says `request` and then only listens.
std::string all_after(const RunningServer& server, const std::string& request) {
  HttpClient client(server.port());
  client.send(request);
  return client.read_to_end();
}

TEST(HttpServer, Answers_get) {
  const RunningServer server(echo);
  EXPECT_EQ(HttpClient(server.port()).ask(kGetOk), kOk);
}

TEST(HttpServer, Answers_head_without_the_body) {
  const RunningServer server(echo);
  HttpClient client(server.port());
  client.send(kHeadOk);
  EXPECT_EQ(client.read_answer(true),
            "HTTP/1.1 200 OK\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Cache-Control: no-store\r\n"
            "Content-Length: 9\r\n"
            "Connection: keep-alive\r\n\r\n");
  EXPECT_EQ(client.ask(kGetOk), kOk);
}

TEST(HttpServer, The_handler_does_not_see_the_query) {
  const RunningServer server(echo);
  EXPECT_EQ(HttpClient(server.port()).ask("GET /a/b?c=/d HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            answer("200 OK", "keep-alive", "GET /a/b\n"));
}

TEST(HttpServer, An_unknown_path_is_the_handlers_to_answer) {
  const RunningServer server(echo);
  EXPECT_EQ(HttpClient(server.port()).ask("GET /missing HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            answer("404 Not Found", "keep-alive", "no such page\n"));
}

TEST(HttpServer, A_handler_that_throws_is_answered_500_and_the_next_request_as_ever) {
  const RunningServer server(echo);
  HttpClient client(server.port());
  EXPECT_EQ(
      client.ask("GET /bug HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      answer("500 Internal Server Error", "keep-alive", "this failed by a bug, which is logged\n"));
  EXPECT_EQ(client.ask(kGetOk), kOk);
}

TEST(HttpServer, One_connection_takes_requests_one_after_the_other_or_at_once) {
  const RunningServer server(echo);
  HttpClient client(server.port());
  EXPECT_EQ(client.ask(kGetOk), kOk);
  EXPECT_EQ(client.ask(kGetOk), kOk);
  client.send(std::string(kGetOk) + "GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.read_answer(), kOk);
  EXPECT_EQ(client.read_answer(), answer("200 OK", "keep-alive", "GET /second\n"));
}

TEST(HttpServer, A_client_that_asks_for_it_has_its_connection_closed) {
  const RunningServer server(echo);
  const auto closed = answer("200 OK", "close", "GET /ok\n");
  EXPECT_EQ(all_after(server, "GET /ok HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
            closed);
  EXPECT_EQ(all_after(server, "GET /ok HTTP/1.0\r\n\r\n"), closed);
}

TEST(HttpServer, Refuses_other_methods_and_names_those_it_takes) {
  const RunningServer server(echo);
  const auto refused = answer("405 Method Not Allowed", "close", "only GET and HEAD are answered\n",
                              "Allow: GET, HEAD\r\n");
  for (const std::string method : {"POST", "DELETE", "OPTIONS", "BREW"}) {
    EXPECT_EQ(all_after(server, method + " /ok HTTP/1.1\r\nHost: localhost\r\n\r\n"), refused)
        << method;
  }
}

TEST(HttpServer, Refuses_bodies) {
  const RunningServer server(echo);
  const auto refused =
      answer("413 Payload Too Large", "close", "a request with a body is not taken\n");
  EXPECT_EQ(all_after(server, "GET /ok HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),
            refused);
  EXPECT_EQ(all_after(server,
                      "GET /ok HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                      "5\r\nhello\r\n0\r\n\r\n"),
            refused);
}

TEST(HttpServer, Refuses_a_request_longer_than_the_limit) {
  const RunningServer server(echo);
  const auto with_octets = [](std::size_t octets) {
    const std::string start = "GET /ok HTTP/1.1\r\nHost: localhost\r\nCookie: ";
    return start + std::string(octets - start.size() - 4, 'x') + "\r\n\r\n";
  };
  EXPECT_EQ(HttpClient(server.port()).ask(with_octets(8192)), kOk);
  const auto refused =
      answer("431 Request Header Fields Too Large", "close", "a request has at most 8192 octets\n");
  EXPECT_EQ(all_after(server, with_octets(8193)), refused);
  EXPECT_EQ(all_after(server, with_octets(100'000)), refused);
  EXPECT_EQ(all_after(server, "GET /" + std::string(9'000, 'x')), refused);
}

TEST(HttpServer, Refuses_what_is_no_request) {
  const RunningServer server(echo);
  const auto refused = [](const std::string& why) {
    return answer("400 Bad Request", "close", why + "\n");
  };
  EXPECT_EQ(all_after(server, "\x16\x03\x01 hello\r\n\r\n"),
            refused("this is not an HTTP request"));
  EXPECT_EQ(all_after(server, "GET /ok HTTP/1.1\r\n\r\n"),
            refused("a request names its host, once"));
  EXPECT_EQ(all_after(server, "GET /ok HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
            refused("a request names its host, once"));
  EXPECT_EQ(all_after(server, "GET ok HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            refused("the target of a request begins with a slash"));
}

TEST(HttpServer, Cuts_a_client_that_is_slow_to_ask) {
  HttpLimits limits;
  limits.idle = milliseconds(50);
  const RunningServer server(echo, limits);
  EXPECT_EQ(all_after(server, ""), "");
  EXPECT_EQ(all_after(server, "GET /ok HTTP/1.1\r\nHo"), "");
  HttpClient quiet_after_one(server.port());
  EXPECT_EQ(quiet_after_one.ask(kGetOk), kOk);
  EXPECT_EQ(quiet_after_one.read_to_end(), "");
}

TEST(HttpServer, Has_no_patience_with_a_refused_client_that_stays) {
  HttpLimits limits;
  limits.linger = milliseconds(50);
  limits.connections = 1;
  const RunningServer server(echo, limits);
  HttpClient stays(server.port());
  stays.send("POST /ok HTTP/1.1\r\nHost: localhost\r\n\r\n");
  stays.read_answer();
  // Its place is free once it was cut; until then others are refused.
  std::string got;
  while ((got = HttpClient(server.port()).ask(kGetOk)) != kOk) {
    ASSERT_TRUE(got.empty() || got.find("503") != std::string::npos) << got;
  }
}

TEST(HttpServer, Answers_503_beyond_its_connections_and_takes_a_place_that_came_free) {
  HttpLimits limits;
  limits.connections = 2;
  const RunningServer server(echo, limits);
  HttpClient first(server.port());
  HttpClient second(server.port());
  EXPECT_EQ(first.ask(kGetOk), kOk);
  EXPECT_EQ(second.ask(kGetOk), kOk);
  EXPECT_EQ(all_after(server, ""),
            answer("503 Service Unavailable", "close", "too many connections\n"));
  EXPECT_EQ(first.ask(kGetOk), kOk);
  second.leave();
  while (HttpClient(server.port()).ask(kGetOk) != kOk) continue;
}

/// A handler that stands still at /wait until it is let go.
struct Gate {
  std::promise<void> entered;
  std::promise<void> release;
  Handler handler() {
    return [this, gate = release.get_future().share()](const Request& request) {
      if (request.path == "/wait") {
        entered.set_value();
        gate.wait();
      }
      return echo(request);
    };
  }
};

constexpr auto kGetWait = "GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(HttpServer, A_handler_that_blocks_holds_nobody_else_up) {
  Gate gate;
  HttpLimits limits;
  limits.idle = milliseconds(50);  // does not count while the handler works
  const RunningServer server(gate.handler(), limits);
  HttpClient waits(server.port());
  waits.send(kGetWait);
  gate.entered.get_future().wait();
  EXPECT_EQ(HttpClient(server.port()).ask(kGetOk), kOk);
  // A client that is cut for being slow proves that the time has passed.
  EXPECT_EQ(all_after(server, ""), "");
  gate.release.set_value();
  EXPECT_EQ(waits.read_answer(), answer("200 OK", "keep-alive", "GET /wait\n"));
}

TEST(HttpServer, Stops_while_a_request_is_under_way) {
  Gate gate;
  RunningServer server(gate.handler());
  HttpClient client(server.port());
  client.send(kGetWait);
  gate.entered.get_future().wait();
  server.stop();
  EXPECT_EQ(client.read_to_end(), "");
  gate.release.set_value();
}

TEST(HttpServer, Survives_a_client_that_leaves_before_its_answer) {
  Gate gate;
  const RunningServer server(gate.handler());
  HttpClient client(server.port());
  client.send(kGetWait);
  gate.entered.get_future().wait();
  client.leave();
  gate.release.set_value();
  EXPECT_EQ(HttpClient(server.port()).ask(kGetOk), kOk);
}

TEST(HttpServer, After_stopping_nobody_is_connected_and_nobody_can) {
  RunningServer server(echo);
  HttpClient client(server.port());
  EXPECT_EQ(client.ask(kGetOk), kOk);
  server.stop();
  server.stop();
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_FALSE(HttpClient(server.port()).connected());
}

TEST(HttpServer, Its_port_can_be_had_again_at_once) {
  boost::asio::io_context loop;
  int port = 0;
  {
    const RunningServer server(echo);
    port = server.port();
    HttpClient(port).ask("GET /ok HTTP/1.0\r\n\r\n");
  }
  EXPECT_TRUE(HttpServer::open(loop, "127.0.0.1", port, echo, nullptr));
}

Error error_of_opening(const std::string& address, int port) {
  boost::asio::io_context loop;
  return HttpServer::open(loop, address, port, echo, nullptr).error();
}

TEST(HttpServer, Says_which_port_is_in_use) {
  const RunningServer server(echo);
  EXPECT_EQ(
      error_of_opening("127.0.0.1", server.port()),
      Error(ErrorCode::conflict, "127.0.0.1:" + std::to_string(server.port()) + " is in use"));
}

TEST(HttpServer, Listens_on_loopback_alone) {
  for (const std::string address : {"0.0.0.0", "::", "203.0.113.7", "::ffff:127.0.0.1"}) {
    EXPECT_EQ(
        error_of_opening(address, 0),
        Error(ErrorCode::invalid_input, address + " is not an address of loopback: what is served "
                                                  "here is for this machine alone"));
  }
  EXPECT_EQ(error_of_opening("localhost", 0),
            Error(ErrorCode::invalid_input, "'localhost' is not an IP address"));
  EXPECT_EQ(error_of_opening("127.0.0.1", 65'536),
            Error(ErrorCode::invalid_input, "65536 is not a port: expected 0 to 65535"));
}

}  // namespace
}  // namespace steward::web

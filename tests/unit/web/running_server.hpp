// SPDX-License-Identifier: MIT
// A server on a loop of its own, with a few threads for its handler, for tests.
#pragma once

// As the layer itself is compiled (src/CMakeLists.txt).
#define BOOST_ASIO_SEPARATE_COMPILATION
#define BOOST_ASIO_NO_DEPRECATED

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "steward/web/http_server.hpp"

namespace steward::web {

class RunningServer {
 public:
  explicit RunningServer(Handler handler, HttpLimits limits = {})
      : server_(HttpServer::open(
                    loop_, "127.0.0.1", 0, std::move(handler),
                    [this](std::function<void()> work) {
                      boost::asio::post(threads_, std::move(work));
                    },
                    limits)
                    .value()),
        running_([this] { loop_.run(); }) {}

  ~RunningServer() {
    stop();
    alive_.reset();
    threads_.join();
    running_.join();
  }

  [[nodiscard]] int port() const { return server_->port(); }

  /// Returns when the server has stopped.
  void stop() {
    std::promise<void> stopped;
    boost::asio::post(loop_, [&] {
      server_->stop();
      stopped.set_value();
    });
    stopped.get_future().wait();
  }

 private:
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> alive_{
      loop_.get_executor()};
  boost::asio::thread_pool threads_{3};
  std::unique_ptr<HttpServer> server_;
  std::thread running_;
};

}  // namespace steward::web

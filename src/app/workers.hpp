// SPDX-License-Identifier: MIT
// Where blocking work goes: one thread pool beside the event loop.
#pragma once

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace steward::app {

namespace asio = boost::asio;

class Workers {
 public:
  Workers(asio::io_context& loop, std::size_t threads) : loop_(loop), pool_(threads) {}

  /// Runs `work` on a thread of the pool and resumes on the loop with its answer, which must be
  /// default constructible.
  template <class T>
  asio::awaitable<T> run(std::function<T()> work) {
    auto initiate = [this, &work](auto handler) {
      // The loop must not run out of work while the answer is on its way.
      auto alive = asio::make_work_guard(loop_);
      auto shared = std::make_shared<decltype(handler)>(std::move(handler));
      asio::post(pool_, [this, shared, alive = std::move(alive), task = std::move(work)] {
        // What is thrown there is a bug: it is thrown again where the answer is awaited, because a
        // pool's thread would end the process without a word.
        auto answer = std::make_shared<T>();
        std::exception_ptr failed;
        try {
          *answer = task();
        } catch (...) {
          failed = std::current_exception();
        }
        asio::post(loop_, [shared, answer, failed] { (*shared)(failed, std::move(*answer)); });
      });
    };
    auto token = asio::use_awaitable;
    co_return co_await asio::async_initiate<decltype(token), void(std::exception_ptr, T)>(initiate,
                                                                                          token);
  }

  /// For those that resume by themselves. What it throws is logged.
  void post(std::function<void()> work) {
    asio::post(pool_, [task = std::move(work)] {
      try {
        task();
      } catch (const std::exception& bug) {
        spdlog::critical("work was ended by a bug: {}", bug.what());
      }
    });
  }

  void join() { pool_.join(); }

 private:
  asio::io_context& loop_;
  asio::thread_pool pool_;
};

/// Sleep of a worker between looks at what nobody announces. Used from any thread.
class Slumber {
 public:
  /// Answers whether all of it passed: false when the end cut it short, or had come before.
  bool sleep(std::chrono::steady_clock::duration length) {
    std::unique_lock lock(mutex_);
    return !ended_.wait_for(lock, length, [this] { return is_over_; });
  }
  void end() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    ended_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  bool is_over_ = false;
};

/// A sleep that can be cut short. Used on the loop's thread only.
class Wakeup {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Wakeup(asio::io_context& loop) : timer_(loop) {}

  /// Returns after `most`, when an instant of `ring_at` has come, or as soon as `ring` is called;
  /// at once if either was so since the last wait.
  asio::awaitable<void> wait(Clock::duration most) {
    until_ = std::min(until_, Clock::now() + most);
    while (!rung_ && Clock::now() < until_) {
      timer_.expires_at(until_);
      boost::system::error_code cut_short;
      auto token = asio::redirect_error(asio::use_awaitable, cut_short);
      co_await timer_.async_wait(token);
    }
    rung_ = false;
    until_ = Clock::time_point::max();
  }

  /// What was rung before does not cut the next wait short.
  void forget() {
    rung_ = false;
    until_ = Clock::time_point::max();
  }

  void ring() {
    rung_ = true;
    timer_.cancel();
  }

  /// Rings then, unless somebody rings before.
  void ring_at(Clock::time_point instant) {
    if (instant >= until_) return;
    until_ = instant;
    timer_.cancel();
  }

 private:
  asio::steady_timer timer_;
  bool rung_ = false;
  Clock::time_point until_ = Clock::time_point::max();
};

}  // namespace steward::app

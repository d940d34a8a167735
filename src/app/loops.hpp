// SPDX-License-Identifier: MIT
// The daemon's loops: each a thin coroutine around a plain piece of work.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/database_watch.hpp"
#include "app/installation.hpp"
#include "app/recorder.hpp"
#include "app/rule_keeper.hpp"
#include "app/workers.hpp"
#include "steward/engine/dispatcher.hpp"
#include "steward/engine/lookout.hpp"
#include "steward/engine/transport.hpp"

namespace steward::app {

/// What a piece of work says of when to do the next.
struct Pause {
  std::chrono::steady_clock::duration length{0};  ///< zero: there is more to do now
  bool worked = false;                            ///< it did something: wake who comes after
  bool asked = true;                              ///< the database was asked, and answered
};

/// Nothing to do while no rules run: the database was not even asked.
[[nodiscard]] inline Pause no_rules(std::chrono::steady_clock::duration length) {
  return {length, false, false};
}

/// One loop: its work runs on a worker thread, never twice at once.
struct Loop {
  std::string name;
  std::function<Result<Pause>()> work;
  std::shared_ptr<Wakeup> wakeup;
  std::vector<std::shared_ptr<Wakeup>> wakes;  ///< rung after work that did something
  std::function<void()> then;                  ///< after each, on the loop's thread; may be empty
  /// Cuts a pause after a failure short, which `wakeup` does not: however often there is more to
  /// do, what fails is not tried in a busy loop.
  std::shared_ptr<Wakeup> retry;
};

/// Everything that a daemon does over and over, in one list. Only the lookout asks the database
/// time and again, at a glance, whether there is anything to do; all others sleep until it, or the
/// one before them, wakes them.
class Loops {
 public:
  struct Parts {
    Installation& installation;
    RuleKeeper& rules;
    engine::Dispatcher& dispatcher;
    engine::Transport* email;  ///< null: not configured
    engine::Transport* sms;
    DatabaseWatch& database;
    std::function<Result<>(Instant)> beat;
  };

  Loops(asio::io_context& loop, Workers& workers, Parts parts);

  /// Starts all; `stopped` is called once, when the last has ended after `stop`.
  void start(std::function<void()> stopped);
  /// Lets each loop end after the piece of work it is at.
  void stop();
  /// A loop ended by a bug: the daemon must not go on without it.
  [[nodiscard]] bool failed() const { return failed_; }
  /// Looks at everything now: after a reload.
  void wake_all();
  /// Writes down what could not be while the database was away, as the last thing.
  Result<> record_the_rest() { return recorder_.catch_up(); }

  static constexpr int kSenders = 4;
  /// Threads that keep every loop at work at once.
  static constexpr std::size_t kThreads = 8 + kSenders;

 private:
  asio::awaitable<void> run(std::shared_ptr<Loop> loop);
  void add(std::string name, std::function<Result<Pause>()> work, std::shared_ptr<Wakeup> wakeup,
           std::vector<std::shared_ptr<Wakeup>> wakes = {}, std::function<void()> then = {});

  void end_by_bug(const std::string& name, const std::exception_ptr& failed);

  Result<Pause> look();
  /// Wakes whom the last glance has something for, now or at its instant.
  void wake_by_glance();

  Result<Pause> track();
  Result<Pause> activate();
  Result<Pause> schedule();
  Result<Pause> fire();
  Result<Pause> resolve();
  Result<Pause> resolve_first_day();
  Result<Pause> send();
  Result<Pause> beat();
  Result<> hand_over(const engine::Claimed& claimed, Instant claimed_at,
                     std::chrono::steady_clock::time_point since);
  /// Tries at once what failed: the database is back, or this is the end.
  void retry_all();

  asio::io_context& loop_;
  Workers& workers_;
  Parts parts_;
  Recorder recorder_;
  std::vector<std::shared_ptr<Loop>> loops_;
  std::shared_ptr<Wakeup> tracking_;
  std::shared_ptr<Wakeup> activating_;
  std::shared_ptr<Wakeup> scheduling_;
  std::shared_ptr<Wakeup> firing_;
  std::shared_ptr<Wakeup> resolving_;
  std::shared_ptr<Wakeup> gathering_;
  std::vector<std::shared_ptr<Wakeup>> sending_;
  engine::Glance glance_;
  std::function<void()> stopped_;
  std::atomic<bool> stopping_{false};
  bool failed_ = false;
  std::size_t alive_ = 0;
};

}  // namespace steward::app

// SPDX-License-Identifier: MIT
// The daemon's loops: each a thin coroutine around a plain piece of work.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/database_watch.hpp"
#include "app/heart.hpp"
#include "app/installation.hpp"
#include "app/pause.hpp"
#include "app/recorder.hpp"
#include "app/rule_keeper.hpp"
#include "app/upkeep.hpp"
#include "app/workers.hpp"
#include "steward/base/time_source.hpp"
#include "steward/engine/dispatcher.hpp"
#include "steward/engine/lookout.hpp"
#include "steward/engine/transport.hpp"

namespace steward::app {

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
  /// Since when it is at a piece of work; none: it waits. Of the event loop's thread.
  std::optional<std::chrono::steady_clock::time_point> at_work_since = std::nullopt;
  bool is_waiting = false;  ///< to be woken, not for a failure to pass; likewise
};

/// The worst of a lag since it was last taken.
class WorstLag {
 public:
  void add(Microseconds lag) {
    auto worst = worst_.load();
    while (lag.count() > worst && !worst_.compare_exchange_weak(worst, lag.count())) {
    }
  }
  Microseconds take() { return Microseconds(worst_.exchange(0)); }

 private:
  std::atomic<Microseconds::rep> worst_{0};
};

/// Everything that a daemon does over and over, in one list. Only the lookout asks the database
/// time and again, at a glance, whether there is anything to do; all others sleep until it, or the
/// one before them, wakes them.
class Loops {
 public:
  struct Parts {
    Installation& installation;
    TimeSource& clock;
    TimeSource& firing_clock;
    RuleKeeper& rules;
    engine::Dispatcher& dispatcher;
    engine::Transport* email;  ///< null: not configured
    engine::Transport* sms;
    DatabaseWatch& database;
    Heart* heart;  ///< null: not configured
    Upkeep& upkeep;
    std::function<Result<bool>(Instant)> beat;  ///< whether there is to be another at once
  };

  Loops(asio::io_context& loop, Workers& workers, Parts parts);

  /// Starts all; `stopped` is called once, when the last has ended after `stop`.
  void start(std::function<void()> stopped);
  /// Lets each loop end after the piece of work it is at.
  void stop();
  /// A loop ended by a bug: the daemon must not go on without it.
  [[nodiscard]] bool failed() const { return failed_; }
  /// How late its own work was since this was last asked.
  [[nodiscard]] Microseconds take_detection_lag() { return detection_lag_.take(); }
  [[nodiscard]] Microseconds take_firing_lag() { return firing_lag_.take(); }
  /// The name of a loop that has been at one piece of work for longer than this; "" for none. The
  /// lookout's takes a second, or as long as a probe if that is longer. On the event loop's thread.
  [[nodiscard]] std::string stuck_for(std::chrono::steady_clock::duration limit) const;
  /// All that sleep until woken look now: after a reload.
  void wake_all();
  /// Writes down what could not be while the database was away, as the last thing.
  Result<> record_the_rest() { return recorder_.catch_up(); }

  static constexpr int kSenders = 4;
  /// Threads that keep every loop at work at once.
  static constexpr std::size_t kThreads = 10 + kSenders;

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
  /// One that waits, unless it is woken before: as many are awake as it takes. From any thread.
  void wake_a_sender(std::chrono::steady_clock::duration after);
  Result<Pause> beat();
  Result<Pause> feed_heart();
  Result<Pause> look_after();
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
  std::shared_ptr<Wakeup> beating_;
  std::vector<std::shared_ptr<Wakeup>> sending_;
  Slumber looking_;
  engine::Glance glance_;
  std::optional<std::int64_t> rule_set_;               ///< in force at the last glance
  std::chrono::steady_clock::time_point next_glance_;  ///< at all, by the lookout
  std::function<void()> stopped_;
  std::atomic<bool> stopping_{false};
  bool failed_ = false;
  std::size_t alive_ = 0;
  WorstLag detection_lag_;
  WorstLag firing_lag_;
};

}  // namespace steward::app

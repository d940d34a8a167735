// SPDX-License-Identifier: MIT
// The server's clock, asked with an eye on whether it can be believed.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>

#include "app/host_clocks.hpp"
#include "steward/base/clock_watch.hpp"
#include "steward/base/time_source.hpp"

namespace steward::app {

/// The server's clock rules whatever it shows; what is odd about it is logged, and a jump is noted
/// before anybody gets an instant from after it. Safe to use from several threads.
class WatchedClock final : public TimeSource {
 public:
  /// Stores a jump, for the breaches that are noticed after it.
  using Note = std::function<Result<>(const ClockJump&)>;
  WatchedClock(TimeSource& server, HostClocks& host, Note note)
      : server_(server), host_(host), note_(std::move(note)) {}

  /// Errors: the server's, and the note's: then it is noted at the next call.
  [[nodiscard]] Result<Instant> now() override { return now(server_); }
  /// The same, asked on another session with the same server.
  [[nodiscard]] Result<Instant> now(TimeSource& server);

  /// As `ClockWatch` has them.
  [[nodiscard]] Microseconds host_ahead() const { return Microseconds(host_ahead_.load()); }
  [[nodiscard]] bool differs() const { return differs_; }

 private:
  void say(const ClockNews& news) const;

  TimeSource& server_;
  HostClocks& host_;
  Note note_;
  std::mutex mutex_;
  ClockWatch watch_;
  std::optional<ClockJump> to_note_;
  std::atomic<Microseconds::rep> host_ahead_{0};
  std::atomic<bool> differs_{false};
};

/// A watched clock that is asked on a session of its own.
class WatchedApart final : public TimeSource {
 public:
  WatchedApart(WatchedClock& watch, TimeSource& server) : watch_(watch), server_(server) {}
  [[nodiscard]] Result<Instant> now() override { return watch_.now(server_); }

 private:
  WatchedClock& watch_;
  TimeSource& server_;
};

/// "1 h ahead of", "3 s behind".
[[nodiscard]] std::string how_far_ahead(Microseconds host_ahead);

}  // namespace steward::app

// SPDX-License-Identifier: MIT
// Whether the server's clock can be believed: its jumps, told apart from a host that slept, and how
// far the host's own clock is from it.
#pragma once

#include <optional>
#include <string>

#include "steward/base/instant.hpp"

namespace steward {

/// The server's clock, and the host's around the question. Whoever takes a reading reads `before`,
/// asks the server, and reads the rest.
struct ClockReading {
  Instant server;
  Instant host;            ///< what the host's own clock shows, after the answer
  Microseconds awake{0};   ///< since some start, without the time asleep: CLOCK_MONOTONIC
  Microseconds before{0};  ///< since some start, asleep or not: CLOCK_BOOTTIME, before the question
  Microseconds after{0};   ///< the same after the answer
};

/// The server's clock went another way than the time.
struct ClockJump {
  Instant at;          ///< what it showed after it
  Microseconds by{0};  ///< whole seconds; less than nothing: back
  bool operator==(const ClockJump&) const = default;
};

/// "forward by 1 h at 2026-11-24T16:00:00Z".
[[nodiscard]] std::string to_words(const ClockJump& jump);

/// What a reading tells that the ones before did not.
struct ClockNews {
  std::optional<ClockJump> jump;
  std::optional<Microseconds> slept;  ///< the host did, for so long
  std::optional<bool> differs;        ///< the host's clock begins to differ, or no longer does
  bool operator==(const ClockNews&) const = default;
};

/// Pure: it asks no clock. Time is the host's that counts on while the machine sleeps, so that
/// sleeping is no jump. Not for two threads at once.
class ClockWatch {
 public:
  /// Nobody's clock is better than this, nor any answer faster than its network.
  static constexpr std::chrono::seconds kTolerance{2};

  /// Readings may come in any order: one whose question was asked before the answer to the last
  /// that counted says nothing of jumps. How long an answer took is never mistaken for one.
  ClockNews look(const ClockReading& reading);

  /// How far the host's clock was ahead of the server's at the last look; less than nothing:
  /// behind.
  [[nodiscard]] Microseconds host_ahead() const { return host_ahead_; }
  /// That is more than `kTolerance`, however the answer's time is taken.
  [[nodiscard]] bool differs() const { return differs_; }

 private:
  std::optional<ClockReading> last_;
  Microseconds host_ahead_{0};
  bool differs_ = false;
};

}  // namespace steward

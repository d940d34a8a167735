// SPDX-License-Identifier: MIT
// How long a loop waits after failures in a row.
#pragma once

#include <chrono>

#include "steward/base/error.hpp"

namespace steward::app {

/// Each pause is twice as long as the one before, up to the longest. Who lost to somebody else
/// begins sooner than who met a fault: the other is most likely done.
class Backoff {
 public:
  using Duration = std::chrono::steady_clock::duration;

  static constexpr std::chrono::milliseconds kAfterConflict{50};
  static constexpr std::chrono::milliseconds kAfterFault{250};
  static constexpr std::chrono::seconds kLongest{15};

  /// Takes note of a failure; answers the pause before the next attempt.
  Duration failed(ErrorCode code);
  /// Takes note of a success; answers how many failures came before it.
  int succeeded();
  /// In a row, up to now.
  [[nodiscard]] int failures() const { return failures_; }

 private:
  Duration next_{0};
  int failures_ = 0;
};

}  // namespace steward::app

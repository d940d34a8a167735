// SPDX-License-Identifier: MIT
// How often something that costs may be asked.
#pragma once

#include <chrono>

namespace steward::app {

/// However much it costs, asking takes at most one part in `kTimes` of the time: cheap things are
/// as fresh as they are asked for, expensive ones older.
class Sparing {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  static constexpr int kTimes = 50;

  [[nodiscard]] bool may_ask(Moment now) const { return now >= next_; }
  void asked(Moment began, Moment ended) { next_ = ended + (ended - began) * (kTimes - 1); }

 private:
  Moment next_ = Moment::min();
};

}  // namespace steward::app

// SPDX-License-Identifier: MIT
#include "app/backoff.hpp"

#include <algorithm>
#include <utility>

namespace steward::app {

Backoff::Duration Backoff::failed(ErrorCode code) {
  ++failures_;
  const Duration first = code == ErrorCode::conflict ? kAfterConflict : kAfterFault;
  const auto pause = std::max(next_, first);
  next_ = std::min<Duration>(pause * 2, kLongest);
  return pause;
}

int Backoff::succeeded() {
  next_ = Duration::zero();
  return std::exchange(failures_, 0);
}

}  // namespace steward::app

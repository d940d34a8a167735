// SPDX-License-Identifier: MIT
#include "app/recorder.hpp"

#include "app/database_watch.hpp"

namespace steward::app {

Result<> Recorder::record(const engine::Delivery& delivery, Instant at) {
  auto recorded = dispatcher_.record({delivery}, at);
  if (!recorded && is_passing(recorded.error())) {
    const std::lock_guard lock(mutex_);
    kept_.emplace_back(delivery, at);
  }
  return recorded;
}

Result<> Recorder::catch_up() {
  // Held to the end: who claims must not overtake who records.
  const std::lock_guard lock(mutex_);
  while (!kept_.empty()) {
    const auto& [delivery, at] = kept_.back();
    auto recorded = dispatcher_.record({delivery}, at);
    if (!recorded && is_passing(recorded.error())) return recorded;
    kept_.pop_back();
    if (!recorded) return recorded;
  }
  return {};
}

}  // namespace steward::app

// SPDX-License-Identifier: MIT
// Writes down how each hand-over went, also when the database is away just then.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "steward/engine/dispatcher.hpp"

namespace steward::app {

/// What was handed over and could not be recorded is kept while the daemon lives, so that it goes
/// again only where a daemon ends in between. Safe to use from several threads.
class Recorder {
 public:
  explicit Recorder(engine::Dispatcher& dispatcher) : dispatcher_(dispatcher) {}

  /// `at` is when it was handed over. Errors: those of the store; when they pass, what was to be
  /// recorded is kept.
  Result<> record(const engine::Delivery& delivery, Instant at);
  /// Records what was kept. To be called before messages are claimed: what is kept here may be
  /// there to be claimed again once its lease is over.
  Result<> catch_up();

 private:
  engine::Dispatcher& dispatcher_;
  std::mutex mutex_;
  std::vector<std::pair<engine::Delivery, Instant>> kept_;
};

}  // namespace steward::app

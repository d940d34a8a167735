// SPDX-License-Identifier: MIT
// When the heartbeat beats: only while steps act in time, so that its silence tells.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "steward/engine/lookout.hpp"
#include "steward/notify/heartbeat.hpp"

namespace steward::app {

class Heart {
 public:
  /// It looks again so soon after it rested.
  static constexpr std::chrono::seconds kRest{5};

  Heart(std::unique_ptr<notify::Heartbeat> heartbeat, Microseconds every)
      : heartbeat_(std::move(heartbeat)), every_(every) {}

  /// Beats unless a step is overdue, or cannot act because it is set aside. Answers when to call
  /// again. What fails, and what rests, is logged once, and once when it is over.
  std::chrono::microseconds beat(const engine::Glance& glance, Instant now);

 private:
  std::unique_ptr<notify::Heartbeat> heartbeat_;
  Microseconds every_;
  bool rests_ = false;
  bool fails_ = false;
};

}  // namespace steward::app

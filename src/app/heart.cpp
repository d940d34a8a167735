// SPDX-License-Identifier: MIT
#include "app/heart.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "steward/store/reports.hpp"

namespace steward::app {

std::chrono::microseconds Heart::beat(const engine::Glance& glance, Instant now) {
  const auto& earliest = glance.next_due;
  const bool overdue = earliest && *earliest < now - store::kOverdueAfter;
  if (overdue || glance.set_aside) {
    if (!rests_) {
      spdlog::warn("the heartbeat rests: {}",
                   overdue ? "a step is overdue by " + to_words(now - *earliest)
                           : "a rule or record is set aside, and its steps cannot act");
    }
    rests_ = true;
    return std::min<Microseconds>(every_, kRest);
  }
  if (rests_) spdlog::info("the heartbeat goes on: no step is overdue");
  rests_ = false;
  const auto beaten = heartbeat_->beat(now);
  if (!beaten && !fails_) {
    spdlog::warn("the heartbeat is not taken: {}; this is said once", beaten.error().message());
  }
  if (beaten && fails_) spdlog::info("the heartbeat is taken again");
  fails_ = !beaten;
  return every_;
}

}  // namespace steward::app

// SPDX-License-Identifier: MIT
// A sign of life to somebody else, whose alarm its silence raises.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "steward/base/error.hpp"
#include "steward/base/instant.hpp"

namespace steward::notify {

class Heartbeat {
 public:
  virtual ~Heartbeat() = default;
  /// Blocks until the other side answered, or the file is written. Errors: `unavailable`, without
  /// the address: whoever knows it could feed the alarm, too.
  [[nodiscard]] virtual Result<> beat(Instant now) = 0;
};

struct HeartbeatTimeouts {
  std::chrono::milliseconds connect = std::chrono::seconds(5);
  std::chrono::milliseconds total = std::chrono::seconds(10);
};

/// `http://…` and `https://…` are asked by GET, and have to answer 2xx; they are not followed
/// elsewhere. `file:PATH` is replaced as a whole by the instant and a line feed, so that whoever
/// watches it never reads a part. Contacts nobody yet. Errors: `invalid_input`.
[[nodiscard]] Result<std::unique_ptr<Heartbeat>> make_heartbeat(
    const std::string& url, const HeartbeatTimeouts& timeouts = {});

}  // namespace steward::notify

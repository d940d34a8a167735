// SPDX-License-Identifier: MIT
// Where `now` comes from. The daemon's is the database server's clock; tests set their own.
#pragma once

#include "steward/base/instant.hpp"

namespace steward {

class TimeSource {
 public:
  virtual ~TimeSource() = default;
  /// Errors: `unavailable` when the clock cannot be asked.
  [[nodiscard]] virtual Result<Instant> now() = 0;
};

}  // namespace steward

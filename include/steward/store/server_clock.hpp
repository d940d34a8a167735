// SPDX-License-Identifier: MIT
// `now` as the database server tells it: several hosts agree on it.
#pragma once

#include "steward/base/time_source.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

class ServerClock : public TimeSource {
 public:
  explicit ServerClock(Pool& pool) : pool_(pool) {}
  /// Errors: those of `Pool::lease`.
  [[nodiscard]] Result<Instant> now() override;

 private:
  Pool& pool_;
};

}  // namespace steward::store

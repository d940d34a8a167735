// SPDX-License-Identifier: MIT
// The limit of firing: what is due of the benchmarks' one rule acts by two statements a batch,
// written by hand for that rule.
#pragma once

#include "bench/hand_session.hpp"
#include "steward/base/instant.hpp"

namespace steward::bench {

/// Claims, looks at the records again, and writes the rows that the engine writes: one transaction
/// a batch of the engine's size.
class HandFiring {
 public:
  explicit HandFiring(const std::string& connection);

  /// Answers how many commitments it claimed.
  std::size_t run_once(Instant now);
  [[nodiscard]] int server_pid() const { return session_.server_pid(); }

 private:
  HandSession session_;
};

}  // namespace steward::bench

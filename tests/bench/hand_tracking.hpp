// SPDX-License-Identifier: MIT
// The limit of the tracker: what changed of the benchmarks' one rule by four statements a batch,
// written by hand for that rule.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "bench/hand_session.hpp"
#include "steward/base/instant.hpp"

namespace steward::bench {

/// Takes changes, locks their subjects, looks at the records and writes the rows that the engine
/// writes: one transaction a batch of the engine's size. Commitments are opened and kept; what else
/// can become of one is not looked for.
class HandTracking {
 public:
  /// `revision` of the rule is what commitments are opened with.
  HandTracking(const std::string& connection, std::string revision);

  /// Answers how many changes it consumed.
  std::size_t run_once(Instant now);
  [[nodiscard]] int server_pid() const { return session_.server_pid(); }

 private:
  /// At least so many ids in stock, of what is opened at `now`.
  void stock(std::size_t count, Instant now);

  HandSession session_;
  std::string revision_;
  std::deque<std::int64_t> ids_;
};

}  // namespace steward::bench

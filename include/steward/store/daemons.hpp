// SPDX-License-Identifier: MIT
// Which daemons work on this database. There is no leader: this is only to be seen.
#pragma once

#include <cstdint>
#include <string>

#include "steward/base/instant.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

struct DaemonState {
  std::string id;  ///< unique to the process
  std::string host;
  int pid = 0;
  std::string version;
  std::string rule_set;  ///< the digest of the set it runs by, "" while it waits
  std::string state;     ///< running, waiting, stopped
  std::string note;      ///< why it waits, or which load failed; "" when all is well
  std::string delivery;
  Microseconds detection_lag{0};  ///< the oldest change that it followed since the beat before
  Microseconds firing_lag{0};     ///< the latest step that it let act since then
  Microseconds clock_ahead{0};  ///< its host's clock before the server's; less than nothing: behind
  Instant started_at;
};

/// What a beat tells the daemon of the others.
struct Surroundings {
  std::string in_force;   ///< the digest of the set in force, "" for none
  std::string loaded_by;  ///< by whom it came into force
  /// Of the daemons that were seen lately, itself among them, and did not stop.
  std::int64_t versions = 0;
  std::int64_t rule_sets = 0;  ///< that they run by
};

/// A daemon that was not seen for so long runs no more.
inline constexpr std::chrono::seconds kLost{30};
/// So long after it was last seen a daemon is remembered.
inline constexpr std::chrono::hours kDaemonsRemembered{24};

/// Says that this daemon lives, and looks around.
[[nodiscard]] Result<Surroundings> beat(Pool& pool, const DaemonState& daemon, Instant now);

/// Forgets those that were last seen too long ago.
[[nodiscard]] Result<> forget_daemons(Pool& pool, Instant now);

/// Messages that were withheld since `since`: what would have gone out.
[[nodiscard]] Result<std::int64_t> withheld_since(Pool& pool, Instant since);

}  // namespace steward::store

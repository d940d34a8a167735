// SPDX-License-Identifier: MIT
// `steward run` with the benchmarks' rule on a database, and how long it took to be ready.
#pragma once

#include <chrono>
#include <memory>

#include "bench/engine_database.hpp"
#include "support/daemon_process.hpp"

namespace steward::bench {

/// How long the daemon of the benchmarks sleeps between two looks at the queue of changes: what is
/// shipped.
inline constexpr std::chrono::milliseconds kProbe{200};

/// It delivers into files. Killed at its end if it still runs.
class WatchedDaemon {
 public:
  /// Returns when it is ready, or throws with its log.
  explicit WatchedDaemon(EngineDatabase& world);

  /// From the start of the process to READY=1, in seconds.
  [[nodiscard]] double ready_after() const { return ready_after_; }
  [[nodiscard]] pid_t pid() const { return process_->pid(); }
  /// Polls until the query answers at least `wanted`; throws with the log when a minute passes.
  void until(const std::string& query, std::int64_t wanted);
  /// Ends it as systemd would.
  void stop();

 private:
  test::DaemonFolder folder_;
  EngineDatabase& world_;
  std::unique_ptr<test::DaemonProcess> process_;
  double ready_after_ = 0;
};

}  // namespace steward::bench

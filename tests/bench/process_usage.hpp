// SPDX-License-Identifier: MIT
// What a process has used, as the kernel counts it in /proc.
#pragma once

#include <sys/types.h>

#include <vector>

namespace steward::bench {

/// Seconds on a core, in the kernel and outside, of those that still run.
[[nodiscard]] double cpu_seconds(const std::vector<pid_t>& processes);

struct Memory {
  double settled_mib = 0;  ///< VmRSS
  double peak_mib = 0;     ///< VmHWM
};
[[nodiscard]] Memory memory_of(pid_t process);

}  // namespace steward::bench

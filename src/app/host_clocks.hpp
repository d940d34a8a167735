// SPDX-License-Identifier: MIT
// The clocks of the machine that a daemon runs on. Nothing is decided by them: they only judge the
// server's.
#pragma once

#include "steward/base/instant.hpp"

namespace steward::app {

struct HostTime {
  Instant shown;           ///< what its clock shows
  Microseconds awake{0};   ///< CLOCK_MONOTONIC
  Microseconds passed{0};  ///< CLOCK_BOOTTIME
};

class HostClocks {
 public:
  virtual ~HostClocks() = default;
  [[nodiscard]] virtual HostTime read() = 0;
};

/// The kernel's.
class KernelClocks final : public HostClocks {
 public:
  [[nodiscard]] HostTime read() override;
};

}  // namespace steward::app

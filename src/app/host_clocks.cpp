// SPDX-License-Identifier: MIT
#include "app/host_clocks.hpp"

#include <ctime>

namespace steward::app {
namespace {

Microseconds read_clock(clockid_t id) {
  timespec time{};
  clock_gettime(id, &time);
  return std::chrono::floor<Microseconds>(std::chrono::seconds(time.tv_sec) +
                                          std::chrono::nanoseconds(time.tv_nsec));
}

}  // namespace

HostTime KernelClocks::read() {
  return {Instant(read_clock(CLOCK_REALTIME)), read_clock(CLOCK_MONOTONIC),
          read_clock(CLOCK_BOOTTIME)};
}

}  // namespace steward::app

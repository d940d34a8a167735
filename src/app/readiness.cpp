// SPDX-License-Identifier: MIT
#include "app/readiness.hpp"

#include <systemd/sd-daemon.h>

#include <cstdint>

namespace steward::app {

void tell_ready(const std::string& status) {
  sd_notify(0, ("READY=1\nSTATUS=" + status).c_str());
}
void tell_status(const std::string& status) {
  sd_notify(0, ("STATUS=" + status).c_str());
}
void tell_reloading() {
  sd_notify(0, "RELOADING=1");
}
void tell_stopping() {
  sd_notify(0, "STOPPING=1");
}

std::optional<std::chrono::microseconds> watchdog_patience() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::microseconds(microseconds);
}

void tell_alive() {
  sd_notify(0, "WATCHDOG=1");
}

}  // namespace steward::app

// SPDX-License-Identifier: MIT
// What systemd is told (Type=notify). Silent where there is none.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace steward::app {

void tell_ready(const std::string& status);
void tell_status(const std::string& status);
void tell_reloading();
void tell_stopping();

/// How long systemd waits for a sign of life before it restarts this process (WatchdogSec=);
/// nothing when it does not watch.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdog_patience();
/// That sign.
void tell_alive();

}  // namespace steward::app

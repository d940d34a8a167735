// SPDX-License-Identifier: MIT
// What systemd is told (Type=notify). Silent where there is none.
#pragma once

#include <string>

namespace steward::app {

void tell_ready(const std::string& status);
void tell_status(const std::string& status);
void tell_reloading();
void tell_stopping();

}  // namespace steward::app

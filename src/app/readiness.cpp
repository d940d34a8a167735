// SPDX-License-Identifier: MIT
#include "app/readiness.hpp"

#include <systemd/sd-daemon.h>

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

}  // namespace steward::app

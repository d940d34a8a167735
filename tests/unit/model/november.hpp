// SPDX-License-Identifier: MIT
// Instants of November 2026 in UTC, as the tests of this layer write and read them.
#pragma once

#include <string>

#include "steward/base/instant.hpp"

namespace steward::model {

/// "04 12:00" is 2026-11-04T12:00:00Z.
inline Instant nov(const std::string& text) {
  return parse_instant("2026-11-" + text.substr(0, 2) + "T" + text.substr(3) + ":00Z").value();
}

/// The same back, with seconds and their fraction where there are any: "04 12:00:00.5".
inline std::string show(Instant instant) {
  auto text = to_rfc3339(instant).substr(8);
  text.pop_back();
  text[2] = ' ';
  return text.size() == 11 && text.substr(8) == ":00" ? text.substr(0, 8) : text;
}

}  // namespace steward::model

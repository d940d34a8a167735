// SPDX-License-Identifier: MIT
// Easter, from which the movable feasts are counted.
#pragma once

#include <chrono>

namespace steward::calendar {

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm that Nature published on
/// 20 April 1876, in the form of J. Meeus, "Astronomical Algorithms", chapter 8. For years from
/// 1583 on.
[[nodiscard]] std::chrono::sys_days easter_sunday(std::chrono::year year);

}  // namespace steward::calendar

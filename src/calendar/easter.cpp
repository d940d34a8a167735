// SPDX-License-Identifier: MIT
#include "steward/calendar/easter.hpp"

namespace steward::calendar {

std::chrono::sys_days easter_sunday(std::chrono::year year) {
  const int golden = int(year) % 19;
  const int century = int(year) / 100;
  const int of_century = int(year) % 100;
  const int moon_correction = (century + 8) / 25;
  // The age of the moon, and from it the days to the full moon that counts.
  const int epact =
      (19 * golden + century - century / 4 - (century - moon_correction + 1) / 3 + 15) % 30;
  const int to_sunday =
      (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
  const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
  const int after_march_22 = epact + to_sunday - 7 * late;
  return std::chrono::sys_days(year / std::chrono::March / 22) + std::chrono::days(after_march_22);
}

}  // namespace steward::calendar

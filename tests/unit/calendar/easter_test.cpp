// SPDX-License-Identifier: MIT
#include "steward/calendar/easter.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace steward::calendar {
namespace {

std::chrono::sys_days day(int year, unsigned month, unsigned day) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}

// Dates as the U.S. Naval Observatory and almanacs print them; the earliest and the latest that
// there can be among them.
TEST(Easter, IsWhereAlmanacsHaveIt) {
  const std::vector<std::chrono::sys_days> easters{
      day(1583, 4, 10), day(1761, 3, 22), day(1818, 3, 22), day(1886, 4, 25), day(1900, 4, 15),
      day(1943, 4, 25), day(1954, 4, 18), day(1961, 4, 2),  day(1981, 4, 19), day(1997, 3, 30),
      day(1999, 4, 4),  day(2000, 4, 23), day(2008, 3, 23), day(2011, 4, 24), day(2016, 3, 27),
      day(2019, 4, 21), day(2020, 4, 12), day(2021, 4, 4),  day(2022, 4, 17), day(2023, 4, 9),
      day(2024, 3, 31), day(2025, 4, 20), day(2026, 4, 5),  day(2027, 3, 28), day(2028, 4, 16),
      day(2029, 4, 1),  day(2030, 4, 21), day(2035, 3, 25), day(2037, 4, 5),  day(2038, 4, 25),
      day(2049, 4, 18), day(2076, 4, 19), day(2285, 3, 22),
  };
  for (const auto easter : easters) {
    EXPECT_EQ(easter_sunday(std::chrono::year_month_day(easter).year()), easter)
        << int(std::chrono::year_month_day(easter).year());
  }
}

TEST(Easter, IsASundayFrom22MarchTo25April) {
  for (std::chrono::year year(1583); year < std::chrono::year(4100); ++year) {
    const auto easter = easter_sunday(year);
    EXPECT_EQ(std::chrono::weekday(easter), std::chrono::Sunday) << int(year);
    EXPECT_GE(easter, std::chrono::sys_days(year / 3 / 22));
    EXPECT_LE(easter, std::chrono::sys_days(year / 4 / 25));
  }
}

}  // namespace
}  // namespace steward::calendar

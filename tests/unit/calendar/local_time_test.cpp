// SPDX-License-Identifier: MIT
#include "steward/calendar/local_time.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace steward::calendar {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(LocalTime, IsReadAndWrittenAsIso8601) {
  const std::vector<std::pair<std::string_view, Microseconds>> times{
      {"1997-09-02T00:00:00", hours(0)},
      {"1997-09-02T09:00:00", hours(9)},
      {"1997-09-02T09:00:00.5", hours(9) + Microseconds(500000)},
      {"1997-09-02T23:59:59.999999", hours(24) - Microseconds(1)},
  };
  for (const auto& [text, time_of_day] : times) {
    const auto local = parse_local_time(text);
    ASSERT_TRUE(local) << local.error().message();
    EXPECT_EQ(local->date, std::chrono::year(1997) / 9 / 2);
    EXPECT_EQ(local->time_of_day, time_of_day);
    EXPECT_EQ(to_iso8601(*local), text);
  }
}

TEST(LocalTime, IsMidnightWhereOnlyADateIsGiven) {
  EXPECT_EQ(parse_local_time("2024-02-29").value(),
            (LocalTime{std::chrono::year(2024) / 2 / 29, Microseconds(0)}));
}

TEST(LocalTime, RefusesWhatIsNone) {
  const std::vector<std::string_view> texts{
      "",
      "2026-11-22T24:00:00",
      "2026-11-22T25:00:00",
      "2026-11-22T23:60:00",
      "2026-11-22T23:59:60",
      "2026-02-30",
      "2026-02-30T09:00:00",
      "2026-13-01T09:00:00",
      "2026-11-22T09:00",
      "2026-11-22T09:00:00.",
      "2026-11-22T09:00:00Z",
      "2026-11-22T09:00:00-05:00",
      "2026-11-22T",
      "20261122T090000",
      "tomorrow, at nine o'clock",
  };
  for (const auto text : texts) {
    const auto local = parse_local_time(text);
    ASSERT_FALSE(local) << text;
    EXPECT_EQ(local.error().code(), ErrorCode::invalid_input);
    EXPECT_EQ(local.error().message(),
              "'" + std::string(text) +
                  "' is not a local time: expected 2026-11-22T15:00:00 without an offset, from "
                  "00:00:00 to 23:59:59, or a date 2026-11-22");
  }
}

}  // namespace
}  // namespace steward::calendar

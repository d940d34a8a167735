// SPDX-License-Identifier: MIT
#include "steward/base/instant.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace steward {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Instant, ReadsRfc3339) {
  struct Row {
    std::string_view text;
    std::int64_t micros;
  };
  const std::vector<Row> rows{
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01", 0},
      {"1970-01-02", 86'400'000'000},
      {"2026-11-22T15:00:00Z", 1'795'359'600'000'000},
      {"2026-11-22t15:00:00z", 1'795'359'600'000'000},
      {"2026-11-22 15:00:00Z", 1'795'359'600'000'000},
      {"2026-11-22T10:00:00-05:00", 1'795'359'600'000'000},
      {"2026-11-22T20:45:00+05:45", 1'795'359'600'000'000},
      {"2026-11-22T15:00:00.5Z", 1'795'359'600'500'000},
      {"2026-11-22T15:00:00.000001Z", 1'795'359'600'000'001},
      {"2026-11-22T15:00:00.0000019Z", 1'795'359'600'000'001},
      {"1969-12-31T23:59:59.999999Z", -1},
      {"2028-02-29", 1'835'395'200'000'000},
  };
  for (const auto& [text, micros] : rows) {
    const auto read = parse_instant(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(to_micros(*read), micros) << text;
    EXPECT_EQ(from_micros(micros), *read) << text;
  }
}

TEST(Instant, RefusesWhatIsNoInstant) {
  for (const std::string_view text : {"",
                                      "now",
                                      "2026",
                                      "2026-11",
                                      "2026-02-29",
                                      "2026-13-01",
                                      "2026-00-01",
                                      "2026-11-31",
                                      "2026-11-22T",
                                      "2026-11-22T15:00",
                                      "2026-11-22T15:00Z",
                                      "2026-11-22T15:00:00",
                                      "2026-11-22T24:00:00Z",
                                      "2026-11-22T15:60:00Z",
                                      "2026-11-22T15:00:60Z",
                                      "2026-11-22T15:00:00.Z",
                                      "2026-11-22T15:00:00+05",
                                      "2026-11-22T15:00:00+0545",
                                      "2026-11-22T15:00:00+24:00",
                                      "2026-11-22T15:00:00+05:60",
                                      "2026-11-22T15:00:00Z ",
                                      " 2026-11-22",
                                      "2026-11-22Z",
                                      "-026-11-22",
                                      "26-11-22",
                                      "2026-1-2",
                                      "infinity"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
  const auto error = parse_instant("tomorrow").error();
  EXPECT_EQ(error.code(), ErrorCode::invalid_input);
  EXPECT_EQ(error.message(),
            "'tomorrow' is not an instant: expected 2026-11-22T15:00:00Z, with an offset in place "
            "of Z where it is local time, or a date 2026-11-22");
}

TEST(Instant, PrintsAFractionOnlyWhereThereIsOne) {
  EXPECT_EQ(to_rfc3339(from_micros(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(from_micros(1'795'359'600'500'000)), "2026-11-22T15:00:00.5Z");
  EXPECT_EQ(to_rfc3339(from_micros(1)), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(to_rfc3339(from_micros(-1)), "1969-12-31T23:59:59.999999Z");
}

TEST(Instant, PrintedInstantsReadBack) {
  std::mt19937_64 random(20260101);
  std::uniform_int_distribution<std::int64_t> micros(-62'135'596'800'000'000,
                                                     253'402'300'799'999'999);
  for (int round = 0; round < 2000; ++round) {
    const auto instant = from_micros(micros(random));
    ASSERT_EQ(parse_instant(to_rfc3339(instant)).value(), instant) << to_rfc3339(instant);
  }
}

TEST(Words, SayTheTwoLargestUnits) {
  struct Row {
    Microseconds duration;
    std::string_view words;
  };
  const std::vector<Row> rows{
      {Microseconds(0), "0 s"},
      {Microseconds(999'999), "0 s"},
      {seconds(12), "12 s"},
      {seconds(60), "1 min"},
      {seconds(61), "1 min 1 s"},
      {minutes(55), "55 min"},
      {minutes(90), "1 h 30 min"},
      {hours(2) + seconds(59), "2 h"},
      {days(3) + hours(4) + minutes(59), "3 d 4 h"},
      {days(3) + minutes(59), "3 d"},
      {days(400), "400 d"},
      {-minutes(90), "1 h 30 min"},
      {-Microseconds(12'900'000), "12 s"},
  };
  for (const auto& [duration, words] : rows) EXPECT_EQ(to_words(duration), words);
}

}  // namespace
}  // namespace steward

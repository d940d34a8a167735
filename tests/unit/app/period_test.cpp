// SPDX-License-Identifier: MIT
#include "app/period.hpp"

#include <gtest/gtest.h>

namespace steward::app {
namespace {

class Period : public testing::Test {
 protected:
  static Instant at(const char* text) { return parse_instant(text).value(); }

  std::string read(const std::string& from, const std::string& to) const {
    const auto period = parse_period(from, to, zone, now);
    if (!period) return period.error().message();
    return to_rfc3339(period->from) + " " + to_rfc3339(period->to);
  }

  const calendar::Zone zone = calendar::Zone::find("America/New_York").value();
  const Instant now = at("2026-11-22T15:30:00Z");
};

TEST_F(Period, IsTheLastThirtyDaysByDefault) {
  EXPECT_EQ(read("", ""), "2026-10-23T15:30:00Z 2026-11-22T15:30:00Z");
}

TEST_F(Period, TakesDatesAsWholeLocalDaysAcrossTheChangeOfClocks) {
  EXPECT_EQ(read("2026-11-01", "2026-11-01"), "2026-11-01T04:00:00Z 2026-11-02T05:00:00Z");
}

TEST_F(Period, TakesInstantsAsTheyAre) {
  EXPECT_EQ(read("2026-11-01T00:00:00Z", "2026-11-02T00:00:00-05:00"),
            "2026-11-01T00:00:00Z 2026-11-02T05:00:00Z");
}

TEST_F(Period, EndsNowWhenOnlyItsBeginningIsGiven) {
  EXPECT_EQ(read("2026-11-20", ""), "2026-11-20T05:00:00Z 2026-11-22T15:30:00Z");
}

TEST_F(Period, IsThirtyDaysWhenOnlyItsEndIsGiven) {
  EXPECT_EQ(read("", "2026-10-30T00:00:00Z"), "2026-09-30T00:00:00Z 2026-10-30T00:00:00Z");
}

TEST_F(Period, RefusesWhatIsNoDate) {
  EXPECT_EQ(read("yesterday", ""),
            "--from: 'yesterday' is neither a date (2026-11-22) nor an instant "
            "(2026-11-22T15:00:00Z)");
  EXPECT_EQ(read("", "2026-11-31"),
            "--to: '2026-11-31' is neither a date (2026-11-22) nor an instant "
            "(2026-11-22T15:00:00Z)");
}

TEST_F(Period, RefusesAnEndBeforeItsBeginning) {
  EXPECT_EQ(read("2026-11-10", "2026-11-09"), "--from must be before --to, and before now");
  EXPECT_EQ(read("2026-11-23", ""), "--from must be before --to, and before now");
}

TEST_F(Period, KnowsWhenTheDayBegan) {
  EXPECT_EQ(to_rfc3339(start_of_day(now, zone)), "2026-11-22T05:00:00Z");
  EXPECT_EQ(to_rfc3339(start_of_day(at("2026-11-22T04:59:59Z"), zone)), "2026-11-21T05:00:00Z");
}

}  // namespace
}  // namespace steward::app

// SPDX-License-Identifier: MIT
#include "app/backoff.hpp"

#include <gtest/gtest.h>

namespace steward::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Backoff, Each_pause_is_twice_the_one_before_up_to_the_longest) {
  Backoff backoff;
  std::vector<long> pauses;
  for (int i = 0; i < 9; ++i) {
    pauses.push_back(
        std::chrono::duration_cast<milliseconds>(backoff.failed(ErrorCode::unavailable)).count());
  }
  EXPECT_EQ(pauses, (std::vector<long>{250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000}));
}

TEST(Backoff, Who_lost_to_somebody_else_begins_sooner_and_still_backs_off) {
  Backoff backoff;
  EXPECT_EQ(backoff.failed(ErrorCode::conflict), milliseconds(50));
  EXPECT_EQ(backoff.failed(ErrorCode::conflict), milliseconds(100));
  EXPECT_EQ(backoff.failed(ErrorCode::unavailable), milliseconds(250));
  EXPECT_EQ(backoff.failed(ErrorCode::conflict), milliseconds(500));
  for (int i = 0; i < 9; ++i) static_cast<void>(backoff.failed(ErrorCode::conflict));
  EXPECT_EQ(backoff.failed(ErrorCode::conflict), seconds(15));
}

TEST(Backoff, A_success_begins_anew) {
  Backoff backoff;
  static_cast<void>(backoff.failed(ErrorCode::unavailable));
  static_cast<void>(backoff.failed(ErrorCode::unavailable));
  EXPECT_EQ(backoff.failures(), 2);
  EXPECT_EQ(backoff.succeeded(), 2);
  EXPECT_EQ(backoff.failures(), 0);
  EXPECT_EQ(backoff.failed(ErrorCode::unavailable), milliseconds(250));
}

/// In an outage of a day a loop tries less than six thousand times.
TEST(Backoff, Is_no_busy_loop) {
  Backoff backoff;
  Backoff::Duration passed{0};
  while (passed < std::chrono::hours(24)) passed += backoff.failed(ErrorCode::unavailable);
  EXPECT_LT(backoff.failures(), 6000);
}

}  // namespace
}  // namespace steward::app

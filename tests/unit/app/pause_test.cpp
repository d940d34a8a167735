// SPDX-License-Identifier: MIT
#include "app/pause.hpp"

#include <gtest/gtest.h>

namespace steward::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant kNow = parse_instant("2026-11-22T15:00:00Z").value();
const Error kLost(ErrorCode::unavailable, "the connection was lost");

Pause after(bool worked, std::optional<Instant> next, Pause::Duration took = seconds(0)) {
  const auto pause = after_firing(worked, kNow, next, took);
  EXPECT_TRUE(pause);
  return pause ? *pause : Pause{};
}

TEST(PauseTest, LastsUntilTheNextIsDueFromWhenTheClockWasAsked) {
  EXPECT_EQ(after(false, kNow + seconds(30)), (Pause{seconds(30)}));
  EXPECT_EQ(after(true, kNow + seconds(30), seconds(2)), (Pause{seconds(28), true}));
  EXPECT_EQ(after(true, kNow + milliseconds(1), seconds(2)), (Pause{seconds(0), true}));
}

TEST(PauseTest, IsNeverLongerThanAMinute) {
  EXPECT_EQ(after(false, std::nullopt), (Pause{kLongestPause}));
  EXPECT_EQ(after(true, kNow + minutes(30)), (Pause{kLongestPause, true}));
  EXPECT_EQ(until(kNow + minutes(30), kNow), kLongestPause);
  EXPECT_EQ(until(kNow - minutes(30), kNow), seconds(0));
}

TEST(PauseTest, IsNoneWhereMoreFellDueMeanwhile) {
  EXPECT_EQ(after(true, kNow), (Pause{seconds(0), true}));
  EXPECT_EQ(after(true, kNow - seconds(1)), (Pause{seconds(0), true}));
}

TEST(PauseTest, IsShortWhereWhatIsDueIsInOtherHands) {
  const auto pause = after(false, kNow - seconds(1));
  EXPECT_GT(pause.length, seconds(0));
  EXPECT_LT(pause.length, seconds(1));
  EXPECT_TRUE(pause.elsewhere);
  EXPECT_FALSE(pause.worked);
}

TEST(PauseTest, WhatActedWakesWhoComesAfterThoughTheServerIsGone) {
  const auto acted = after_firing(true, kNow, kLost, seconds(0));
  ASSERT_TRUE(acted);
  EXPECT_EQ(*acted, (Pause{seconds(0), true}));
  const auto nothing_acted = after_firing(false, kNow, kLost, seconds(0));
  ASSERT_FALSE(nothing_acted);
  EXPECT_EQ(nothing_acted.error().code(), ErrorCode::unavailable);
}

}  // namespace
}  // namespace steward::app

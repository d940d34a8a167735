// SPDX-License-Identifier: MIT
#include "app/heart.hpp"

#include <gtest/gtest.h>

#include "unit/app/captured_log.hpp"

namespace steward::app {
namespace {

using std::chrono::seconds;

const Instant kStart = parse_instant("2026-11-22T15:00:00Z").value();

class FakeHeartbeat final : public notify::Heartbeat {
 public:
  explicit FakeHeartbeat(int& beats, bool& taken) : beats_(beats), taken_(taken) {}
  Result<> beat(Instant) override {
    ++beats_;
    if (taken_) return {};
    return Error(ErrorCode::unavailable, "the answer was 503");
  }

 private:
  int& beats_;
  bool& taken_;
};

class HeartTest : public testing::Test {
 protected:
  CapturedLog log;
  int beats = 0;
  bool taken = true;
  Heart heart{std::make_unique<FakeHeartbeat>(beats, taken), seconds(60)};
};

engine::Glance next_due(std::optional<Instant> instant) {
  engine::Glance glance;
  glance.next_due = instant;
  return glance;
}

TEST_F(HeartTest, BeatsWhileNothingIsOverdue) {
  EXPECT_EQ(heart.beat(next_due(std::nullopt), kStart), seconds(60));
  EXPECT_EQ(heart.beat(next_due(kStart + seconds(1)), kStart), seconds(60));
  EXPECT_EQ(heart.beat(next_due(kStart - seconds(5)), kStart), seconds(60));
  EXPECT_EQ(beats, 3);
  EXPECT_EQ(log.text(), "");
}

TEST_F(HeartTest, RestsWhileAStepIsOverdueAndSaysSoOnce) {
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(heart.beat(next_due(kStart - seconds(6)), kStart), Heart::kRest);
  EXPECT_EQ(beats, 0);
  EXPECT_EQ(heart.beat(next_due(std::nullopt), kStart), seconds(60));
  EXPECT_EQ(beats, 1);
  EXPECT_EQ(log.text(),
            "warning: the heartbeat rests: a step is overdue by 6 s\n"
            "info: the heartbeat goes on: no step is overdue\n");
}

TEST_F(HeartTest, SaysOnceThatItIsNotTaken) {
  taken = false;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(heart.beat(next_due(std::nullopt), kStart), seconds(60));
  taken = true;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(heart.beat(next_due(std::nullopt), kStart), seconds(60));
  EXPECT_EQ(beats, 6);
  EXPECT_EQ(log.text(),
            "warning: the heartbeat is not taken: the answer was 503; this is said once\n"
            "info: the heartbeat is taken again\n");
}

TEST_F(HeartTest, WhatIsSetAsideCannotActAndIsNoLessLate) {
  auto glance = next_due(std::nullopt);
  glance.set_aside = true;
  EXPECT_EQ(heart.beat(glance, kStart), Heart::kRest);
  EXPECT_EQ(beats, 0);
}

}  // namespace
}  // namespace steward::app

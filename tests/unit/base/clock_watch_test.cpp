// SPDX-License-Identifier: MIT
#include "steward/base/clock_watch.hpp"

#include <gtest/gtest.h>

namespace steward {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// A server and a host whose clocks and sleep the test moves.
class ClockWatchTest : public testing::Test {
 protected:
  /// Time passes, for everybody.
  void pass(Microseconds time) {
    server_ += time;
    host_ += time;
    awake_ += time;
    boot_ += time;
  }
  /// So does it while the host sleeps; its clock is right when it wakes.
  void sleep(Microseconds time) {
    pass(time);
    awake_ -= time;
  }
  /// The server is asked, and its answer comes at once.
  ClockNews look() { return look_after({}, {}); }
  /// The question and the answer take their time on the way.
  ClockNews look_after(Microseconds there, Microseconds back) {
    ClockReading reading;
    reading.before = boot_;
    pass(there);
    reading.server = server_;
    pass(back);
    reading.host = host_;
    reading.awake = awake_;
    reading.after = boot_;
    return watch_.look(reading);
  }
  static ClockNews jumped(Microseconds by, const std::string& at) {
    ClockNews news;
    news.jump = ClockJump{parse_instant(at).value(), by};
    return news;
  }

  Instant server_ = parse_instant("2026-11-24T15:00:00Z").value();
  Instant host_ = server_;
  Microseconds awake_{1'000'000};
  Microseconds boot_{5'000'000};
  ClockWatch watch_;
};

TEST_F(ClockWatchTest, TimeThatPassesIsNoNews) {
  for (const Microseconds time :
       {Microseconds(0), Microseconds(seconds(1)), Microseconds(hours(48))}) {
    pass(time);
    EXPECT_EQ(look(), ClockNews{});
  }
  EXPECT_EQ(watch_.host_ahead(), Microseconds(0));
}

TEST_F(ClockWatchTest, AnHourForwardIsAJump) {
  look();
  pass(milliseconds(200));
  server_ += hours(1);
  host_ += hours(1);  // they are one machine
  EXPECT_EQ(look(), jumped(hours(1), "2026-11-24T16:00:00.2Z"));
  pass(seconds(1));
  EXPECT_EQ(look(), ClockNews{});
}

TEST_F(ClockWatchTest, AnHourBackIsAJump) {
  look();
  pass(seconds(1));
  server_ -= hours(1);
  host_ -= hours(1);
  EXPECT_EQ(look(), jumped(-hours(1), "2026-11-24T14:00:01Z"));
  pass(seconds(1));
  EXPECT_EQ(look(), ClockNews{});
}

TEST_F(ClockWatchTest, WhatNtpCorrectsIsNoJump) {
  look();
  for (int i = 0; i < 100; ++i) {
    pass(seconds(1));
    server_ += milliseconds(500);
    host_ += milliseconds(500);
    EXPECT_EQ(look(), ClockNews{});
  }
  pass(seconds(1));
  server_ -= seconds(2);
  host_ -= seconds(2);
  EXPECT_EQ(look(), ClockNews{});
}

TEST_F(ClockWatchTest, AMachineThatSleptIsNoJump) {
  look();
  sleep(hours(8));
  ClockNews slept;
  slept.slept = hours(8);
  EXPECT_EQ(look(), slept);
  pass(seconds(1));
  EXPECT_EQ(look(), ClockNews{});
}

TEST_F(ClockWatchTest, AJumpWhileItSleptIsOne) {
  look();
  sleep(hours(8));
  server_ += hours(1);
  host_ += hours(1);
  auto both = jumped(hours(1), "2026-11-25T00:00:00Z");
  both.slept = hours(8);
  EXPECT_EQ(look(), both);
}

TEST_F(ClockWatchTest, AnAnswerThatTakesLongIsNoJump) {
  look();
  EXPECT_EQ(look_after(seconds(0), seconds(30)), ClockNews{});
  EXPECT_EQ(look(), ClockNews{});
  EXPECT_EQ(look_after(seconds(30), seconds(0)), ClockNews{});
  EXPECT_EQ(look(), ClockNews{});
}

TEST_F(ClockWatchTest, ReadingsThatOverlapOrComeLateSayNothing) {
  ClockReading older;
  older.server = older.host = server_;
  older.before = boot_;
  older.awake = awake_;
  older.after = boot_ + seconds(1);
  pass(milliseconds(500));
  look();
  pass(seconds(10));
  server_ += hours(1);
  host_ += hours(1);
  EXPECT_EQ(look(), jumped(hours(1), "2026-11-24T16:00:10.5Z"));
  EXPECT_EQ(watch_.look(older), ClockNews{});  // from before the jump
  pass(seconds(1));
  EXPECT_EQ(look(), ClockNews{});
}

TEST_F(ClockWatchTest, AHostsClockThatIsWrongIsSaidOnceAndMovesNothing) {
  host_ += hours(1);
  ClockNews begins;
  begins.differs = true;
  EXPECT_EQ(look(), begins);
  EXPECT_EQ(watch_.host_ahead(), Microseconds(hours(1)));
  EXPECT_TRUE(watch_.differs());
  pass(seconds(1));
  EXPECT_EQ(look(), ClockNews{});
  host_ -= hours(1);
  ClockNews ends;
  ends.differs = false;
  EXPECT_EQ(look(), ends);
  host_ -= seconds(3);
  EXPECT_EQ(look(), begins);
  EXPECT_EQ(watch_.host_ahead(), -Microseconds(seconds(3)));
}

TEST_F(ClockWatchTest, TwoSecondsAndWhatTheAnswerTookAreNoDifference) {
  host_ += seconds(2);
  EXPECT_EQ(look(), ClockNews{});
  host_ += seconds(1);
  EXPECT_EQ(look_after(seconds(1), seconds(1)), ClockNews{});
}

TEST_F(ClockWatchTest, JumpsAreSaidInWords) {
  EXPECT_EQ(to_words(ClockJump{server_, hours(1)}), "forward by 1 h at 2026-11-24T15:00:00Z");
  EXPECT_EQ(to_words(ClockJump{server_, -minutes(90)}),
            "back by 1 h 30 min at 2026-11-24T15:00:00Z");
}

}  // namespace
}  // namespace steward

// SPDX-License-Identifier: MIT
#include "app/watched_clock.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "unit/app/captured_log.hpp"

namespace steward::app {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

class FakeServer final : public TimeSource {
 public:
  Result<Instant> now() override { return now_; }
  Result<Instant> now_ = parse_instant("2026-11-24T15:00:00Z").value();
};

class FakeHost final : public HostClocks {
 public:
  HostTime read() override { return time; }
  HostTime time{parse_instant("2026-11-24T15:00:00Z").value(), seconds(10), seconds(20)};
};

class WatchedClockTest : public testing::Test {
 protected:
  void pass(Microseconds time) {
    server.now_ = *server.now_ + time;
    host.time.shown += time;
    host.time.awake += time;
    host.time.passed += time;
  }

  Instant shown() { return clock.now().value(); }

  CapturedLog log;
  FakeServer server;
  FakeHost host;
  std::vector<ClockJump> noted;
  Result<> answer{};
  WatchedClock clock{server, host, [this](const ClockJump& jump) -> Result<> {
                       if (answer) noted.push_back(jump);
                       return answer;
                     }};
};

TEST_F(WatchedClockTest, AnswersTheServersClock) {
  EXPECT_EQ(shown(), server.now_.value());
  pass(seconds(1));
  EXPECT_EQ(shown(), server.now_.value());
  EXPECT_EQ(log.text(), "");
  server.now_ = Error(ErrorCode::unavailable, "away");
  EXPECT_EQ(clock.now().error().message(), "away");
}

TEST_F(WatchedClockTest, NotesAJumpBeforeAnybodyActsAfterIt) {
  ASSERT_TRUE(clock.now());
  server.now_ = *server.now_ + hours(1);
  answer = Error(ErrorCode::unavailable, "away");
  EXPECT_FALSE(clock.now());
  EXPECT_FALSE(clock.now());
  answer = Result<>();
  EXPECT_EQ(shown(), server.now_.value());
  EXPECT_EQ(shown(), server.now_.value());
  const ClockJump jump{parse_instant("2026-11-24T16:00:00Z").value(), hours(1)};
  EXPECT_EQ(noted, std::vector<ClockJump>{jump});
  EXPECT_EQ(log.text(),
            "warning: the server's clock jumped forward by 1 h at 2026-11-24T16:00:00Z: the "
            "breaches of the next 24 h say so\n"
            "warning: this host's clock is 1 h behind the database server's, which counts: set it "
            "right\n");
}

TEST_F(WatchedClockTest, AHostsClockThatIsAnHourOffChangesNothing) {
  host.time.shown += hours(1);
  EXPECT_EQ(shown(), server.now_.value());
  EXPECT_TRUE(clock.differs());
  EXPECT_EQ(clock.host_ahead(), Microseconds(hours(1)));
  pass(seconds(1));
  EXPECT_EQ(shown(), server.now_.value());
  host.time.shown -= hours(1);
  EXPECT_EQ(shown(), server.now_.value());
  EXPECT_FALSE(clock.differs());
  EXPECT_TRUE(noted.empty());
  EXPECT_EQ(log.text(),
            "warning: this host's clock is 1 h ahead of the database server's, which counts: set "
            "it right\n"
            "info: this host's clock agrees with the database server's again\n");
}

TEST_F(WatchedClockTest, AMachineThatSleptIsNoJump) {
  ASSERT_TRUE(clock.now());
  pass(hours(8));
  host.time.awake -= hours(8);
  EXPECT_EQ(shown(), server.now_.value());
  EXPECT_TRUE(noted.empty());
  EXPECT_EQ(log.text(), "info: this host slept for 8 h\n");
}

}  // namespace
}  // namespace steward::app

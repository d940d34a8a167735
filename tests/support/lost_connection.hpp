// SPDX-License-Identifier: MIT
// A world whose work goes over a wire that is cut at each of its requests, one after the other.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "steward/base/error.hpp"
#include "steward/engine/dispatcher.hpp"
#include "steward/store/database.hpp"
#include "steward/store/pool.hpp"
#include "steward/store/postgres_store.hpp"
#include "support/skyport.hpp"
#include "support/wire.hpp"
#include "support/world.hpp"

namespace steward::test {

/// Lets requests pass until the one it was set to.
class Cutter {
 public:
  void set(int request, Fate fate) {
    cut_ = false;
    fate_ = fate;
    left_ = request;
  }
  void leave_alone() { left_ = -1; }
  Fate operator()(const std::string& request) {
    if (left_ < 0 || left_-- > 0) return Fate::answered;
    is_commit_ = request.find("COMMIT") != std::string::npos;
    cut_ = true;
    return fate_;
  }
  [[nodiscard]] bool has_cut() const { return cut_; }
  /// What the cut is known to have left undone, or not known at all.
  [[nodiscard]] ErrorCode expected() const {
    return is_commit_ ? ErrorCode::timed_out : ErrorCode::unavailable;
  }

 private:
  std::atomic<int> left_{-1};
  std::atomic<Fate> fate_{Fate::answered};
  std::atomic<bool> cut_{false};
  std::atomic<bool> is_commit_{false};
};

/// The tests say what is done; each is run with either fate of the request that is cut.
class LostConnection : public testing::TestWithParam<Fate> {
 protected:
  LostConnection() {
    world.run(kSkyport);
    world.settle();
  }

  /// Prepares and does the work with a cut at its first request, then at its second, and so on
  /// until it makes no more. After each cut it is done again, and must succeed.
  void cut_everywhere(const std::function<void()>& prepare, const std::function<Result<>()>& work) {
    constexpr int kMost = 500;
    for (int request = 0; request < kMost; ++request) {
      prepare();
      cutter.set(request, GetParam());
      const auto done = work();
      cutter.leave_alone();
      ++rounds;
      if (!cutter.has_cut()) {
        EXPECT_TRUE(done) << done.error().message();
        return;
      }
      ASSERT_FALSE(done) << "request " << request;
      EXPECT_EQ(done.error().code(), cutter.expected()) << request << done.error().message();
      until_the_server_noticed();
      const auto again = work();
      ASSERT_TRUE(again) << again.error().message();
    }
    ADD_FAILURE() << "there is no end of requests";
  }

  /// What a session had locked is free once the server sees that it is gone; until then it would be
  /// passed over as being in other hands.
  void until_the_server_noticed() {
    while (count("pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
                 "and xact_start is not null") != "0") {
    }
  }

  void add_delivery() {
    world.run(
        "insert into crm.service_deliveries (client_id, service_type, completed_at, status, "
        "account_updated_at) values (1, 'fuel', current_setting('steward.now')::timestamptz, "
        "'completed', current_setting('steward.now')::timestamptz)");
  }
  /// Delivered, and two days later: every step is due.
  void add_a_late_one() {
    add_delivery();
    world.settle();
    world.sleep_until(world.now() + std::chrono::hours(48));
  }
  std::string count(const std::string& what) {
    return world.database().value("select count(*) from " + what);
  }
  std::string all() const { return std::to_string(rounds); }

  World world{at("2026-11-22T15:00:00Z")};
  Cutter cutter;
  Wire wire{world.database(), [this](const std::string& request) { return cutter(request); }};
  store::Pool pool{*store::complete_connection(wire.connection()), 2};
  store::PostgresStore store{pool};
  engine::Dispatcher dispatcher{store, world.renderer(), world.settings()};
  int rounds = 0;
};

/// The name of a fate among those that a suite is run with.
inline std::string name_of_fate(const testing::TestParamInfo<Fate>& tried) {
  return tried.param == Fate::lost ? "BeforeTheServerHadIt" : "AfterTheServerDidIt";
}

}  // namespace steward::test

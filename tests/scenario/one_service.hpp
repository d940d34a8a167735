// SPDX-License-Identifier: MIT
// The promise of one service, 42, and what happens to its record hour by hour.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {

class OneService : public testing::Test {
 protected:
  OneService() {
    world.run(kSkyport);
    world.run(completed_service(42, "2026-11-22T15:00:00Z"));
    world.settle();
  }

  /// An hour later.
  void change(const std::string& sql) {
    world.advance(std::chrono::hours(1));
    world.run(sql);
    world.settle();
  }

  World world{at("2026-11-22T15:00:00Z")};
};

}  // namespace steward::test

// SPDX-License-Identifier: MIT
#include "steward/engine/retry.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace steward::engine {
namespace {

using namespace std::chrono_literals;

TEST(Retry, Pauses_grow_to_half_an_hour_and_end_after_about_four_hours) {
  std::vector<Microseconds> pauses;
  while (const auto pause = pause_after(static_cast<int>(pauses.size()) + 1)) {
    pauses.push_back(*pause);
  }
  EXPECT_EQ(pauses, (std::vector<Microseconds>{10s, 30s, 1min, 5min, 15min, 30min, 30min, 30min,
                                               30min, 30min, 30min}));
  Microseconds all{0};
  for (const auto pause : pauses) all += pause;
  EXPECT_EQ(all, 3h + 21min + 40s);
  EXPECT_EQ(pause_after(12), std::nullopt);
  EXPECT_EQ(pause_after(13), std::nullopt);
}

}  // namespace
}  // namespace steward::engine

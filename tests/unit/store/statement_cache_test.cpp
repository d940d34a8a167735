// SPDX-License-Identifier: MIT
#include "store/statement_cache.hpp"

#include <gtest/gtest.h>

namespace steward::store {
namespace {

using enum StatementCache::Turn;

TEST(StatementCache, PreparesWhatComesForTheSecondTime) {
  StatementCache cache(2);
  EXPECT_EQ(cache.use("select 1", {}).turn, first);
  const auto second = cache.use("select 1", {});
  EXPECT_EQ(second.turn, prepare);
  const auto third = cache.use("select 1", {});
  EXPECT_EQ(third.turn, known);
  EXPECT_EQ(third.name, second.name);
}

TEST(StatementCache, TellsTheTypesOfValuesApart) {
  StatementCache cache(9);
  cache.use("select $1", {20});
  EXPECT_EQ(cache.use("select $1", {16}).turn, first);
  const auto number = cache.use("select $1", {20});
  const auto truth = cache.use("select $1", {16});
  EXPECT_EQ(truth.turn, prepare);
  EXPECT_NE(truth.name, number.name);
}

TEST(StatementCache, GivesUpTheLeastRecentlyUsed) {
  StatementCache cache(2);
  cache.use("a", {});
  const auto a = cache.use("a", {});
  cache.use("b", {});
  cache.use("a", {});
  EXPECT_FALSE(cache.surplus());
  cache.use("c", {});
  EXPECT_FALSE(cache.surplus()) << "b was never prepared: the server knows nothing of it";
  EXPECT_EQ(cache.use("b", {}).turn, first);
  EXPECT_EQ(cache.surplus(), a.name);
  EXPECT_EQ(cache.use("a", {}).turn, first);
}

TEST(StatementCache, ForgetsWhatCouldNotBePrepared) {
  StatementCache cache(2);
  cache.use("a", {});
  cache.drop(cache.use("a", {}).name);
  EXPECT_EQ(cache.use("a", {}).turn, first);
}

}  // namespace
}  // namespace steward::store

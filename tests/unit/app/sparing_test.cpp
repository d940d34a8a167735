// SPDX-License-Identifier: MIT
#include "app/sparing.hpp"

#include <gtest/gtest.h>

namespace steward::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Sparing, WhatCostsIsAskedAgainOnlyAfterFiftyTimesItsCost) {
  const Sparing::Moment start{seconds(1000)};
  Sparing sparing;
  EXPECT_TRUE(sparing.may_ask(start));
  sparing.asked(start, start + milliseconds(100));
  EXPECT_FALSE(sparing.may_ask(start + milliseconds(4999)));
  EXPECT_TRUE(sparing.may_ask(start + milliseconds(5000)));
  sparing.asked(start + seconds(5), start + seconds(5));
  EXPECT_TRUE(sparing.may_ask(start + seconds(5)));
}

}  // namespace
}  // namespace steward::app

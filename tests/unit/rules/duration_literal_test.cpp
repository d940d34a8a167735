// SPDX-License-Identifier: MIT
#include "rules/duration_literal.hpp"

#include <gtest/gtest.h>

namespace steward::rules {
namespace {

std::string seconds(std::string_view text) {
  const auto length = parse_duration(text);
  return length ? to_seconds(length->length) : "none";
}

TEST(DurationLiteral, ReadsTheSpellingsOfCel) {
  EXPECT_EQ(seconds("90m"), "5400s");
  EXPECT_EQ(seconds("1h30m"), "5400s");
  EXPECT_EQ(seconds("-1.5s"), "-1.5s");
  EXPECT_EQ(seconds("+.5h"), "1800s");
  EXPECT_EQ(seconds("1.h"), "3600s");
  EXPECT_EQ(seconds("300ms"), "0.3s");
  EXPECT_EQ(seconds("1us"), "0.000001s");
  EXPECT_EQ(seconds("1µs1μs"), "0.000002s");
  EXPECT_EQ(seconds("0"), "0s");
  EXPECT_EQ(seconds("315576000000s"), "315576000000s");
  EXPECT_EQ(seconds("-87660000h"), "-315576000000s");
  EXPECT_FALSE(parse_duration("1500ns")->exact);
  EXPECT_TRUE(parse_duration("2000ns")->exact);
}

TEST(DurationLiteral, RefusesTheRest) {
  for (const auto* text : {"", "1", "h", "1d", "1 h", "1h ", "-", ".s", "1e3s", "--1s",
                           "315576000001s", "999999999999999999999h", "1h99999999999h"}) {
    EXPECT_EQ(seconds(text), "none") << text;
  }
}

}  // namespace
}  // namespace steward::rules

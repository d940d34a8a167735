// SPDX-License-Identifier: MIT
#include "steward/web/health.hpp"

#include <gtest/gtest.h>

namespace steward::web {
namespace {

constexpr auto kText = "text/plain; charset=utf-8";

TEST(Health, Well_is_200_and_ok) {
  EXPECT_EQ(to_response({true, {}, {}}), (Response{200, kText, "ok\n"}));
}

TEST(Health, Unwell_is_503_with_a_line_for_each_problem) {
  EXPECT_EQ(to_response({false, {"the database is away", "no rules run"}, {}}),
            (Response{503, kText, "the database is away\nno rules run\n"}));
  EXPECT_EQ(to_response({false, {}, {}}), (Response{503, kText, "not ok\n"}));
}

TEST(Health, A_warning_is_a_line_that_changes_no_verdict) {
  EXPECT_EQ(to_response({true, {}, {"the clock is wrong"}}),
            (Response{200, kText, "ok\nwarning: the clock is wrong\n"}));
  EXPECT_EQ(to_response({false, {"no rules run"}, {"the clock is wrong"}}),
            (Response{503, kText, "no rules run\nwarning: the clock is wrong\n"}));
}

}  // namespace
}  // namespace steward::web

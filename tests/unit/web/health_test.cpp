// SPDX-License-Identifier: MIT
#include "steward/web/health.hpp"

#include <gtest/gtest.h>

namespace steward::web {
namespace {

constexpr auto kText = "text/plain; charset=utf-8";

TEST(Health, Well_is_200_and_ok) {
  EXPECT_EQ(to_response({true, {}}), (Response{200, kText, "ok\n"}));
}

TEST(Health, Unwell_is_503_with_a_line_for_each_problem) {
  EXPECT_EQ(to_response({false, {"the database is away", "no rules run"}}),
            (Response{503, kText, "the database is away\nno rules run\n"}));
  EXPECT_EQ(to_response({false, {}}), (Response{503, kText, "not ok\n"}));
}

}  // namespace
}  // namespace steward::web

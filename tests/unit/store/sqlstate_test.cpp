// SPDX-License-Identifier: MIT
#include "store/sqlstate.hpp"

#include <gtest/gtest.h>

namespace steward::store {
namespace {

TEST(Sqlstate, A_lost_or_overloaded_server_is_unavailable) {
  for (const char* state :
       {"08000", "08006", "57P01", "57P02", "57P03", "53100", "53300", "25006", "25P03", "58030"}) {
    EXPECT_EQ(classify(state), ErrorCode::unavailable) << state;
  }
}

TEST(Sqlstate, Somebody_else_was_first_is_a_conflict) {
  for (const char* state : {"40001", "40P01", "55P03", "55006", "23505", "23503", "23P01"}) {
    EXPECT_EQ(classify(state), ErrorCode::conflict) << state;
  }
}

TEST(Sqlstate, No_answer_in_time_is_timed_out) {
  EXPECT_EQ(classify("57014"), ErrorCode::timed_out);
  EXPECT_EQ(classify("40003"), ErrorCode::timed_out);
}

TEST(Sqlstate, A_refusal_for_good_is_rejected) {
  for (const char* state : {"28000", "28P01", "3D000", "42501"}) {
    EXPECT_EQ(classify(state), ErrorCode::rejected) << state;
  }
}

TEST(Sqlstate, A_value_that_does_not_fit_is_invalid_input) {
  EXPECT_EQ(classify("22P02"), ErrorCode::invalid_input);
  EXPECT_EQ(classify("22003"), ErrorCode::invalid_input);
}

TEST(Sqlstate, What_the_database_s_own_code_raises_is_of_a_value) {
  EXPECT_EQ(classify("P0001"), ErrorCode::invalid_input);
}

TEST(Sqlstate, What_no_caller_can_mend_is_internal) {
  for (const char* state : {"42601", "42P01", "23502", "23514", "0A000", "XX000", ""}) {
    EXPECT_EQ(classify(state), ErrorCode::internal) << state;
  }
}

}  // namespace
}  // namespace steward::store

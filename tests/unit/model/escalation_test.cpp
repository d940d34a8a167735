// SPDX-License-Identifier: MIT
#include "steward/model/escalation.hpp"

#include <gtest/gtest.h>

#include "november.hpp"

namespace steward::model {
namespace {

using namespace std::chrono_literals;

Chain chain_of(std::vector<Microseconds> waits) {
  Chain chain;
  for (const auto wait : waits) {
    chain.levels.emplace_back();
    chain.levels.back().wait = wait;
  }
  return chain;
}

Escalation begun() {
  Escalation escalation;
  escalation.commitment = 7;
  escalation.step = "3";
  escalation.chain = "client-service";
  escalation.started_at = nov("04 12:00");
  escalation.next_at = nov("04 12:00");
  return escalation;
}

TEST(Escalation, Each_wait_counts_from_when_the_level_before_it_acted) {
  const auto chain = chain_of({0s, 10min, 20min});
  auto expected = begun();
  expected.level = 1;
  expected.next_at = nov("04 12:12");
  const auto first = after_level(begun(), chain, nov("04 12:02"));
  EXPECT_EQ(first, expected);
  expected.level = 2;
  expected.next_at = nov("04 13:20");
  const auto second = after_level(first, chain, nov("04 13:00"));
  EXPECT_EQ(second, expected);
  expected.level = 3;
  expected.next_at.reset();
  EXPECT_EQ(after_level(second, chain, nov("04 13:20")), expected);
}

TEST(Escalation, After_an_acknowledgement_no_level_acts) {
  auto expected = begun();
  expected.acknowledged_by = "12";
  expected.acknowledged_at = nov("04 12:05");
  expected.next_at.reset();
  EXPECT_EQ(after_acknowledgement(begun(), "12", nov("04 12:05")), expected);
}

TEST(Escalation, A_level_has_an_id_under_its_step) {
  EXPECT_EQ(level_id(begun(), 2), "3/2");
}

}  // namespace
}  // namespace steward::model

// SPDX-License-Identifier: MIT
#include "steward/model/lateness.hpp"

#include <gtest/gtest.h>

namespace steward::model {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Instant kDue = parse_instant("2026-11-24T15:00:00Z").value();

Lateness known_before() {
  Lateness lateness;
  lateness.due = kDue;
  lateness.noticed_at = kDue + seconds(1);
  lateness.handed_over_at = kDue + seconds(3);
  lateness.accepted_at = kDue + seconds(7);
  return lateness;
}

TEST(LatenessSplit, ThePartsFollowOneAnotherAndTheRestIsTheOrganisations) {
  const LatenessSplit expected{minutes(60) - seconds(7), seconds(0), seconds(1), seconds(2),
                               seconds(4)};
  const auto parts = split(known_before(), kDue + minutes(60));
  EXPECT_EQ(parts, expected);
  EXPECT_EQ(parts.total(), minutes(60));
}

TEST(LatenessSplit, ARecordThatIsEnteredLateIsTheOrganisationsUntilItChanged) {
  auto lateness = known_before();
  lateness.changed_at = kDue + minutes(10);
  lateness.known_at = kDue + minutes(12);
  lateness.noticed_at = kDue + minutes(13);
  lateness.handed_over_at = kDue + minutes(14);
  lateness.accepted_at = kDue + minutes(15);
  const LatenessSplit expected{minutes(10 + 45), minutes(2), minutes(1), minutes(1), minutes(1)};
  EXPECT_EQ(split(lateness, kDue + minutes(60)), expected);
}

TEST(LatenessSplit, AChangeBeforeDueCountsOnlyFromDueOn) {
  auto lateness = known_before();
  lateness.changed_at = kDue - minutes(10);
  lateness.known_at = kDue + seconds(1);
  const LatenessSplit expected{minutes(1) - seconds(7), seconds(1), seconds(0), seconds(2),
                               seconds(4)};
  EXPECT_EQ(split(lateness, kDue + minutes(1)), expected);
  lateness.known_at = kDue - minutes(9);
  EXPECT_EQ(split(lateness, kDue + minutes(1)).detection, seconds(0));
}

TEST(LatenessSplit, WhatNobodyHasTakenYetIsTheProvidersSoFar) {
  auto lateness = known_before();
  lateness.accepted_at.reset();
  EXPECT_EQ(split(lateness, kDue + minutes(5)).provider, minutes(5) - seconds(3));
}

TEST(LatenessSplit, WhereNobodyIsToldTheRestIsTheOrganisations) {
  auto lateness = known_before();
  lateness.handed_over_at.reset();
  lateness.accepted_at.reset();
  const LatenessSplit expected{minutes(5) - seconds(1), seconds(0), seconds(1), seconds(0),
                               seconds(0)};
  EXPECT_EQ(split(lateness, kDue + minutes(5)), expected);
}

TEST(LatenessSplit, EndsWhenTheBreachDoes) {
  const LatenessSplit expected{seconds(0), seconds(0), seconds(1), seconds(1), seconds(0)};
  EXPECT_EQ(split(known_before(), kDue + seconds(2)), expected);
  EXPECT_EQ(split(known_before(), kDue - seconds(2)), LatenessSplit{});
}

TEST(LatenessSplit, AClockThatWasSetBackMakesNothingNegative) {
  auto lateness = known_before();
  lateness.noticed_at = kDue - minutes(30);
  lateness.handed_over_at = kDue - minutes(20);
  lateness.accepted_at = kDue - minutes(10);
  EXPECT_EQ(split(lateness, kDue + minutes(5)),
            (LatenessSplit{minutes(5), seconds(0), seconds(0), seconds(0), seconds(0)}));
}

}  // namespace
}  // namespace steward::model

// SPDX-License-Identifier: MIT
// The other headline rules: account updates, first responses, annual reviews.
#include <gmock/gmock.h>

#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(AccountUpdate, IsDueADayAfterAServiceForAnyClient) {
  World world(at("2026-11-23T14:40:00Z"));
  world.run(kSkyport);
  world.run(
      "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status) "
      "overriding system value values (50, 2, 'hangar', '2026-11-23T14:40:00Z', 'completed')");
  world.settle();
  EXPECT_EQ(world.commitment("account-update-after-service", "50"), "open due 2026-11-24T14:40:00");
  world.run(
      "update crm.service_deliveries set account_updated_at = '2026-11-24T14:40:00Z' where id = "
      "50");
  world.settle();
  // Exactly at due is kept.
  EXPECT_EQ(world.commitment("account-update-after-service", "50"), "kept due 2026-11-24T14:40:00");
}

TEST(AccountUpdate, ChangesOfClientAndAircraftAreToldApart) {
  World world(at("2026-11-23T14:40:00Z"));
  world.run(kSkyport);
  world.run(
      "insert into crm.aircraft (id, registration, client_id) overriding system value values "
      "(9, 'N512QS', 1);"
      "insert into crm.client_changes (id, client_id, aircraft_id, field, reported_at) overriding "
      "system value values (1, 1, null, 'phone', '2026-11-23T14:40:00Z'), "
      "(2, 1, 9, 'owner', '2026-11-23T14:40:00Z')");
  world.settle();
  EXPECT_EQ(world.commitment("account-update-after-client-change", "1"),
            "open due 2026-11-24T14:40:00");
  EXPECT_EQ(world.commitment("account-update-after-aircraft-change", "1"), "none");
  EXPECT_EQ(world.commitment("account-update-after-client-change", "2"), "none");
  EXPECT_EQ(world.commitment("account-update-after-aircraft-change", "2"),
            "open due 2026-11-24T14:40:00");
}

TEST(FirstResponse, IsDueByTheEndOfTheNextWorkingDay) {
  // Wednesday 25 November 2026 in New York; Thursday is Thanksgiving.
  World world(at("2026-11-25T20:00:00Z"));
  world.run(kSkyport);
  world.run(
      "insert into crm.enquiries (id, client_id, kind, channel, received_at) overriding system "
      "value values (1, 1, 'complaint', 'phone', '2026-11-25T20:00:00Z')");
  world.settle();
  EXPECT_EQ(world.commitment("first-response", "1"), "open due 2026-11-27T22:00:00");
}

TEST(FirstResponse, AskedByNobodyWeKnowGoesToTheDesk) {
  World world(at("2026-11-23T15:00:00Z"));
  world.run(kSkyport);
  world.run(
      "insert into crm.enquiries (id, kind, channel, received_at) overriding system value values "
      "(1, 'enquiry', 'web', '2026-11-23T15:00:00Z')");
  world.settle();
  world.advance_to(at("2026-11-24T19:00:00Z"));
  const auto messages = world.messages();
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_THAT(messages.front(), testing::StartsWith("email mia@skyport.example: "));
}

TEST(AnnualReview, EachReviewKeepsOneAndBeginsTheNext) {
  World world(at("2026-11-23T15:00:00Z"));
  world.run(kSkyport);
  world.settle();
  EXPECT_EQ(world.commitment("annual-review", "1"), "open due 2027-11-01T00:00:00");
  world.run("update crm.clients set last_reviewed_at = '2026-11-23T15:00:00Z' where id = 1");
  world.settle();
  EXPECT_EQ(world.database().value(
                "select string_agg(state || ' ' || coalesce(to_char(stopped at time zone 'UTC', "
                "'YYYY-MM-DD'), '-'), ', ' order by id) from steward.commitment where rule = "
                "'annual-review' and key = '1'"),
            "kept 2026-11-23, open -");
  EXPECT_EQ(world.commitment("annual-review", "1"), "open due 2027-11-23T15:00:00");
}

TEST(BadRecords, NeverStopTheOthers) {
  World world(at("2026-11-23T15:00:00Z"));
  world.run(kSkyport);
  world.run(
      "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status) "
      "overriding system value values (1, 1, 'fuel', null, 'completed'), "
      "(2, 1, 'fuel', 'infinity', 'completed'), (3, 1, 'fuel', '9999-12-31', 'completed'), "
      "(4, 1, 'fuel', '2026-11-23T15:00:00Z', 'completed')");
  world.settle();
  EXPECT_EQ(world.commitment("priority-follow-up", "1"), "none");
  EXPECT_EQ(world.commitment("priority-follow-up", "2"), "none");
  EXPECT_EQ(world.commitment("priority-follow-up", "4"), "open due 2026-11-25T15:00:00");
}

TEST(BadRecords, AnUnknownZoneFallsBackToTheOrganisations) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.run("update crm.staff set time_zone = 'Mars/Olympus' where id = 1");
  world.run(
      "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status, "
      "account_updated_at) overriding system value values (1, 1, 'fuel', "
      "'2026-11-22T15:00:00Z', 'completed', '2026-11-22T15:00:00Z')");
  world.advance_to(at("2026-11-23T15:00:00Z"));
  EXPECT_THAT(world.messages(),
              ElementsAre(testing::AllOf(testing::StartsWith("email ana@skyport.example: "),
                                         testing::HasSubstr("Tue 24 Nov, 10:00 EST"))));
}

TEST(Ledger, RefusesEveryChange) {
  World world(at("2026-11-22T15:00:00Z"));
  world.run(kSkyport);
  world.run(
      "insert into crm.service_deliveries (id, client_id, service_type, completed_at, status) "
      "overriding system value values (1, 1, 'fuel', '2026-11-22T15:00:00Z', 'completed')");
  world.advance_to(at("2026-11-25T00:00:00Z"));
  ASSERT_THAT(world.ledger("priority-follow-up"), testing::Contains("breached"));
  for (const auto* statement :
       {"update steward.ledger set body = '{}'", "delete from steward.ledger",
        "truncate steward.ledger",
        "set session_replication_role = replica; delete from steward.ledger"}) {
    try {
      world.run(statement);
      ADD_FAILURE() << statement << " was taken";
    } catch (const std::runtime_error& refused) {
      EXPECT_THAT(refused.what(), testing::HasSubstr("steward.ledger is append-only: "));
      EXPECT_THAT(refused.what(), testing::HasSubstr(" is refused"));
    }
  }
  EXPECT_THAT(world.ledger("priority-follow-up"), testing::Contains("breached"));
}

}  // namespace
}  // namespace steward::test

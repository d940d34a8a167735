// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "paths.hpp"
#include "support/reference_crm.hpp"
#include "support/test_database.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A Tuesday, 10:00 in New York.
constexpr const char* kNow = "2026-11-24T15:00:00Z";

// The demo's files are psql's: they include one another and take the variable `now`.
void run_demo_file(const TestDatabase& database, const std::string& file) {
  const std::string command = "psql -X -q -v now=" + std::string(kNow) + " -v pause=0 -f '" +
                              STEWARD_SOURCE_DIR + "/config/demo/" + file + "' \"" +
                              database.connection() + "\" >/dev/null";
  if (std::system(command.c_str()) != 0) throw std::runtime_error(file + " failed");
}

// Loading takes seconds: the checks share two loads.
class DemoRecords : public testing::Test {
 protected:
  DemoRecords() { run_demo_file(database, "records.sql"); }

  [[nodiscard]] int count(const std::string& what) {
    return std::stoi(database.value("select count(*) from " + what));
  }

  void expect_two_organisations() {
    EXPECT_GE(count("crm.clients"), 300);
    EXPECT_GE(count("crm.service_deliveries"), 5000);
    EXPECT_GE(count("crm.enquiries"), 3000);
    EXPECT_EQ(count("(select distinct name from crm.clients) as names"), count("crm.clients"));
    EXPECT_THAT(database.rows("select distinct programme from crm.clients order by 1"),
                ElementsAre(ElementsAre("fbo"), ElementsAre("finance")));
  }

  void expect_nothing_of_the_future() {
    for (const char* instant :
         {"service_deliveries.completed_at", "service_deliveries.account_updated_at",
          "interactions.occurred_at", "client_changes.reported_at", "client_changes.applied_at",
          "enquiries.received_at", "enquiries.first_response_at", "clients.last_reviewed_at"}) {
      const std::string column(instant);
      EXPECT_EQ(count("crm." + column.substr(0, column.find('.')) + " where " + column + " > '" +
                      kNow + "'"),
                0)
          << column;
    }
  }

  void expect_every_role_held_and_every_minute_on_duty() {
    EXPECT_THAT(database.rows("select name from crm.roles where not exists (select from "
                              "crm.role_holders where role_id = roles.id)"),
                IsEmpty());
    EXPECT_THAT(database.rows("select * from (select starts_at, lag(ends_at) over (order by "
                              "starts_at) as before from crm.duty_shifts) as shift "
                              "where starts_at <> before"),
                IsEmpty());
    EXPECT_EQ(database.value("select min(starts_at) <= '" + std::string(kNow) +
                             "' and max(ends_at) > timestamptz '" + kNow +
                             "' + interval '1 year' from crm.duty_shifts"),
              "t");
  }

  void expect_promises_due_within_two_minutes() {
    const std::string soon =
        " between timestamptz '" + std::string(kNow) + "' and timestamptz '" + kNow + "' + ";
    EXPECT_GE(count("crm.service_deliveries d join crm.clients on clients.id = client_id "
                    "where tier = 'priority' and status = 'completed' "
                    "and completed_at + interval '48 hours'" +
                    soon +
                    "interval '2 minutes' and not exists (select from crm.interactions i where "
                    "i.client_id = d.client_id and kind = 'follow_up' and occurred_at >= "
                    "completed_at)"),
              3);
    EXPECT_GE(count("crm.service_deliveries where account_updated_at is null "
                    "and completed_at + interval '24 hours'" +
                    soon + "interval '2 minutes'"),
              2);
  }

  void expect_events_to_change_something() {
    const int deliveries = count("crm.service_deliveries");
    const int interactions = count("crm.interactions");
    const int enquiries = count("crm.enquiries");
    run_demo_file(database, "events.sql");
    EXPECT_EQ(count("crm.service_deliveries"), deliveries + 1);
    EXPECT_EQ(count("crm.interactions"), interactions + 3);
    EXPECT_EQ(count("crm.enquiries"), enquiries + 3);
    EXPECT_EQ(count("crm.enquiries where category = 'demo' and first_response_at is not null"), 1);
    EXPECT_EQ(count("crm.client_changes c join crm.clients on clients.id = client_id "
                    "where name = 'Ridgeway Clinics' and applied_at >= reported_at"),
              1);
  }

  TestDatabase database{reference_crm()};
};

TEST_F(DemoRecords, AreHalfAYearOfTwoOrganisationsWithARosterWithoutHoles) {
  expect_two_organisations();
  expect_nothing_of_the_future();
  expect_every_role_held_and_every_minute_on_duty();
  EXPECT_THROW(run_demo_file(database, "records.sql"), std::runtime_error)
      << "a database that holds clients is left alone";
}

TEST_F(DemoRecords, ArePlacedAndFedSoThatThereIsSomethingToWatch) {
  run_demo_file(database, "placed.sql");
  expect_promises_due_within_two_minutes();
  expect_events_to_change_something();
}

TEST(Demo, ItsViewsAreMadeOverTodaysTables) {
  TestDatabase database{installation_over(WorldFiles::reference())};
  run_demo_file(database, "../../scripts/demo.d/views.sql");
  EXPECT_EQ(database.value("select count(*) from demo.proof"), "6");
}

}  // namespace
}  // namespace steward::test

// SPDX-License-Identifier: MIT
// How late steward was with a breach, and what is kept of it.
#include <gmock/gmock.h>

#include "steward/store/reports.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Lateness : public testing::Test {
 protected:
  Lateness() { world.run(kSkyport); }

  /// Time is simulated, but what a transaction took is not.
  void forget_what_batches_took() {
    world.run(
        "update steward.history set took = '0';"
        "update steward.notice set took = '0';"
        "update steward.message m set noticed_at = n.created_at from steward.task t"
        "  join steward.notice n on n.id = t.notice where t.message = m.id;"
        "update steward.lateness set noticed_at = date_trunc('minute', noticed_at),"
        "  known_at = date_trunc('minute', known_at)");
  }

  model::LatenessSplit split_until_now() {
    store::Reports reports(world.pool(), {});
    store::BreachFilter filter;
    filter.period = {at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")};
    const auto report = reports.breaches(filter).value();
    EXPECT_EQ(report.lines.size(), 1U);
    const auto& line = report.lines.front();
    return model::split(line.lateness.value(), line.until(world.now()));
  }

  World world{at("2026-11-22T15:00:00Z")};
};

/// What it rests on is written when each message is made.
TEST_F(Lateness, GoesOnWithMessagesThatTellOfTheBreachAlone) {
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.advance_to(at("2026-11-24T16:00:00Z"));
  world.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values (1, 'phone', "
      "'follow_up', '2026-11-24T16:00:00Z')");
  world.advance_to(at("2026-11-24T17:00:00Z"));
  std::vector<std::string> lines;
  for (const auto& row : world.database().rows(
           "select distinct n.purpose || case when m.tells_breach then ' tells' else '' end || "
           "case "
           "when m.noticed_at >= n.created_at then ' noticed' else '' end from steward.message m "
           "join steward.task t on t.message = m.id join steward.notice n on n.id = t.notice "
           "order by 1")) {
    lines.push_back(row.front());
  }
  EXPECT_THAT(
      lines, testing::ElementsAre("all_clear noticed", "breach tells noticed", "reminder noticed"));
}

TEST_F(Lateness, OfABreachThatWasTakenAtOnceIsTheOrganisations) {
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.advance_to(at("2026-11-24T16:00:00Z"));
  forget_what_batches_took();
  EXPECT_EQ(split_until_now(), (model::LatenessSplit{hours(1), {}, {}, {}, {}}));
}

TEST_F(Lateness, OfAnOutageIsTheFiringsAndOfASlowProviderItsOwn) {
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.sleep_until(at("2026-11-24T15:30:00Z"));
  world.email().takes = seconds(20);
  world.email().failures = {Error(ErrorCode::unavailable, "451 try later")};
  world.sms().failures = {Error(ErrorCode::unavailable, "503")};
  world.settle();
  world.advance_to(at("2026-11-24T16:00:00Z"));
  forget_what_batches_took();
  const auto split = split_until_now();
  EXPECT_EQ(split.total(), hours(1));
  EXPECT_EQ(split.firing, minutes(30));
  EXPECT_EQ(split.detection, seconds(0));
  EXPECT_EQ(split.queue, seconds(0));
  // Two emails one after the other; what became of them is recorded together.
  EXPECT_EQ(split.provider, seconds(40));
  EXPECT_EQ(split.organisation, minutes(30) - seconds(40));
}

TEST_F(Lateness, OfARecordThatCameAfterItsDueIsTheOrganisationsUntilItCame) {
  world.settle();
  world.sleep_until(at("2026-11-24T15:20:00Z"));
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.sleep_until(at("2026-11-24T15:25:00Z"));
  world.settle();
  world.advance_to(at("2026-11-24T16:00:00Z"));
  forget_what_batches_took();
  EXPECT_EQ(split_until_now(), (model::LatenessSplit{minutes(20 + 35), minutes(5), {}, {}, {}}));
}

TEST_F(Lateness, OutlivesTheMessagesAndEndsWithTheBreach) {
  world.run(completed_service(42, "2026-11-22T15:00:00Z"));
  world.settle();
  world.sleep_until(at("2026-11-24T15:30:00Z"));
  world.settle();
  forget_what_batches_took();
  world.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) values (1, 'phone', "
      "'follow_up', '2026-11-24T16:00:00Z')");
  world.advance_to(at("2026-11-25T16:00:00Z"));
  world.run("delete from steward.task; delete from steward.message; delete from steward.notice");
  EXPECT_EQ(split_until_now(), (model::LatenessSplit{minutes(30), {}, minutes(30), {}, {}}));
}

}  // namespace
}  // namespace steward::test

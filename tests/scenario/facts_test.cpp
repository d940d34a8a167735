// SPDX-License-Identifier: MIT
// What the record said when a breach was noticed is kept, whatever becomes of the record.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "support/skyport.hpp"
#include "support/steps_world.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kAsCompleted =
    R"({"status": "completed", "client.tier": "priority", "completed_at": "2026-11-22T15:00:00Z"})";

class Facts : public testing::Test {
 protected:
  Facts() {
    world.run(kSkyport);
    world.run(completed_service(42, "2026-11-22T15:00:00Z"));
    world.settle();
  }

  /// Each line with the entries that it stands behind: "24 15:00 breached {…}".
  std::vector<std::string> kept(const std::string& rule = kFollowUp) {
    std::vector<std::string> lines;
    for (const auto& row : world.database().rows(
             "select to_char(f.noticed_at at time zone 'UTC', 'DD HH24:MI ') || "
             "       (select string_agg(l.kind, ', ' order by l.id) from steward.ledger l "
             "         where l.commitment = c.id and l.noticed_at = f.noticed_at) || "
             "       ' ' || f.facts "
             "  from steward.fact f join steward.commitment c on c.id = f.commitment "
             " where c.rule = '" +
             rule + "' order by f.noticed_at")) {
      lines.push_back(row.front());
    }
    return lines;
  }
  void change(const std::string& sql) {
    world.advance(hours(1));
    world.run(sql);
    world.settle();
  }

  World world{at("2026-11-22T15:00:00Z")};
};

TEST_F(Facts, AreKeptOfABreachAlone) {
  world.advance_to(at("2026-11-24T14:59:59Z"));
  EXPECT_THAT(kept(), IsEmpty());
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_THAT(kept(), ElementsAre(std::string("24 15:00 breached ") + kAsCompleted));
}

TEST_F(Facts, OfABreachStayWhenTheRecordSaysSomethingElse) {
  world.advance_to(at("2026-11-24T15:00:00Z"));
  change("update crm.clients set tier = 'standard' where id = 1");
  EXPECT_THAT(kept(), ElementsAre(std::string("24 15:00 breached ") + kAsCompleted,
                                  "24 16:00 withdrawn {\"status\": \"completed\", \"client.tier\": "
                                  "\"standard\", \"completed_at\": \"2026-11-22T15:00:00Z\"}"));
}

TEST_F(Facts, AreKeptOfEveryTurnOfTheBreach) {
  world.advance_to(at("2026-11-24T15:00:00Z"));
  change(follow_up("2026-11-24T15:30:00Z"));
  change("delete from crm.interactions");
  change("update crm.service_deliveries set completed_at = '2026-11-22T15:30:00Z' where id = 42");
  EXPECT_THAT(kept(), ElementsAre(std::string("24 15:00 breached ") + kAsCompleted,
                                  std::string("24 16:00 resolved ") + kAsCompleted,
                                  std::string("24 17:00 reopened ") + kAsCompleted,
                                  "24 18:00 moved {\"status\": \"completed\", \"client.tier\": "
                                  "\"priority\", \"completed_at\": \"2026-11-22T15:30:00Z\"}"));
}

TEST_F(Facts, OfARecordThatIsGoneAreNone) {
  world.advance_to(at("2026-11-24T15:00:00Z"));
  change("delete from crm.service_deliveries where id = 42");
  EXPECT_THAT(world.ledger(kFollowUp), ElementsAre("breached", "withdrawn"));
  EXPECT_THAT(kept(), ElementsAre(std::string("24 15:00 breached ") + kAsCompleted));
}

TEST_F(Facts, OfManyBreachesAreEachOfItsRecord) {
  world.run(completed_service(43, "2026-11-22T15:00:01Z"));
  world.settle();
  world.advance_to(at("2026-11-24T16:00:00Z"));
  EXPECT_EQ(world.database().rows("select c.key, f.facts->>'completed_at' from steward.fact f "
                                  "join steward.commitment c on c.id = f.commitment "
                                  "where c.rule = '" +
                                  std::string(kFollowUp) + "' order by c.key"),
            (std::vector<std::vector<std::string>>{{"42", "2026-11-22T15:00:00Z"},
                                                   {"43", "2026-11-22T15:00:01Z"}}));
}

}  // namespace
}  // namespace steward::test

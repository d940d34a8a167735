// SPDX-License-Identifier: MIT
// What the record said when a breach was noticed is kept, whatever becomes of the record.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "scenario/one_service.hpp"
#include "support/refusal.hpp"
#include "support/steps_world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kAsCompleted =
    R"({"status": "completed", "client.tier": "priority", "completed_at": "2026-11-22T15:00:00Z"})";

class Facts : public OneService {
 protected:
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

TEST_F(Facts, OfWhatIsNoticedAtOnceAreKeptOnce) {
  world.run(completed_service(43, "2026-11-22T15:00:00Z"));
  world.sleep_until(at("2026-11-25T16:00:00Z"));
  world.run(follow_up("2026-11-25T15:30:00Z"));
  world.settle();
  // One was open, the other is opened, broken and kept late by one look.
  EXPECT_THAT(kept(), ElementsAre(std::string("25 16:00 breached, resolved ") + kAsCompleted,
                                  std::string("25 16:00 breached, resolved ") + kAsCompleted));
}

TEST_F(Facts, CanBeErasedButNotChanged) {
  world.advance_to(at("2026-11-24T15:00:00Z"));
  EXPECT_THAT(refusal(world.database(), "update steward.fact set facts = '{}'"),
              testing::HasSubstr("is append-only: UPDATE is refused"));
  EXPECT_THAT(
      refusal(world.database(),
              "set session_replication_role = replica; update steward.fact set facts = '{}'"),
      testing::HasSubstr("is append-only: UPDATE is refused"));
  EXPECT_EQ(refusal(world.database(), "delete from steward.fact"), "");
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

rules::RulePaths rule_of_every_kind() {
  auto paths = steps_files().rules;
  paths.rules.front().replace_filename("facts.yaml");
  return paths;
}

TEST(FactsOfEveryKind, AreAsTheDatabaseWritesThem) {
  World world(at("2026-11-20T12:00:00Z"), steps_files());
  world.run(kSkyport);
  world.run(
      "update crm.clients set is_vip = true, relationship_score = 4, "
      "next_contact_on = '2026-11-21' where id = 1");
  world.reload(rule_of_every_kind());
  world.settle();
  world.advance_to(at("2026-11-23T12:00:00Z"));
  EXPECT_EQ(world.ledger("contact-in-time").size(), 1U);
  EXPECT_EQ(world.database().value("select facts from steward.fact"),
            R"({"name": "Bluewater Aviation", "is_vip": true, )"
            R"("onboarded_at": "2026-11-01T00:00:00Z", "next_contact_on": "2026-11-21", )"
            R"("relationship_score": 4, "account_manager.name": "Ana Reyes", )"
            R"f("has(account_manager)": true})f");
}

TEST(FactsOfASchedule, AreOfEachOfItsPromisesToOneRecord) {
  World world(at("2026-11-20T12:00:00Z"), steps_files());
  world.run(kSkyport);
  world.settle();
  world.sleep_until(at("2026-12-07T13:00:00Z"));
  world.settle();
  EXPECT_EQ(world.database().rows(
                "select to_char(c.starts at time zone 'UTC', 'MM-DD'), f.facts from steward.fact f "
                "join steward.commitment c on c.id = f.commitment where c.rule = 'weekly-call' "
                "order by c.starts"),
            (std::vector<std::vector<std::string>>{{"11-23", R"({"tier": "priority"})"},
                                                   {"11-30", R"({"tier": "priority"})"}}));
}

}  // namespace
}  // namespace steward::test

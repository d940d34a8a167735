// SPDX-License-Identifier: MIT
// What becomes of promises when keys change, parents go, tables are emptied, and records far from
// their subject move: tests/data/hangar.
#include <gmock/gmock.h>

#include "steward/engine/tracker.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::IsEmpty;

constexpr const char* kFixed = "defect-fixed";
constexpr const char* kReviewed = "airline-reviewed";
constexpr const char* kFirst = "[\"D-1\",1]";
constexpr const char* kThird = "[\"D-3\",1]";

/// D-1 of Gull and D-3 of Skua have a defect each; D-2 of Tern, whose contract is basic, has none.
class ChangedRecords : public testing::Test {
 protected:
  ChangedRecords() {
    world.run(R"(
      insert into hangar.staff values (1, 'Ana Ruiz', 'ana@hangar.example');
      insert into hangar.airlines (id, contract, contract_from, keeper_id) values
        ('GULL', 'full', '2026-11-20T08:00:00Z', 1), ('TERN', 'basic', '2026-11-20T08:00:00Z', 1),
        ('SKUA', 'full', '2026-11-20T08:00:00Z', 1);
      insert into hangar.aircraft values ('D-1', 'GULL'), ('D-2', 'TERN'), ('D-3', 'SKUA');
      insert into hangar.defects (aircraft_id, number, reported_at) values
        ('D-1', 1, '2026-11-20T08:00:00Z'), ('D-3', 1, '2026-11-20T08:00:00Z'))");
    world.settle();
    world.advance(minutes(1));
  }

  /// Changes records a minute after what went before.
  void change(const std::string& sql) {
    world.run(sql);
    world.settle();
    world.advance(minutes(1));
  }
  /// "state: transitions" of each promise of a rule on a key, in order; "none".
  std::string promises(const std::string& rule, const std::string& key) {
    return world.database().value(
        "select coalesce(string_agg(state || ': ' || kinds, '; ' order by id), 'none') from "
        "(select c.id, c.state, string_agg(h.kind, ', ' order by h.at) as kinds from "
        "steward.commitment c join steward.history h on h.commitment = c.id where c.rule = '" +
        rule + "' and c.key = '" + key + "' group by c.id, c.state) told");
  }
  std::string count(const std::string& table) {
    return world.database().value("select count(*) from " + table);
  }
  std::size_t track() {
    return engine::Tracker(world.store()).run_once(world.rules(), world.now()).value();
  }

  World world{at("2026-11-20T08:00:00Z"), WorldFiles::of("hangar", "Hangar")};
};

TEST_F(ChangedRecords, ATableThatIsEmptiedTakesItsPromisesAlongAndThoseThatHungOnIt) {
  ASSERT_EQ(promises(kFixed, kFirst), "open: opened");
  ASSERT_EQ(promises(kReviewed, "GULL"), "open: opened");
  ASSERT_EQ(promises(kReviewed, "TERN"), "none");
  world.run("truncate hangar.defects");
  EXPECT_EQ(world.database().value("select entity || ': ' || reason from steward.resync"),
            "defects: truncated");
  EXPECT_EQ(count("steward.change"), "0");
  world.settle();
  EXPECT_EQ(promises(kFixed, kFirst), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kFixed, kThird), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kReviewed, "GULL"), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kReviewed, "SKUA"), "cancelled: opened, cancelled");
  EXPECT_EQ(count("steward.resync"), "0");
  world.advance(hours(72));
  EXPECT_THAT(world.messages(), IsEmpty());
  EXPECT_THAT(world.ledger(kFixed), IsEmpty());
}

TEST_F(ChangedRecords, ATableThatIsEmptiedWithThoseBehindItTakesTheirPromisesAlong) {
  change("truncate hangar.airlines cascade");
  EXPECT_EQ(promises(kFixed, kFirst), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kReviewed, "GULL"), "cancelled: opened, cancelled");
}

TEST_F(ChangedRecords, ARecordOfAnotherKeyIsAnotherRecord) {
  change("update hangar.defects set number = 2 where aircraft_id = 'D-1'");
  EXPECT_EQ(promises(kFixed, kFirst), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kFixed, "[\"D-1\",2]"), "open: opened");
  EXPECT_EQ(world.commitment(kFixed, "[\"D-1\",2]"), "open due 2026-11-22T08:00:00");
  EXPECT_EQ(promises(kFixed, kThird), "open: opened");
  EXPECT_EQ(promises(kReviewed, "GULL"), "open: opened");
}

TEST_F(ChangedRecords, AKeyThatChangesInTheRecordsThatReferToItMovesOnlyItsOwnPromise) {
  change("update hangar.airlines set id = 'AUK' where id = 'GULL'");
  ASSERT_EQ(world.database().value("select airline_id from hangar.aircraft where id = 'D-1'"),
            "AUK");
  EXPECT_EQ(promises(kReviewed, "GULL"), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kReviewed, "AUK"), "open: opened");
  EXPECT_EQ(promises(kFixed, kFirst), "open: opened");
}

TEST_F(ChangedRecords, AKeyThatChangesInOtherKeysMovesTheirPromisesToo) {
  change("update hangar.aircraft set id = 'D-9' where id = 'D-1'");
  ASSERT_EQ(world.database().value("select count(*) from hangar.defects where aircraft_id = 'D-9'"),
            "1");
  EXPECT_EQ(promises(kFixed, kFirst), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kFixed, "[\"D-9\",1]"), "open: opened");
  EXPECT_EQ(promises(kReviewed, "GULL"), "open: opened");
}

TEST_F(ChangedRecords, RecordsThatGoWithTheirParentTakeTheirPromisesAlong) {
  change("delete from hangar.airlines where id = 'GULL'");
  ASSERT_EQ(count("hangar.defects"), "1");
  EXPECT_EQ(promises(kReviewed, "GULL"), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kFixed, kFirst), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kReviewed, "SKUA"), "open: opened");
  EXPECT_EQ(promises(kFixed, kThird), "open: opened");
}

TEST_F(ChangedRecords, AtTheFarEndOfAChainTheyLeadToItsSubject) {
  change("insert into hangar.defects values ('D-2', 1, '2026-11-20T08:01:00Z', null)");
  EXPECT_EQ(promises(kReviewed, "TERN"), "open: opened");
  EXPECT_EQ(promises(kFixed, "[\"D-2\",1]"), "none");
  change("update hangar.defects set fixed_at = '2026-11-20T08:02:00Z' where aircraft_id = 'D-1'");
  EXPECT_EQ(promises(kReviewed, "GULL"), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kFixed, kFirst), "kept: opened, kept");
  // From Tern's aircraft to Gull's: both of them change.
  change("update hangar.defects set aircraft_id = 'D-1', number = 2 where aircraft_id = 'D-2'");
  EXPECT_EQ(promises(kReviewed, "GULL"), "open: opened, cancelled, reopened");
  EXPECT_EQ(promises(kReviewed, "TERN"), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kFixed, "[\"D-1\",2]"), "open: opened");
  change("delete from hangar.defects where aircraft_id = 'D-1' and number = 2");
  EXPECT_EQ(promises(kReviewed, "GULL"), "cancelled: opened, cancelled, reopened, cancelled");
  EXPECT_EQ(promises(kFixed, "[\"D-1\",2]"), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kReviewed, "SKUA"), "open: opened");
}

TEST_F(ChangedRecords, InTheMiddleOfAChainTheyChangeBothEndsWhenTheyMove) {
  change("update hangar.aircraft set airline_id = 'TERN' where id = 'D-1'");
  EXPECT_EQ(promises(kReviewed, "GULL"), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kReviewed, "TERN"), "open: opened");
  EXPECT_EQ(promises(kFixed, kFirst), "cancelled: opened, cancelled") << "by a basic contract";
  change("update hangar.aircraft set airline_id = 'GULL' where id = 'D-1'");
  EXPECT_EQ(promises(kReviewed, "GULL"), "open: opened, cancelled, reopened");
  EXPECT_EQ(promises(kReviewed, "TERN"), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kFixed, kFirst), "open: opened, cancelled, reopened");
  EXPECT_EQ(promises(kFixed, kThird), "open: opened");
}

TEST_F(ChangedRecords, InTheMiddleOfAChainTheyChangeBothEndsWhenTheyGo) {
  change("delete from hangar.aircraft where id = 'D-1'");
  EXPECT_EQ(promises(kReviewed, "GULL"), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kFixed, kFirst), "cancelled: opened, cancelled");
  // Where nothing forbids it, the far record stays behind.
  change(
      "alter table hangar.defects drop constraint defects_aircraft_id_fkey; "
      "delete from hangar.aircraft where id = 'D-3'");
  ASSERT_EQ(count("hangar.defects"), "1");
  EXPECT_EQ(promises(kReviewed, "SKUA"), "cancelled: opened, cancelled");
  EXPECT_EQ(promises(kFixed, kThird), "cancelled: opened, cancelled");
  change("insert into hangar.aircraft values ('D-3', 'SKUA')");
  EXPECT_EQ(promises(kReviewed, "SKUA"), "open: opened, cancelled, reopened");
  EXPECT_EQ(promises(kFixed, kThird), "open: opened, cancelled, reopened");
}

TEST_F(ChangedRecords, SeveralChangesOfARecordAreOneToItsPromise) {
  for (const auto* reported : {"09:00", "10:00", "11:00"}) {
    world.run(std::string("update hangar.defects set reported_at = '2026-11-20T") + reported +
              ":00Z' where aircraft_id = 'D-1'");
  }
  ASSERT_EQ(count("steward.change"), "3");
  EXPECT_EQ(track(), 3U);
  EXPECT_EQ(promises(kFixed, kFirst), "open: opened, moved");
  EXPECT_EQ(world.commitment(kFixed, kFirst), "open due 2026-11-22T11:00:00");

  // There and back again: nothing happened to it.
  world.run("update hangar.defects set fixed_at = '2026-11-20T08:01:00Z'");
  world.run("update hangar.defects set fixed_at = null");
  EXPECT_EQ(track(), 4U);
  EXPECT_EQ(promises(kFixed, kFirst), "open: opened, moved");
  EXPECT_EQ(promises(kReviewed, "GULL"), "open: opened");
}

TEST_F(ChangedRecords, ManyRecordsThatLeadToOneSubjectAreOneToItsPromise) {
  world.run(
      "insert into hangar.aircraft select 'T-' || n, 'TERN' from generate_series(1, 10) n; "
      "insert into hangar.defects (aircraft_id, number, reported_at) "
      "select 'T-' || n, 1, '2026-11-20T08:01:00Z' from generate_series(1, 10) n; "
      "update hangar.airlines set contract_from = '2026-11-20T08:01:00Z' where id = 'TERN'");
  EXPECT_EQ(track(), 21U);
  EXPECT_EQ(promises(kReviewed, "TERN"), "open: opened");
  EXPECT_EQ(world.commitment(kReviewed, "TERN"), "open due 2026-12-20T08:01:00");
}

}  // namespace
}  // namespace steward::test

// SPDX-License-Identifier: MIT
// What hung on promises that ended long ago goes; the promises stay, and are not made again.
#include <gmock/gmock.h>

#include <map>
#include <stdexcept>

#include "paths.hpp"
#include "steward/base/json.hpp"
#include "steward/engine/resync.hpp"
#include "steward/store/months.hpp"
#include "steward/store/retention.hpp"
#include "support/skyport.hpp"
#include "support/steps_world.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A year after the last promise of March ended, and a month.
const Instant kLater = at("2027-05-01T00:00:00Z");

WorldFiles only_follow_ups() {
  auto files = WorldFiles::reference();
  files.rules.rules = {std::filesystem::path(STEWARD_SOURCE_DIR) / "rules/follow-up.yaml"};
  return files;
}

/// March 2026: the follow-up of delivery 42 is made in time, that of 43 after its breach.
class Retention : public testing::Test {
 protected:
  Retention() : world(at("2026-03-02T15:00:00Z"), only_follow_ups()) {
    prepare();
    world.run(kSkyport);
    world.run(completed_service(42, "2026-03-02T15:00:00Z"));
    world.settle();
    world.advance_to(at("2026-03-04T10:00:00Z"));
    world.run(follow_up("2026-03-04T09:00:00Z"));
    world.settle();
    world.run(completed_service(43, "2026-03-10T15:00:00Z"));
    world.settle();
    world.advance_to(at("2026-03-13T10:00:00Z"));
    world.run(follow_up("2026-03-13T09:00:00Z"));
    world.settle();
    world.advance_to(at("2026-03-20T00:00:00Z"));
    static_cast<void>(world.messages());
  }

  void prepare() {
    if (!store::prepare_months(world.pool(), world.now())) throw std::runtime_error("no months");
  }

  /// All that a run of upkeep does; answers how many promises were forgotten.
  std::int64_t run(std::chrono::months after = std::chrono::months(12)) {
    prepare();
    store::Retention retention(world.pool(), after, keep());
    std::int64_t promises = 0;
    for (;;) {
      const auto step = retention.run_once(world.now());
      if (!step) throw std::runtime_error(step.error().message());
      promises += step->promises;
      if (!step->more) return promises;
    }
  }

  store::Archive keep() {
    return [this](const std::string& name, const std::string& lines) -> Result<> {
      archive[name] = lines;
      if (archive_fails) return Error(ErrorCode::unavailable, "no space left");
      return {};
    };
  }

  std::string value(const std::string& sql) { return world.database().value(sql); }
  /// What is left of all tables that hang on promises, and messages.
  std::string left() {
    return value(
        "select format('%s %s %s %s %s %s %s', (select count(*) from steward.history),"
        " (select count(*) from steward.outcome), (select count(*) from steward.notice),"
        " (select count(*) from steward.task), (select count(*) from steward.escalation),"
        " (select count(*) from steward.fact), (select count(*) from steward.message))");
  }
  std::string partitions_of_march() {
    return value(
        "select count(*) from pg_class where relkind = 'r' and relname like '%\\_2026\\_03'");
  }
  std::string forgotten() {
    return value(
        "select coalesce(string_agg(key, ' ' order by key), '') from steward.commitment"
        " where forgotten_at is not null");
  }
  /// The kinds of the lines of a file, in order.
  std::vector<std::string> kinds(const std::string& file) {
    std::vector<std::string> all;
    std::string rest = archive.at(file);
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      const auto line = parse_json(rest.substr(0, end)).value();
      all.emplace_back(line.as_object().at("kind").as_string());
      rest.erase(0, end + 1);
    }
    return all;
  }

  World world;
  std::map<std::string, std::string> archive;
  bool archive_fails = false;
};

TEST_F(Retention, KeepsOfAMonthThatIsOverThePromisesAndWhatIsEvidence) {
  EXPECT_EQ(partitions_of_march(), "8");
  world.sleep_until(kLater);
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(forgotten(), "42 43");
  EXPECT_EQ(left(), "0 0 0 0 0 0 0");
  EXPECT_EQ(partitions_of_march(), "0");
  EXPECT_EQ(
      value("select count(*) from steward.month where month = steward.month_of('2026-03-01Z')"),
      "0");
  EXPECT_EQ(world.commitment(kFollowUp, "42"), "kept due 2026-03-04T15:00:00");
  EXPECT_EQ(world.commitment(kFollowUp, "43"), "kept due 2026-03-12T15:00:00 breach");
  EXPECT_EQ(value("select count(*) from steward.commitment where assignee is not null or "
                  "assignee_role is not null or client is not null or within is not null"),
            "0");
  EXPECT_THAT(world.ledger(kFollowUp),
              ElementsAre("breached", "escalated", "escalated", "resolved"));
  EXPECT_EQ(value("select count(*) from steward.lateness"), "1");
}

TEST_F(Retention, ExportsWhatItDropsFirst) {
  const auto messages = value("select count(*) from steward.message");
  const auto reference = value("select reference from steward.commitment where key = '42'");
  world.sleep_until(kLater);
  run();
  ASSERT_EQ(archive.size(), 2U);
  const auto& promises = archive.at("promises-2026-03.0001.jsonl");
  EXPECT_THAT(promises, HasSubstr(R"({"promise" : ")" + reference +
                                  R"(", "kind" : "commitment", "row" : {)"));
  const auto all = kinds("promises-2026-03.0001.jsonl");
  for (const std::string kind :
       {"commitment", "history", "outcome", "escalation", "notice", "task", "fact"}) {
    EXPECT_THAT(all, testing::Contains(kind));
  }
  EXPECT_EQ(std::count(all.begin(), all.end(), "commitment"), 2);
  EXPECT_THAT(promises, HasSubstr(R"("assignee": "1")"));
  EXPECT_EQ(std::to_string(kinds("messages-2026-03.0001.jsonl").size()), messages);
}

TEST_F(Retention, DoesNothingASecondTime) {
  world.sleep_until(kLater);
  run();
  archive.clear();
  EXPECT_EQ(run(), 0);
  EXPECT_THAT(archive, IsEmpty());
}

TEST_F(Retention, WaitsUntilTheMonthIsOverByAll) {
  world.sleep_until(at("2027-03-31T23:59:59Z"));
  EXPECT_EQ(run(), 0);
  EXPECT_EQ(partitions_of_march(), "8");
  world.sleep_until(at("2027-04-01T00:00:00Z"));
  EXPECT_EQ(run(), 2);
}

TEST_F(Retention, KeepsTheRestOfAMonthWholeWhileOneOfItIsOpen) {
  world.run(completed_service(44, "2026-03-20T00:00:00Z"));
  world.settle();
  world.sleep_until(kLater);
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(forgotten(), "42 43");
  EXPECT_EQ(partitions_of_march(), "7") << "that of messages goes by itself";
  EXPECT_EQ(value("select string_agg(distinct c.key, '') from steward.history h "
                  "join steward.commitment c on c.id = h.commitment"),
            "44");
  EXPECT_EQ(value("select assignee from steward.commitment where key = '44'"), "1");

  // It breaches, is done, and goes in its own time.
  world.settle();
  world.run(follow_up("2027-05-01T00:00:00Z"));
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "44"), "kept due 2026-03-22T00:00:00 breach");
  world.sleep_until(at("2028-04-30T00:00:00Z"));
  EXPECT_EQ(run(), 0);
  world.sleep_until(at("2028-05-02T00:00:00Z"));
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(partitions_of_march(), "0");
  EXPECT_THAT(archive, testing::Contains(testing::Key("promises-2026-03.0002.jsonl")));
}

TEST_F(Retention, NeverMakesAPromiseAgain) {
  world.sleep_until(kLater);
  run();
  world.run(
      "update crm.service_deliveries set account_updated_at = '2027-05-01Z' where id in (42, 43)");
  world.settle();
  // What kept them is withdrawn, and one record does not count for the rule any more for a while.
  world.run("delete from crm.interactions");
  world.run("update crm.service_deliveries set status = 'scheduled' where id = 43");
  world.settle();
  world.run("update crm.service_deliveries set status = 'completed' where id = 43");
  world.settle();
  ASSERT_TRUE(engine::resync(world.store(), {}, "somebody asked", std::nullopt));
  world.settle();
  world.reload(only_follow_ups().rules);
  world.advance(std::chrono::hours(24 * 7));
  EXPECT_EQ(value("select count(*) from steward.commitment"), "2");
  EXPECT_EQ(forgotten(), "42 43");
  EXPECT_THAT(world.messages(), IsEmpty());
  EXPECT_EQ(left(), "0 0 0 0 0 0 0");
}

TEST_F(Retention, ASecondServiceOfTheSameClientIsPromised) {
  world.sleep_until(kLater);
  run();
  world.run(completed_service(45, "2027-05-01T00:00:00Z"));
  world.settle();
  EXPECT_EQ(world.commitment(kFollowUp, "45"), "open due 2027-05-03T00:00:00");
}

TEST_F(Retention, DropsNothingThatCannotBeExported) {
  const auto before = left();
  world.sleep_until(kLater);
  archive_fails = true;
  prepare();
  store::Retention retention(world.pool(), std::chrono::months(12), keep());
  const auto step = retention.run_once(world.now());
  ASSERT_FALSE(step);
  EXPECT_EQ(step.error().message(), "no space left");
  EXPECT_EQ(left(), before);
  EXPECT_EQ(forgotten(), "");

  // So is it when the daemon is killed before the transaction has committed: the file is written
  // again, and nothing is in two.
  const auto written = archive;
  archive_fails = false;
  EXPECT_EQ(run(), 2);
  EXPECT_EQ(archive.at("promises-2026-03.0001.jsonl"), written.at("promises-2026-03.0001.jsonl"));
  EXPECT_EQ(archive.size(), 2U);
}

TEST_F(Retention, GoesOnWhereAnotherWasKilled) {
  world.sleep_until(kLater);
  prepare();
  // Each time another process, which lives for so many transactions.
  for (int lives = 1; partitions_of_march() != "0"; ++lives) {
    ASSERT_LT(lives, 20);
    store::Retention retention(world.pool(), std::chrono::months(12), keep());
    for (int i = 0; i < lives; ++i) ASSERT_TRUE(retention.run_once(world.now()));
  }
  EXPECT_EQ(archive.size(), 2U);
  EXPECT_EQ(left(), "0 0 0 0 0 0 0");
}

TEST_F(Retention, TwoDaemonsMayTakeTurns) {
  world.sleep_until(kLater);
  prepare();
  store::Retention one(world.pool(), std::chrono::months(12), keep());
  store::Retention other(world.pool(), std::chrono::months(12), keep());
  for (bool more = true; more;) {
    const auto first = one.run_once(world.now());
    const auto second = other.run_once(world.now());
    ASSERT_TRUE(first) << first.error().message();
    ASSERT_TRUE(second) << second.error().message();
    more = first->more || second->more;
  }
  EXPECT_EQ(partitions_of_march(), "0");
  EXPECT_EQ(archive.size(), 2U);
}

TEST_F(Retention, AMessageStaysAsLongAsOneOfItsPromises) {
  world.run(completed_service(44, "2026-03-20T00:00:00Z"));
  world.settle();
  world.run(
      "update steward.message set commitments = commitments || (select id from steward.commitment "
      "where key = '44') where id = (select min(id) from steward.message)");
  world.sleep_until(kLater);
  run();
  EXPECT_EQ(value("select count(*) from steward.message"), "1");
}

TEST_F(Retention, EmptiesWhatHasNoMonthAndKeepsItsPartitions) {
  world.run(
      "insert into steward.commitment (id, reference, rule, revision, entity, key, state, "
      "historic, "
      "recorded_late, starts, due, stopped, opened_at, closed_at, client) "
      "select 7, '7K2', rule, revision, entity, '7', 'kept', false, false, '2020-01-01Z', "
      "'2020-01-03Z', '2020-01-02Z', '2020-01-01Z', '2020-01-02Z', '1' "
      "from steward.commitment where key = '42'");
  world.run("insert into steward.subject values ('service_deliveries', '7')");
  world.run(
      "insert into steward.history (commitment, at, kind, starts) values "
      "(7, '2020-01-01Z', 'opened', '2020-01-01Z')");
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(forgotten(), "7");
  EXPECT_EQ(kinds("promises-before.0001.jsonl"),
            (std::vector<std::string>{"commitment", "history"}));
  EXPECT_EQ(value("select count(*) from steward.history_before"), "0");
}

TEST_F(Retention, TakesABoundedNumberATime) {
  world.run(
      "insert into steward.commitment (id, reference, rule, revision, entity, key, state, "
      "historic, "
      "recorded_late, starts, due, stopped, opened_at, closed_at) "
      "select n, 'N' || n, rule, revision, entity, 'n' || n, 'kept', false, false, '2020-01-01Z', "
      "'2020-01-03Z', '2020-01-02Z', '2020-01-01Z', '2020-01-02Z' "
      "from steward.commitment, generate_series(1, 2500) n where key = '42'");
  world.run(
      "insert into steward.subject select 'service_deliveries', 'n' || n "
      "from generate_series(1, 2500) n");
  store::Retention retention(world.pool(), std::chrono::months(12), keep());
  std::vector<std::int64_t> batches;
  for (bool more = true; more;) {
    const auto step = retention.run_once(world.now());
    ASSERT_TRUE(step) << step.error().message();
    if (step->promises > 0) batches.push_back(step->promises);
    more = step->more;
  }
  EXPECT_THAT(batches, ElementsAre(1000, 1000, 500));
  EXPECT_THAT(archive, testing::SizeIs(3));
}

TEST_F(Retention, LeavesWhatIsNotToldToItsEnd) {
  world.run(
      "update steward.notice set resolved_at = null where commitment = "
      "(select id from steward.commitment where key = '43') and purpose = 'breach'");
  world.sleep_until(kLater);
  EXPECT_EQ(run(), 1);
  EXPECT_EQ(forgotten(), "42");
  EXPECT_EQ(partitions_of_march(), "8");
}

TEST(RetentionOfASchedule, ARecurrenceThatIsForgottenIsNotPromisedAgain) {
  World world(at("2026-11-20T12:00:00Z"), steps_files());
  world.run(kSkyport);
  world.settle();
  world.advance_to(at("2026-11-23T14:00:00Z"));
  world.run(follow_up("2026-11-24T10:00:00Z"));
  world.run("update crm.interactions set kind = 'courtesy'");
  world.settle();
  const std::string first =
      "select string_agg(state, ' ') from steward.commitment where rule = 'weekly-call' and "
      "starts = '2026-11-23T14:00:00Z'";
  ASSERT_EQ(world.database().value(first), "kept");
  static_cast<void>(world.messages());

  world.sleep_until(at("2027-01-05T00:00:00Z"));
  ASSERT_TRUE(store::prepare_months(world.pool(), world.now()));
  store::Retention retention(world.pool(), std::chrono::months(1));
  while (retention.run_once(world.now()).value().more) {
  }
  ASSERT_EQ(world.database().value("select count(*) from steward.commitment where rule = "
                                   "'weekly-call' and forgotten_at is not null"),
            "1");
  world.run("delete from crm.interactions");
  world.settle();
  EXPECT_EQ(world.database().value(first), "kept");
}

}  // namespace
}  // namespace steward::test

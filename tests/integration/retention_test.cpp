// SPDX-License-Identifier: MIT
// Dropping beside others who use the tables, by a role that owns none, and to a folder.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <stdexcept>

#include "app/upkeep.hpp"
#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
#include "steward/store/months.hpp"
#include "steward/store/retention.hpp"
#include "support/daemon_fixture.hpp"
#include "support/must.hpp"
#include "support/refusal.hpp"
#include "support/test_database.hpp"

namespace steward::test {
namespace {

using testing::HasSubstr;

const Instant kNow = parse_instant("2026-11-22T12:00:00Z").value();

/// Two promises of March 2019, kept, with what hung on them.
constexpr const char* kOfMarch = R"(
  insert into steward.revision (digest, rule, text, steps, file, first_seen)
  values (repeat('b', 64), 'old-rule', 'rule', '[]', 'old.yaml', '2019-01-01Z');
  insert into steward.commitment
         (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts, due,
          stopped, opened_at, closed_at, assignee)
  select steward.id_of(steward.month_of('2019-03-01Z'), n), 'A' || n, 'old-rule', repeat('b', 64),
         'service_deliveries', 'a' || n, 'kept', false, false, '2019-03-01Z', '2019-03-03Z',
         '2019-03-02Z', '2019-03-01Z', '2019-03-02Z', '1'
    from generate_series(1, 2) n;
  insert into steward.subject select 'service_deliveries', 'a' || n from generate_series(1, 2) n;
  insert into steward.history (commitment, at, kind, starts)
  select id, '2019-03-01Z', 'opened', '2019-03-01Z' from steward.commitment where rule = 'old-rule';
)";

constexpr const char* kMarch = "steward.month_of('2019-03-01Z')";

void add_promises_of_march(TestDatabase& database) {
  database.run(std::string("select steward.ensure_month(") + kMarch + ")");
  database.run(kOfMarch);
}

class RetentionTest : public testing::Test {
 protected:
  RetentionTest() {
    if (!store::migrate(pool) || !store::prepare_months(pool, kNow)) {
      throw std::runtime_error("the schema could not be made");
    }
    add_promises_of_march(database);
  }

  store::RetentionStep step(store::Retention& retention) {
    const auto step = retention.run_once(kNow);
    if (!step) throw std::runtime_error(step.error().message());
    return *step;
  }

  std::string refusal(const std::string& sql) { return test::refusal(database, sql); }

  std::string forgotten() {
    return database.value("select count(*) from steward.commitment where forgotten_at is not null");
  }
  std::string months() {
    return database.value(std::string("select count(*) from steward.month where month = ") +
                          kMarch);
  }

  TestDatabase database;
  store::Pool pool{store::complete_connection(database.connection()).value(), 2};
};

TEST_F(RetentionTest, UpkeepForgetsTheDaemonsOfYesterdayThoughNothingIsDropped) {
  database.run(
      "insert into steward.daemon (id, host, pid, version, rule_set, state, delivery, started_at, "
      "seen_at) "
      "select name, 'h', 1, 'v', '', 'running', 'live', at, at from (values "
      "('yesterday', timestamptz '2026-11-21T11:59:59Z'), ('just', '2026-11-21T12:00:00Z')) "
      "d (name, at)");
  app::Upkeep upkeep(pool, std::nullopt);
  EXPECT_EQ(must(upkeep.run_once(kNow), "looking after"), app::Upkeep::kEvery);
  EXPECT_EQ(database.value("select string_agg(id, ' ') from steward.daemon"), "just");
}

TEST_F(RetentionTest, TheFunctionDropsNothingThatIsRemembered) {
  const auto drop = [](const std::string& parent, const std::string& month) {
    return "select steward.drop_month('" + parent + "', " + month + ")";
  };
  EXPECT_THAT(refusal(drop("history", kMarch)),
              HasSubstr("steward.history_2019_03 holds what is not forgotten"));
  EXPECT_THAT(refusal(drop("history", "0")), HasSubstr("month 0 is not over"));
  EXPECT_THAT(refusal(drop("history", "steward.month_of('2027-01-01Z')")),
              HasSubstr("is not over"));
  EXPECT_THAT(refusal(drop("commitment", kMarch)), HasSubstr("steward.commitment has no months"));
  database.run(
      "insert into steward.message (id, message_id, thread_id, reference, channel, name, address, "
      "subject, text, urgent, state, created_at) values (steward.id_of(" +
      std::string(kMarch) +
      ", 1), 'm', 't', 'A1', 'email', 'Ana', 'a@b', 's', 't', false, 'sent', '2019-03-01Z')");
  EXPECT_THAT(refusal(drop("message", kMarch)),
              HasSubstr("steward.message_2019_03 holds what is not forgotten"));
  EXPECT_EQ(database.value("select count(*) from steward.history"), "2");
}

TEST_F(RetentionTest, WaitsForWhoeverUsesTheTablesAndHoldsNobodyUp) {
  RawSession reader(database.connection());
  reader.run("begin; select from steward.history");
  store::Retention retention(pool, std::chrono::years(7));
  EXPECT_EQ(step(retention).promises, 2);
  auto last = step(retention);
  EXPECT_TRUE(last.waits);
  EXPECT_FALSE(last.more);
  EXPECT_EQ(months(), "1");
  // Nothing is left locked.
  database.run("update steward.commitment set state = state");
  reader.run("commit");
  while ((last = step(retention)).more) EXPECT_FALSE(last.waits);
  EXPECT_EQ(months(), "0");
}

TEST_F(RetentionTest, OneOfTwoDaemonsDoesIt) {
  RawSession other(database.connection());
  other.run("begin; select pg_advisory_xact_lock(7235406111840916)");
  store::Retention retention(pool, std::chrono::years(7));
  EXPECT_EQ(step(retention), store::RetentionStep());
  EXPECT_EQ(forgotten(), "0");
  other.run("commit");
  EXPECT_EQ(step(retention).promises, 2);
}

TEST_F(RetentionTest, LeavesAPromiseThatSomebodyIsLookingAt) {
  RawSession tracker(database.connection());
  tracker.run("begin; select from steward.subject where key = 'a1' for update");
  store::Retention retention(pool, std::chrono::years(7));
  EXPECT_EQ(step(retention).promises, 1);
  while (step(retention).more) {
  }
  EXPECT_EQ(months(), "1");
  tracker.run("commit");
  EXPECT_EQ(step(retention).promises, 1);
  while (step(retention).more) {
  }
  EXPECT_EQ(months(), "0");
}

/// More of March than are forgotten at once, with one of all that hangs on a promise.
class SeveralBatches : public RetentionTest {
 protected:
  SeveralBatches() {
    database.run(R"(
      create temporary view of_march as
        select * from steward.commitment where rule = 'old-rule';
      insert into steward.commitment
      select (jsonb_populate_record(null::steward.commitment, to_jsonb(c) || jsonb_build_object(
                'id', steward.id_of(steward.month_of('2019-03-01Z'), n), 'reference', 'A' || n,
                'key', 'a' || n))).*
        from (select * from of_march limit 1) c cross join generate_series(3, 1001) n;
      insert into steward.subject
      select 'service_deliveries', 'a' || n from generate_series(3, 1001) n;
      insert into steward.history (commitment, at, kind, starts)
      select id, '2019-03-02Z', 'kept', '2019-03-01Z' from of_march;
      insert into steward.outcome (commitment, step, kind, at, acted_at, late)
      select id, '1', 'acted', '2019-03-02Z', '2019-03-02Z', false from of_march;
      insert into steward.escalation (commitment, step, chain, level, started_at, ended_at)
      select id, '1', 'chain', 1, '2019-03-02Z', '2019-03-02Z' from of_march;
      insert into steward.notice (commitment, step, purpose, level, chain, recipients, channels,
                                  urgency, template, at, created_at, late, shadow, resolved_at)
      select id, '1', 'reminder', 0, '', '{}', '{}', 'normal', 't', '2019-03-02Z', '2019-03-02Z',
             false, false, '2019-03-02Z' from of_march;
      insert into steward.task (notice, commitment, name, channel, state, created_at)
      select id, commitment, 'Ana', 'email', 'sent', '2019-03-02Z' from steward.notice;
      insert into steward.answer (commitment, person, kind, at)
      select id, '1', 'acknowledge', '2019-03-02Z' from of_march;
      insert into steward.fact (commitment, noticed_at, facts)
      select id, '2019-03-02Z', '{}' from of_march)");
  }

  /// The last of them is live again, until it is kept again.
  void reopen() {
    database.run(
        "update steward.commitment set state = 'open', closed_at = null, stopped = null where key "
        "= 'a1001'");
  }
  void keep() {
    database.run(
        "update steward.commitment set state = 'kept', closed_at = '2019-03-02Z', stopped = "
        "'2019-03-02Z' where key = 'a1001'");
  }
  /// How many promises have something of each table, all and those that are forgotten.
  std::string left() {
    std::string all;
    for (const std::string table :
         {"history", "outcome", "escalation", "notice", "task", "answer", "fact"}) {
      all += database.value("select format('%s %s/%s; ', '" + table +
                            "', count(distinct c.id), count(distinct c.id) filter (where "
                            "c.forgotten_at is not null)) from steward." +
                            table + " t join steward.commitment c on c.id = t.commitment");
    }
    return all;
  }
  void finish(store::Retention& retention) {
    while (step(retention).more) {
    }
  }

  static constexpr const char* kOnlyTheLast =
      "history 1/0; outcome 1/0; escalation 1/0; notice 1/0; task 1/0; answer 1/0; fact 1/0; ";
  static constexpr const char* kNothing =
      "history 0/0; outcome 0/0; escalation 0/0; notice 0/0; task 0/0; answer 0/0; fact 0/0; ";
};

TEST_F(SeveralBatches, GoWithTheirMonth) {
  store::Retention retention(pool, std::chrono::years(7));
  EXPECT_EQ(step(retention).promises, store::Retention::kBatch);
  finish(retention);
  EXPECT_EQ(left(), kNothing);
  EXPECT_EQ(months(), "0");
}

TEST_F(SeveralBatches, LeaveNothingBehindWhereOneIsReopenedBetweenThem) {
  store::Retention retention(pool, std::chrono::years(7));
  ASSERT_EQ(step(retention).promises, store::Retention::kBatch);
  reopen();
  finish(retention);
  EXPECT_EQ(forgotten(), "1000");
  EXPECT_EQ(left(), kOnlyTheLast);
  EXPECT_EQ(months(), "1") << "it stays for the one";

  keep();
  store::Retention later(pool, std::chrono::years(7));
  const auto much_later = kNow + std::chrono::hours(24 * 366 * 7);
  while (must(later.run_once(much_later)).more) {
  }
  EXPECT_EQ(left(), kNothing);
  EXPECT_EQ(months(), "0");
}

TEST_F(SeveralBatches, LeaveNothingBehindWhereTheLastIsLookedAtMeanwhile) {
  RawSession tracker(database.connection());
  tracker.run("begin; select from steward.subject where key = 'a1001' for update");
  store::Retention retention(pool, std::chrono::years(7));
  finish(retention);
  EXPECT_EQ(left(), kOnlyTheLast);
  tracker.run("commit");
  finish(retention);
  EXPECT_EQ(left(), kNothing);
  EXPECT_EQ(months(), "0");
}

TEST_F(SeveralBatches, AreLeftToWhoeverGoesOnAfterAKill) {
  {
    store::Retention killed(pool, std::chrono::years(7));
    ASSERT_EQ(step(killed).promises, store::Retention::kBatch);
  }
  reopen();
  store::Retention next(pool, std::chrono::years(7));
  finish(next);
  EXPECT_EQ(forgotten(), "1000");
  EXPECT_EQ(left(), kOnlyTheLast);
}

/// A folder in which the archive is to be, and in whose place a file is.
class UpkeepTest : public RetentionTest {
 protected:
  UpkeepTest() { std::ofstream(archive()) << "in the way"; }

  [[nodiscard]] std::filesystem::path archive() const { return folder.path() / "archive"; }
  static void EXPECT_PRIVATE(const std::filesystem::path& path) {
    struct stat found {};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
  }

  DaemonFolder folder;
};

TEST_F(UpkeepTest, DropsNothingUntilTheFolderCanBeWritten) {
  app::Upkeep upkeep(pool, rules::RetentionSettings{std::chrono::months(12), archive()});
  EXPECT_EQ(upkeep.run_once(kNow).value(), app::Upkeep::kAgain);
  EXPECT_EQ(upkeep.trouble(),
            "retention: nothing is dropped, because it cannot be exported: cannot open " +
                (archive() / ".promises-2019-03.0001.jsonl.unfinished").string() +
                ": Not a directory");
  EXPECT_EQ(upkeep.run_once(kNow).value(), app::Upkeep::kAgain);
  EXPECT_EQ(forgotten(), "0");

  std::filesystem::remove(archive());
  while (upkeep.run_once(kNow).value() == std::chrono::microseconds(0)) {
  }
  EXPECT_EQ(upkeep.trouble(), "");
  EXPECT_EQ(months(), "0");
  EXPECT_PRIVATE(archive() / "promises-2019-03.0001.jsonl");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(archive()), {}), 1);
}

TEST_F(UpkeepTest, TriesSoonAndThenMoreAndMoreSeldomWhatOthersHoldUp) {
  RawSession reader(database.connection());
  reader.run("begin; select from steward.history");
  app::Upkeep upkeep(pool, rules::RetentionSettings{std::chrono::months(12), {}});
  ASSERT_EQ(upkeep.run_once(kNow).value(), std::chrono::microseconds(0)) << "the promises";
  std::vector<std::chrono::microseconds> pauses;
  for (int i = 0; i < 8; ++i) pauses.push_back(upkeep.run_once(kNow).value());
  using std::chrono::seconds;
  EXPECT_THAT(pauses, testing::ElementsAre(seconds(5), seconds(10), seconds(20), seconds(40),
                                           seconds(80), seconds(160), seconds(300), seconds(300)));
  reader.run("commit");
  while (upkeep.run_once(kNow).value() == std::chrono::microseconds(0)) {
  }
  EXPECT_EQ(months(), "0");
}

TEST_F(UpkeepTest, PreparesTheMonthsToComeAndDropsNothingUnasked) {
  const auto later = kNow + std::chrono::hours(24 * 365);
  app::Upkeep upkeep(pool, std::nullopt);
  EXPECT_EQ(upkeep.run_once(later).value(), app::Upkeep::kEvery);
  EXPECT_EQ(
      database.value(
          "select string_agg(distinct right(relname, 7), ' ') from pg_class where "
          "relkind = 'r' and (relname like 'history\\_2027%' or relname like 'history\\_2028%')"),
      "2027_01 2027_11 2027_12 2028_01");
  EXPECT_EQ(forgotten(), "0");
}

TEST_F(Daemon, LooksAfterItsTables) {
  add_promises_of_march(database);
  DaemonFolder with_retention("retention:\n  after: 1 year\n  export: archive\n");
  DaemonProcess daemon(with_retention, database);
  wait_until(with_retention, "the month is dropped", [&] {
    return database.value(std::string("select count(*) from steward.month where month = ") +
                          kMarch) == "0";
  });
  wait_until(with_retention, "it says so", [&] {
    return with_retention.log_text().find("retention: the partitions of 2019-03 are dropped") !=
           std::string::npos;
  });
  EXPECT_THAT(with_retention.log_text(),
              HasSubstr("retention: what hung on 2 promises of 2019-03 is dropped, exported to " +
                        (with_retention.path() / "archive/promises-2019-03.0001.jsonl").string()));
  EXPECT_TRUE(
      std::filesystem::exists(with_retention.path() / "archive/promises-2019-03.0001.jsonl"));
}

}  // namespace
}  // namespace steward::test

// SPDX-License-Identifier: MIT
#include "steward/store/gauges.hpp"

#include <gtest/gtest.h>

#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
#include "support/quarantined.hpp"
#include "support/test_database.hpp"

namespace steward::store {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant kNow = parse_instant("2026-11-22T12:00:00Z").value();

class GaugesTest : public testing::Test {
 protected:
  GaugesTest() { EXPECT_TRUE(migrate(pool)); }

  Gauges read() {
    const auto gauges = read_gauges(pool, kNow);
    EXPECT_TRUE(gauges) << gauges.error().message();
    return gauges.value();
  }

  Tallies tally(std::int64_t counted_up_to = kCountedUpTo) {
    const auto tallies = read_tallies(pool, kNow, counted_up_to);
    EXPECT_TRUE(tallies) << tallies.error().message();
    return tallies.value();
  }

  test::TestDatabase database;
  Pool pool{complete_connection(database.connection()).value(), 1};
};

TEST_F(GaugesTest, Nothing_is_counted_where_there_is_nothing) {
  EXPECT_EQ(read(), Gauges{});
  Tallies expected;
  expected.commitments = {{"kept", 0}, {"cancelled", 0}};
  EXPECT_EQ(tally(), expected);
}

constexpr auto kPromises = R"(
  insert into steward.revision
  values (repeat('a', 64), 'rule', 'text', '[]', 'rules.yaml', '2026-01-01Z');
  insert into steward.commitment
         (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts,
          opened_at, breached_at, breach, next_at)
  select n, 'R' || n, 'rule', repeat('a', 64), 'clients', n::text, state, false, false,
         '2026-11-01Z', '2026-11-01Z', breached_at::timestamptz, breach, next_at::timestamptz
    from (values (1, 'open', null, null, '2026-11-22 11:58:00Z'),
                 (2, 'open', null, null, '2026-11-22 11:59:56Z'),
                 (3, 'breached', '2026-11-20Z', 'B-2026-00001', null))
      as c(n, state, breached_at, breach, next_at);
  insert into steward.breach_number values (2025, 41), (2026, 1);
  insert into steward.change (entity, operation, changed_at)
  values ('clients', 'update', '2026-11-22 11:59:00Z'), ('clients', 'update', '2026-11-22 11:59:30Z'))";

TEST_F(GaugesTest, Commitments_breaches_changes_and_what_is_overdue) {
  database.run(kPromises);
  Gauges expected;
  expected.breaches = 42;
  expected.changes = {2, kNow - minutes(1)};
  expected.overdue = {1, kNow - minutes(2)};  // four seconds late is the firing's own rhythm
  EXPECT_EQ(read(), expected);
  using ByName = std::map<std::string, std::int64_t>;
  EXPECT_EQ(tally().commitments,
            (ByName{{"open", 2}, {"breached", 1}, {"kept", 0}, {"cancelled", 0}}));
}

TEST_F(GaugesTest, Of_many_closed_commitments_there_is_an_estimate) {
  database.run(kPromises);
  database.run(R"(
    insert into steward.commitment
           (id, reference, rule, revision, entity, key, state, historic, recorded_late, starts,
            stopped, opened_at, closed_at)
    select n, 'R' || n, 'rule', repeat('a', 64), 'clients', n::text,
           case when n % 4 = 0 then 'cancelled' else 'kept' end, false, false, '2026-11-01Z',
           '2026-11-02Z', '2026-11-01Z', '2026-11-02Z'
      from generate_series(11, 410) n)");
  using ByName = std::map<std::string, std::int64_t>;
  const ByName all{{"open", 2}, {"breached", 1}, {"kept", 300}, {"cancelled", 100}};
  EXPECT_EQ(tally().commitments, all);
  // A table that is larger than what is counted, and was never analysed.
  EXPECT_EQ(tally(0).commitments, (ByName{{"open", 2}, {"breached", 1}}));
  database.run("analyze steward.commitment");
  EXPECT_EQ(tally(0).commitments, all);  // the sample is the whole table
}

TEST_F(GaugesTest, What_is_set_aside_is_counted_apart_as_rules_and_subjects) {
  using engine::Work;
  test::put_aside(database, {test::failed_once("follow-up", "", kNow, kNow),
                             test::failed_once("follow-up", "", kNow, kNow, Work::firing),
                             test::failed_once("review", "", kNow, kNow, Work::firing),
                             test::failed_once("enquiry", "1", kNow, kNow),
                             test::failed_once("enquiry", "2", kNow, kNow),
                             test::failed_once("enquiry", "2", kNow, kNow, Work::firing),
                             test::failed_once("update", "1", kNow, kNow, Work::firing)});
  Gauges expected;
  expected.rules_set_aside = 2;
  expected.subjects_set_aside = 3;
  EXPECT_EQ(read(), expected);
}

TEST_F(GaugesTest, A_lag_belongs_to_the_bucket_whose_bound_it_does_not_pass) {
  database.run(kPromises);
  database.run(R"(
    insert into steward.notice (commitment, step, purpose, level, chain, recipients, channels,
                                urgency, template, at, created_at, took, late, shadow, resolved_at)
    select 1, step, purpose, 0, '', '{}', '{email}', 'normal', 't',
           created - lag * interval '1 microsecond', created, took::interval, false, false, created
      from (values (0, '1', 'reminder', timestamptz '2026-11-22 11:00:00Z', '0'),
                   (1000, '2', 'breach', '2026-11-22 11:00:00Z', null),
                   (901, '3', 'escalation', '2026-11-22 11:00:00Z', '100 microseconds'),
                   (3600000001, '4', 'reminder', '2026-11-22 11:00:00Z', '0'),
                   (7, 'all-clear', 'all_clear', '2026-11-22 11:00:00Z', '0'),
                   (7, '2!', 'breach', '2026-11-22 11:00:00Z', '0'),
                   (8, '5', 'reminder', '2026-11-21 11:59:59Z', '0'))
        as n(lag, step, purpose, created, took))");
  LagCounts expected;
  expected.counts.front() = 2;
  expected.counts[1] = 1;
  expected.counts.back() = 1;
  expected.sum = Microseconds(2001) + hours(1) + Microseconds(1);
  EXPECT_EQ(tally().firing_lag, expected);
}

TEST_F(GaugesTest, Only_what_a_changed_record_led_to_was_detected) {
  database.run(kPromises);
  database.run(R"(
    insert into steward.history (commitment, at, kind, starts, changed_at, took)
    select 1, at, 'opened', at, changed_at::timestamptz, took::interval
      from (values (timestamptz '2026-11-22 11:00:00Z', '2026-11-22 10:59:58Z', '500 ms'),
                   ('2026-11-22 11:00:00Z', null, '500 ms'),
                   ('2026-11-22 11:00:00Z', '2026-11-22 11:59:58Z', '500 ms'),
                   ('2026-11-21 11:00:00Z', '2026-11-21 10:00:00Z', '500 ms'))
        as h(at, changed_at, took))");
  LagCounts expected;
  expected.counts[7] = 1;       // 2.5 s
  expected.counts.front() = 1;  // the clock was set back
  expected.sum = std::chrono::milliseconds(2500);
  EXPECT_EQ(tally().detection_lag, expected);
}

TEST_F(GaugesTest, Messages_notices_and_tasks) {
  database.run(kPromises);
  database.run(R"(
    insert into steward.notice (commitment, step, purpose, level, chain, recipients, channels,
                                urgency, template, at, created_at, late, shadow, resolved_at)
    select 1, n::text, 'reminder', 0, '', '{}', '{email}', 'normal', 't', '2026-11-22Z',
           '2026-11-22Z', false, false, resolved_at::timestamptz
      from (values (1, null), (2, null), (3, '2026-11-22Z')) as n(n, resolved_at);
    insert into steward.message (message_id, thread_id, reference, channel, name, address, subject,
                                 text, urgent, state, created_at, next_at, sent_at, noticed_at,
                                 handed_over_at)
    select n::text, 't', 'R1', 'email', 'Ann', 'ann@example.com', 's', 't', false, state,
           created_at::timestamptz, next_at::timestamptz, sent_at::timestamptz,
           noticed_at::timestamptz, handed_over_at::timestamptz
      from (values (1, 'ready', '2026-11-01Z', '2026-11-23Z', null, null, null),
                   (2, 'sent', '2026-11-22 10:00:00Z', null, '2026-11-22 10:00:02Z',
                    '2026-11-22 09:59:57Z', '2026-11-22 10:00:01Z'),
                   (3, 'sent', '2026-11-21 11:00:00Z', null, '2026-11-21 11:00:00Z', null, null),
                   (4, 'failed', '2026-11-22 10:00:00Z', null, null, null, '2026-11-22 10:00:07Z'))
        as m(n, state, created_at, next_at, sent_at, noticed_at, handed_over_at);
    insert into steward.task (notice, commitment, name, channel, state, reason, created_at)
    select 1, 1, 'Ann', 'email', state, reason, '2026-11-22Z'
      from (values ('suppressed', 'shadow'), ('suppressed', 'shadow'), ('suppressed', 'away'),
                   ('sent', null)) as t(state, reason))");
  const auto gauges = read();
  EXPECT_EQ(gauges.notices, (Waiting{2, kNow - hours(12)}));
  EXPECT_EQ(gauges.messages, (Waiting{1, kNow - hours(24 * 21 + 12)}));
  const auto tallies = tally();
  using ByName = std::map<std::string, std::int64_t>;
  EXPECT_EQ(tallies.messages, (ByName{{"failed", 1}, {"ready", 1}, {"sent", 1}}));
  EXPECT_EQ(tallies.suppressed, (ByName{{"away", 1}, {"shadow", 2}}));
  EXPECT_EQ(tallies.delivery_lag.sum, seconds(2));
  EXPECT_EQ(tallies.queue_lag.sum, seconds(4 + 7));
  EXPECT_EQ(tallies.provider_lag.sum, seconds(1));
}

}  // namespace
}  // namespace steward::store

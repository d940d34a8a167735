// SPDX-License-Identifier: MIT
#include "steward/store/gauges.hpp"

#include <gtest/gtest.h>

#include "steward/store/database.hpp"
#include "steward/store/migrate.hpp"
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

  test::TestDatabase database;
  Pool pool{complete_connection(database.connection()).value(), 1};
};

TEST_F(GaugesTest, Nothing_is_counted_where_there_is_nothing) {
  EXPECT_EQ(read(), Gauges{});
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
  insert into steward.ledger (breach, kind, commitment, at, noticed_at, body)
  values ('B-2026-00001', 'breached', 3, '2026-11-20Z', '2026-11-20Z', '{}'),
         ('B-2026-00001', 'escalated', 3, '2026-11-20Z', '2026-11-20Z', '{}');
  insert into steward.change (entity, operation, changed_at)
  values ('clients', 'update', '2026-11-22 11:59:00Z'), ('clients', 'update', '2026-11-22 11:59:30Z'))";

TEST_F(GaugesTest, Commitments_breaches_changes_and_what_is_overdue) {
  database.run(kPromises);
  Gauges expected;
  expected.commitments = {{"open", 2}, {"breached", 1}};
  expected.breaches = 1;
  expected.changes = {2, kNow - minutes(1)};
  expected.overdue = {1, kNow - minutes(2)};  // four seconds late is the firing's own rhythm
  EXPECT_EQ(read(), expected);
}

TEST_F(GaugesTest, A_lag_belongs_to_the_bucket_whose_bound_it_does_not_pass) {
  database.run(kPromises);
  database.run(R"(
    insert into steward.outcome (commitment, step, kind, at, acted_at, late)
    select 1, lag::text, kind, acted - lag * interval '1 microsecond', acted, false
      from (values (0, 'acted', timestamptz '2026-11-22 11:00:00Z'),
                   (1000, 'acted', '2026-11-22 11:00:00Z'),
                   (1001, 'acted', '2026-11-22 11:00:00Z'),
                   (3600000001, 'acted', '2026-11-22 11:00:00Z'),
                   (7, 'collapsed', '2026-11-22 11:00:00Z'),
                   (8, 'acted', '2026-11-21 11:59:59Z')) as o(lag, kind, acted))");
  LagCounts expected;
  expected.counts.front() = 2;
  expected.counts[1] = 1;
  expected.counts.back() = 1;
  expected.sum = Microseconds(2001) + hours(1) + Microseconds(1);
  EXPECT_EQ(read().firing_lag, expected);
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
                                 text, urgent, state, created_at, next_at, sent_at)
    select n::text, 't', 'R1', 'email', 'Ann', 'ann@example.com', 's', 't', false, state,
           created_at::timestamptz, next_at::timestamptz, sent_at::timestamptz
      from (values (1, 'ready', '2026-11-01Z', '2026-11-23Z', null),
                   (2, 'sent', '2026-11-22 10:00:00Z', null, '2026-11-22 10:00:02Z'),
                   (3, 'sent', '2026-11-21 11:00:00Z', null, '2026-11-21 11:00:00Z'),
                   (4, 'failed', '2026-11-22 10:00:00Z', null, null))
        as m(n, state, created_at, next_at, sent_at);
    insert into steward.task (notice, commitment, name, channel, state, reason, created_at)
    select 1, 1, 'Ann', 'email', state, reason, '2026-11-22Z'
      from (values ('suppressed', 'shadow'), ('suppressed', 'shadow'), ('suppressed', 'away'),
                   ('sent', null)) as t(state, reason))");
  const auto gauges = read();
  using ByName = std::map<std::string, std::int64_t>;
  EXPECT_EQ(gauges.notices_waiting, 2);
  EXPECT_EQ(gauges.messages, (ByName{{"failed", 1}, {"ready", 1}, {"sent", 1}}));
  EXPECT_EQ(gauges.suppressed, (ByName{{"away", 1}, {"shadow", 2}}));
  EXPECT_EQ(gauges.delivery_lag.sum, seconds(2));
}

}  // namespace
}  // namespace steward::store

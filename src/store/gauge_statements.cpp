// SPDX-License-Identifier: MIT
#include <algorithm>

#include "steward/store/gauges.hpp"
#include "store/binds.hpp"
#include "store/lag_sources.hpp"
#include "store/postgres_transaction.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::chrono::hours kWindow{24};

// Watching must not add to the troubles of a database that is slow, nor hold up a stop. What counts
// many rows is asked less often, and may take a little longer.
constexpr std::string_view kShortPatience = R"(
  select set_config('statement_timeout', '2s', true))";
constexpr std::string_view kPatience = R"(
  select set_config('statement_timeout', '5s', true))";

// A state that a live commitment can be in, from the index that holds only these.
constexpr std::string_view kLive = R"(
  select state as name, count(*) as count from steward.commitment
   where closed_at is null group by state)";

constexpr std::string_view kCommitmentsSize = R"(
  select pg_relation_size('steward.commitment') as octets)";

constexpr std::string_view kClosed = R"(
  select state as name, count(*) as count from steward.commitment
   where closed_at is not null group by state)";

// What ANALYZE last saw: so many rows, and of them such a part in each state.
constexpr std::string_view kClosedEstimate = R"(
  select v.name, cast(v.part * c.reltuples as bigint) as count
    from pg_class c
    join pg_stats s
      on s.schemaname = 'steward' and s.tablename = 'commitment' and s.attname = 'state'
    cross join lateral unnest(s.most_common_vals::text::text[], s.most_common_freqs)
      as v(name, part)
   where c.oid = 'steward.commitment'::regclass and c.reltuples > 0
     and v.name in ('kept', 'cancelled'))";

// The numbers run without gaps within a year.
constexpr std::string_view kBreaches = R"(
  select cast(coalesce(sum(last), 0) as bigint) as count from steward.breach_number)";

// As in load_statements.cpp.
constexpr std::string_view kCountStaged = R"(
  select count(*) as count from (
    select from steward.load l
     where l.outcome = 'staged'
       and not exists (select from steward.load n
                        where n.id > l.id
                          and (n.outcome in ('in force', 'staged')
                               or (n.host = l.host and n.configuration = l.configuration)))
     limit 1) s)";

// One may be set aside for both kinds of work.
constexpr std::string_view kCountSetAside = R"(
  select count(*) filter (where key = '') as rules, count(*) filter (where key <> '') as subjects
    from (select rule, key from steward.quarantine group by rule, key) s)";

constexpr std::string_view kChanges = R"(
  select count(*) as count, min(changed_at) as since from steward.change)";

constexpr std::string_view kOverdue = R"(
  select count(*) as count, min(next_at) as since
    from steward.commitment where next_at < :before::timestamptz)";

constexpr std::string_view kNotices = R"(
  select count(*) as count, min(created_at) as since
    from steward.notice where resolved_at is null)";

constexpr std::string_view kWaitingMessages = R"(
  select count(*) as count, min(created_at) as since
    from steward.message where next_at is not null)";

// Two branches, because each has an index of its own: what waits, however old, and what ended.
constexpr std::string_view kMessages = R"(
  select state as name, count(*) as count
    from (select state from steward.message where next_at is not null
           union all
          select state from steward.message
           where next_at is null and created_at >= :since::timestamptz) m
   group by state)";

constexpr std::string_view kSuppressed = R"(
  select reason as name, count(*) as count
    from steward.task where state = 'suppressed' group by reason)";

// A bucket counts the bounds that a case has passed. width_bucket counts those that it has
// reached, so one microsecond is taken away first.
#define STEWARD_IN_BUCKETS(lags)                                                                  \
  "select width_bucket(lag - interval '1 microsecond',"                                           \
  "                    array(select bound * interval '1 microsecond'"                             \
  "                            from unnest(:bounds::bigint[]) with ordinality as b(bound, place)" \
  "                           order by place)) as bucket,"                                        \
  "       count(*) as count, cast(extract(epoch from sum(lag)) * 1000000 as bigint) as sum"       \
  "  from" lags "group by bucket"

constexpr std::string_view kDetectionLag = STEWARD_IN_BUCKETS(STEWARD_DETECTION_LAG);
constexpr std::string_view kFiringLag = STEWARD_IN_BUCKETS(STEWARD_FIRING_LAG);
constexpr std::string_view kQueueLag = STEWARD_IN_BUCKETS(STEWARD_QUEUE_LAG);
constexpr std::string_view kProviderLag = STEWARD_IN_BUCKETS(STEWARD_PROVIDER_LAG);
constexpr std::string_view kDeliveryLag = STEWARD_IN_BUCKETS(
    " (select greatest(sent_at - created_at, interval '0') as lag"
    "    from steward.message"
    "   where sent_at is not null and created_at >= :since::timestamptz) lags ");

#undef STEWARD_IN_BUCKETS

std::int64_t count(Session& session, std::string_view sql) {
  return session.query(sql).only().integer("count");
}

using ByName = std::map<std::string, std::int64_t>;

ByName counts_by_name(Session& session, std::string_view sql, const Binds& binds = {}) {
  ByName counts;
  for (const auto row : session.query(sql, binds)) counts[row.text("name")] = row.integer("count");
  return counts;
}

ByName commitments(Session& session, std::int64_t counted_up_to) {
  auto counts = counts_by_name(session, kLive);
  const auto octets = session.query(kCommitmentsSize).only().integer("octets");
  const bool counted = octets <= counted_up_to;
  counts.merge(counts_by_name(session, counted ? kClosed : kClosedEstimate));
  // That there is none was counted, too.
  if (counted) counts.merge(ByName{{"kept", 0}, {"cancelled", 0}});
  return counts;
}

Waiting waiting(Session& session, std::string_view sql, const Binds& binds = {}) {
  const auto rows = session.query(sql, binds);
  const auto row = rows.only();
  return {row.integer("count"), row.optional_instant("since")};
}

LagCounts lag(Session& session, std::string_view sql, Instant since) {
  std::vector<std::int64_t> bounds;
  for (const auto bound : kLagBounds) bounds.push_back(bound.count());
  LagCounts lag;
  for (const auto row : session.query(sql, {{"bounds", bind(bounds)}, {"since", bind(since)}})) {
    lag.counts.at(static_cast<std::size_t>(row.integer("bucket"))) = row.integer("count");
    lag.sum += Microseconds(row.integer("sum"));
  }
  return lag;
}

}  // namespace

Result<Gauges> read_gauges(Pool& pool, Instant now) {
  Gauges gauges;
  const auto done = transact_read_only(pool, [&](Session& session) -> Result<> {
    session.query(kShortPatience);
    gauges.breaches = count(session, kBreaches);
    gauges.staged = count(session, kCountStaged);
    const auto set_aside = session.query(kCountSetAside);
    gauges.rules_set_aside = set_aside.only().integer("rules");
    gauges.subjects_set_aside = set_aside.only().integer("subjects");
    gauges.changes = waiting(session, kChanges);
    gauges.overdue = waiting(session, kOverdue, {{"before", bind(now - kOverdueAfter)}});
    gauges.notices = waiting(session, kNotices);
    gauges.messages = waiting(session, kWaitingMessages);
    return {};
  });
  if (!done) return done.error();
  return gauges;
}

Result<Tallies> read_tallies(Pool& pool, Instant now, std::int64_t counted_up_to) {
  Tallies tallies;
  const auto since = now - kWindow;
  const auto done = transact_read_only(pool, [&](Session& session) -> Result<> {
    session.query(kPatience);
    tallies.commitments = commitments(session, counted_up_to);
    tallies.messages = counts_by_name(session, kMessages, {{"since", bind(since)}});
    tallies.suppressed = counts_by_name(session, kSuppressed);
    tallies.detection_lag = lag(session, kDetectionLag, since);
    tallies.firing_lag = lag(session, kFiringLag, since);
    tallies.queue_lag = lag(session, kQueueLag, since);
    tallies.provider_lag = lag(session, kProviderLag, since);
    tallies.delivery_lag = lag(session, kDeliveryLag, since);
    return {};
  });
  if (!done) return done.error();
  return tallies;
}

std::vector<std::string_view> gauge_statements() {
  return {kShortPatience,  kLive,        kCommitmentsSize, kClosed,
          kClosedEstimate, kBreaches,    kCountStaged,     kCountSetAside,
          kChanges,        kOverdue,     kNotices,         kWaitingMessages,
          kMessages,       kSuppressed,  kDetectionLag,    kFiringLag,
          kQueueLag,       kProviderLag, kDeliveryLag};
}

}  // namespace steward::store

// SPDX-License-Identifier: MIT
#include <algorithm>

#include "steward/store/gauges.hpp"
#include "store/binds.hpp"
#include "store/postgres_transaction.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::chrono::hours kWindow{24};

// Watching must not add to the troubles of a database that is slow, nor hold up a stop.
constexpr std::string_view kShortPatience = R"(
  select set_config('statement_timeout', '2s', true))";

constexpr std::string_view kCommitments = R"(
  select state as name, count(*) as count from steward.commitment group by state)";

constexpr std::string_view kBreaches = R"(
  select count(*) as count from steward.ledger where kind = 'breached')";

// As in load_statements.cpp.
constexpr std::string_view kStaged = R"(
  select count(*) as count from (
    select from steward.load l
     where l.outcome = 'staged'
       and not exists (select from steward.load n
                        where n.id > l.id
                          and (n.outcome in ('in force', 'staged')
                               or (n.host = l.host and n.configuration = l.configuration)))
     limit 1) s)";

constexpr std::string_view kChanges = R"(
  select count(*) as count, steward.micros(min(changed_at)) as since from steward.change)";

constexpr std::string_view kOverdue = R"(
  select count(*) as count, steward.micros(min(next_at)) as since
    from steward.commitment where next_at < steward.instant(:before::bigint))";

constexpr std::string_view kNotices = R"(
  select count(*) as count from steward.notice where resolved_at is null)";

// Two branches, because each has an index of its own: what waits, however old, and what ended.
constexpr std::string_view kMessages = R"(
  select state as name, count(*) as count
    from (select state from steward.message where next_at is not null
           union all
          select state from steward.message
           where next_at is null and created_at >= steward.instant(:since::bigint)) m
   group by state)";

constexpr std::string_view kSuppressed = R"(
  select reason as name, count(*) as count
    from steward.task where state = 'suppressed' group by reason)";

// A bucket counts the bounds that a case has passed. width_bucket counts those that it has
// reached, so one microsecond is taken away first.
constexpr std::string_view kFiringLag = R"(
  select width_bucket(lag - 1, :bounds::bigint[]) as bucket, count(*) as count,
         cast(sum(lag) as bigint) as sum
    from (select greatest(steward.micros(acted_at) - steward.micros(at), 0) as lag
            from steward.outcome
           where kind = 'acted' and acted_at >= steward.instant(:since::bigint)) l
   group by bucket)";

constexpr std::string_view kDeliveryLag = R"(
  select width_bucket(lag - 1, :bounds::bigint[]) as bucket, count(*) as count,
         cast(sum(lag) as bigint) as sum
    from (select greatest(steward.micros(sent_at) - steward.micros(created_at), 0) as lag
            from steward.message
           where sent_at is not null and created_at >= steward.instant(:since::bigint)) l
   group by bucket)";

std::int64_t count(Session& session, std::string_view sql) {
  return session.query(sql).only().integer("count");
}

std::map<std::string, std::int64_t> counts_by_name(Session& session, std::string_view sql,
                                                   const Binds& binds = {}) {
  std::map<std::string, std::int64_t> counts;
  for (const auto row : session.query(sql, binds)) counts[row.text("name")] = row.integer("count");
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
  const auto since = now - kWindow;
  const auto done = transact_read_only(pool, [&](Session& session) -> Result<> {
    session.query(kShortPatience);
    gauges.commitments = counts_by_name(session, kCommitments);
    gauges.breaches = count(session, kBreaches);
    gauges.staged = count(session, kStaged);
    gauges.changes = waiting(session, kChanges);
    gauges.overdue = waiting(session, kOverdue, {{"before", bind(now - kOverdueAfter)}});
    gauges.notices_waiting = count(session, kNotices);
    gauges.messages = counts_by_name(session, kMessages, {{"since", bind(since)}});
    gauges.suppressed = counts_by_name(session, kSuppressed);
    gauges.firing_lag = lag(session, kFiringLag, since);
    gauges.delivery_lag = lag(session, kDeliveryLag, since);
    return {};
  });
  if (!done) return done.error();
  return gauges;
}

std::vector<std::string_view> gauge_statements() {
  return {kShortPatience, kCommitments, kBreaches,   kStaged,    kChanges,    kOverdue,
          kNotices,       kMessages,    kSuppressed, kFiringLag, kDeliveryLag};
}

}  // namespace steward::store

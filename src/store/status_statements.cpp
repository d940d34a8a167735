// SPDX-License-Identifier: MIT
// What `steward status` judges by.
#include <algorithm>
#include <tuple>

#include "store/binds.hpp"
#include "store/lag_sources.hpp"
#include "store/postgres_transaction.hpp"
#include "store/report_statements.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kDaemons = R"(
  select id, host, pid, version, rule_set, state, note, delivery,
         cast(extract(epoch from detection_lag) * 1000000 as bigint) as detection_lag,
         cast(extract(epoch from firing_lag) * 1000000 as bigint) as firing_lag,
         cast(extract(epoch from clock_ahead) * 1000000 as bigint) as clock_ahead,
         started_at, seen_at
    from steward.daemon
   where state <> 'stopped' and seen_at >= :since::timestamptz
   order by seen_at desc, id)";

constexpr std::string_view kRuleSet = R"(
  select digest, loaded_by, loaded_at
    from steward.rule_set order by id desc limit 1)";

/// Enough to see what is wrong: all are counted.
constexpr std::size_t kShownSetAside = 100;

constexpr std::string_view kCountQuarantined = "select count(*) as count from steward.quarantine";

constexpr std::string_view kCommitmentStates = R"(
  select state, historic, count(*) as count from steward.commitment group by state, historic)";

constexpr std::string_view kDueSoon = R"(
  select count(*) filter (where due < :hour::timestamptz) as within_hour,
         count(*) as within_day
    from steward.commitment
   where closed_at is null and not historic and due >= :now::timestamptz
     and due < :day::timestamptz)";

constexpr std::string_view kOverdue = R"(
  select count(*) as count, min(next_at) as since
    from steward.commitment where next_at < :before::timestamptz)";

constexpr std::string_view kBreachCounts = R"(
  select count(*) filter (where at >= :today::timestamptz) as today,
         count(*) filter (where at >= :week::timestamptz) as week,
         count(*) filter (where at >= :month::timestamptz) as month
    from steward.ledger
   where kind = 'breached'
     and at >= least(:today::timestamptz, :month::timestamptz))";

constexpr std::string_view kChanges = R"(
  select count(*) as count, min(changed_at) as since from steward.change)";

constexpr std::string_view kNotices = R"(
  select count(*) as count, min(created_at) as since
    from steward.notice where resolved_at is null)";

constexpr std::string_view kMessages = R"(
  select count(*) as count, min(created_at) as since
    from steward.message where next_at is not null)";

constexpr std::string_view kRetries = R"(
  select count(*) as count, min(created_at) as since
    from steward.message where next_at is not null and state = 'ready' and attempts > 0)";

constexpr std::string_view kMessageStates = R"(
  select count(*) filter (where state = 'sent') as sent,
         count(*) filter (where state = 'withheld') as withheld
    from steward.message where created_at >= :since::timestamptz)";

constexpr std::string_view kSuppressed = R"(
  select reason, count(*) as count from steward.task
   where state = 'suppressed' and created_at >= :since::timestamptz
   group by reason)";

#define STEWARD_MICROS_OF(interval) \
  "cast(extract(epoch from coalesce(" interval ", interval '0')) * 1000000 as bigint)"

#define STEWARD_SUMMED_UP(lags) \
  "select count(*) as count,"                                                                    \
  STEWARD_MICROS_OF("percentile_disc(0.5) within group (order by lag)") " as median,"            \
  STEWARD_MICROS_OF("percentile_disc(0.99) within group (order by lag)") " as p99,"              \
  STEWARD_MICROS_OF("max(lag)") " as worst from" lags

constexpr std::string_view kDetectionLag = STEWARD_SUMMED_UP(STEWARD_DETECTION_LAG);
constexpr std::string_view kFiringLag = STEWARD_SUMMED_UP(STEWARD_FIRING_LAG);
constexpr std::string_view kQueueLag = STEWARD_SUMMED_UP(STEWARD_QUEUE_LAG);
constexpr std::string_view kProviderLag = STEWARD_SUMMED_UP(STEWARD_PROVIDER_LAG);

#undef STEWARD_SUMMED_UP
#undef STEWARD_MICROS_OF

Waiting waiting(Session& session, std::string_view sql, const Binds& binds = {}) {
  const auto rows = session.query(sql, binds);
  const auto row = rows.only();
  return {row.integer("count"), row.optional_instant("since")};
}

Lag lag(Session& session, std::string_view sql, Instant since) {
  const auto rows = session.query(sql, {{"since", bind(since)}});
  const auto row = rows.only();
  return {row.integer("count"), Microseconds(row.integer("median")),
          Microseconds(row.integer("p99")), Microseconds(row.integer("worst"))};
}

void read_daemons(Session& session, Instant since, StatusReport& report) {
  for (const auto row : session.query(kDaemons, {{"since", bind(since)}})) {
    SeenDaemon seen;
    seen.daemon.id = row.text("id");
    seen.daemon.host = row.text("host");
    seen.daemon.pid = static_cast<int>(row.integer("pid"));
    seen.daemon.version = row.text("version");
    seen.daemon.rule_set = row.text("rule_set");
    seen.daemon.state = row.text("state");
    seen.daemon.note = row.text("note");
    seen.daemon.delivery = row.text("delivery");
    seen.daemon.detection_lag = Microseconds(row.integer("detection_lag"));
    seen.daemon.firing_lag = Microseconds(row.integer("firing_lag"));
    seen.daemon.clock_ahead = Microseconds(row.integer("clock_ahead"));
    seen.daemon.started_at = row.instant("started_at");
    seen.seen_at = row.instant("seen_at");
    report.daemons.push_back(std::move(seen));
  }
}

void read_rule_set(Session& session, StatusReport& report) {
  for (const auto row : session.query(kRuleSet)) {
    report.rule_set = row.text("digest");
    report.in_force_since = row.instant("loaded_at");
    report.loaded_by = row.text("loaded_by");
  }
  PostgresTransaction transaction(session, Access::observing);
  report.activations = transaction.activations();
  report.quarantined = transaction.quarantined(kShownSetAside);
  std::sort(report.quarantined.begin(), report.quarantined.end(), [](const auto& a, const auto& b) {
    return std::make_tuple(!a.key.empty(), a.rule, a.key, a.work) <
           std::make_tuple(!b.key.empty(), b.rule, b.key, b.work);
  });
  report.quarantined_count = session.query(kCountQuarantined).only().integer("count");
}

void read_commitments(Session& session, Instant now, StatusReport& report) {
  for (const auto row : session.query(kCommitmentStates)) {
    if (row.boolean("historic")) {
      report.historic += row.integer("count");
    } else {
      report.commitments[row.text("state")] = row.integer("count");
    }
  }
  const auto rows = session.query(kDueSoon, {{"now", bind(now)},
                                             {"hour", bind(now + std::chrono::hours(1))},
                                             {"day", bind(now + std::chrono::hours(24))}});
  report.due_within_hour = rows.only().integer("within_hour");
  report.due_within_day = rows.only().integer("within_day");
  report.overdue = waiting(session, kOverdue, {{"before", bind(now - kOverdueAfter)}});
}

void read_breaches(Session& session, Instant now, Instant today, StatusReport& report) {
  const auto rows =
      session.query(kBreachCounts, {{"today", bind(today)},
                                    {"week", bind(now - std::chrono::hours(24 * 7))},
                                    {"month", bind(now - std::chrono::hours(24 * 30))}});
  const auto row = rows.only();
  report.breaches_today = row.integer("today");
  report.breaches_week = row.integer("week");
  report.breaches_month = row.integer("month");
}

void read_messages(Session& session, Instant since, StatusReport& report) {
  report.notices = waiting(session, kNotices);
  report.messages = waiting(session, kMessages);
  report.retries = waiting(session, kRetries);
  const auto rows = session.query(kMessageStates, {{"since", bind(since)}});
  const auto row = rows.only();
  report.sent = row.integer("sent");
  report.withheld = row.integer("withheld");
  for (const auto reason : session.query(kSuppressed, {{"since", bind(since)}})) {
    report.suppressed[reason.text("reason")] = reason.integer("count");
  }
}

}  // namespace

Result<StatusReport> Reports::status(Instant now, Instant today) {
  StatusReport report;
  const auto done = transact_read_only(pool_, [&](Session& session) -> Result<> {
    report = {};
    const Instant yesterday = now - std::chrono::hours(24);
    read_daemons(session, yesterday, report);
    read_rule_set(session, report);
    read_commitments(session, now, report);
    read_breaches(session, now, today, report);
    report.changes = waiting(session, kChanges);
    read_messages(session, yesterday, report);
    report.detection = lag(session, kDetectionLag, yesterday);
    report.firing = lag(session, kFiringLag, yesterday);
    report.queue = lag(session, kQueueLag, yesterday);
    report.provider = lag(session, kProviderLag, yesterday);
    return {};
  });
  if (!done) return done.error();
  return report;
}

std::vector<std::string_view> status_statements() {
  return {kDaemons,  kRuleSet,       kCountQuarantined, kCommitmentStates, kDueSoon,
          kOverdue,  kBreachCounts,  kChanges,          kNotices,          kMessages,
          kRetries,  kMessageStates, kSuppressed,       kDetectionLag,     kFiringLag,
          kQueueLag, kProviderLag};
}

}  // namespace steward::store
